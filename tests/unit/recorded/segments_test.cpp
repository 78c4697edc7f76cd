#include "dmc/analysis/segments.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "dmc/analysis/recorded.hpp"
#include "dmc/engine/parallel_engine.hpp"
#include "dmc/util/error.hpp"

#include "catch.hpp"
#include "reference_values.hpp"
#include "same_result.hpp"
#include "temporary_file.hpp"
#include "trace_text.hpp"

namespace dmc::test {
namespace {

using Random = std::mt19937_64;

std::string kernel_trace(const RunRequest& request) {
  std::string text;
  (void)record_run(request, [&](std::string_view bytes) { text += bytes; });
  return text;
}

std::string text_of(const TracePart& part) {
  std::string text;
  write_part(part, [&](std::string_view bytes) { text += bytes; });
  return text;
}

TracePart part_of(const std::string& text) {
  return read_part(source_of(text), "part");
}

std::vector<TracePart> parts_of(const RecordedFile& file, std::uint64_t count) {
  std::vector<TracePart> parts;
  for (std::uint64_t number = 1; number <= count; ++number) {
    // Through the file format and back.
    parts.push_back(part_of(text_of(measure_segment(file, {number, count}))));
  }
  return parts;
}

TracePart combined_in_random_order(Random& random, std::vector<TracePart> parts) {
  while (parts.size() > 1) {
    const std::size_t at = random() % (parts.size() - 1);
    parts[at] = part_of(text_of(combine(parts[at], parts[at + 1])));
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(at) + 1);
  }
  return std::move(parts.front());
}

std::optional<std::string> part_complaint(const std::string& text) {
  try {
    (void)part_of(text);
    return std::nullopt;
  } catch (const Error& error) {
    return error.what();
  }
}

// Many blocks, few accesses in some, with scopes that are open from one to the next.
std::string long_trace(Flat& flat) {
  Random random(3);
  std::string text;
  TraceWriter writer([&](std::string_view bytes) { text += bytes; }, {});
  Tracer tracer({}, [&](Batch& batch) {
    flat.add(batch);
    writer.add(batch);
  });
  auto a = tracer.array<int>("a", 1000);
  auto b = tracer.array<int>("b", 1000);
  for (const auto i : tracer.loop("i", 40)) {
    const auto phase = tracer.call(tracer.label("part", "of", i % 3));
    for (const auto j : tracer.loop("j", 1 + random() % 30'000)) {
      if (random() % 2 == 0) {
        (void)a.read((i + j * 7) % 1000);
        b.write(random() % 1000, 0);
      }
    }
  }
  tracer.finish();
  writer.finish(tracer.names());
  return text;
}

// Every bin of every class.
template <class Engine>
auto bins_of(const Engine& engine) {
  std::vector<std::array<std::uint64_t, 4>> bins;
  for (const AttributedHistogram& one : engine.attributed()) {
    for (const Histogram::Bin& bin : one.histogram.bins) {
      bins.push_back({one.carried_by, one.array, bin.distance, bin.reuses});
    }
  }
  std::sort(bins.begin(), bins.end());
  return bins;
}

}  // namespace

TEST_CASE("segments of a recorded kernel make the run in any grouping", "[recorded][segment]") {
  Random random(4);
  for (const ReferenceValue& reference : reference_values()) {
    if (reference.accesses > 100'000) {
      continue;
    }
    INFO(reference.kernel);
    const RunRequest request{.kernel = &find_kernel(reference.kernel),
                             .parameters = reference.parameters,
                             .model = reference.model};
    const RunResult direct = run(request);
    const TemporaryFile path(kernel_trace(request));
    const RecordedFile file(path.path());
    CHECK(file.accesses() == reference.accesses);
    for (const std::uint64_t count : {1U, 2U, 3U, 7U, 40U}) {
      INFO(count << " segments");
      std::vector<TracePart> parts = parts_of(file, count);
      std::shuffle(parts.begin(), parts.end(), random);
      check_same_result(analyze_part(combine_all(parts)), direct);
      check_same_result(analyze_part(combined_in_random_order(random, parts_of(file, count))),
                        direct);
    }
  }
}

TEST_CASE("segments of a long trace are what it is made of", "[recorded][segment]") {
  Flat whole;
  const std::string text = long_trace(whole);
  const TemporaryFile path(text);
  const RecordedFile file(path.path());
  for (const std::uint64_t count : {1U, 2U, 7U, 50U}) {
    INFO(count << " segments");
    std::vector<Access> accesses;
    std::vector<ScopeEvent> events;
    for (std::uint64_t number = 1; number <= count; ++number) {
      const SegmentChoice choice{number, count};
      RecordedSegment segment =
          file.segment(choice.begin(file.accesses()), choice.end(file.accesses()));
      Flat flat;
      Batch batch;
      while (segment.next(batch)) {
        flat.add(batch);
      }
      accesses.insert(accesses.end(), flat.accesses.begin(), flat.accesses.end());
      events.insert(events.end(), flat.events.begin(), flat.events.end());
      CHECK(flat.accesses.size() == choice.end(file.accesses()) - choice.begin(file.accesses()));
    }
    CHECK(accesses == whole.accesses);
    // Those after the last access are no segment's.
    REQUIRE(events.size() <= whole.events.size());
    CHECK(std::equal(events.begin(), events.end(), whole.events.begin()));
    CHECK(std::all_of(whole.positions.begin() + static_cast<std::ptrdiff_t>(events.size()),
                      whole.positions.end(),
                      [&](std::uint64_t position) { return position == accesses.size(); }));
  }
  Random random(5);
  RecordedReader reader(source_of(text), "trace");
  const RecordedAnalysis direct = analyze_recorded(reader);
  for (const std::uint64_t count : {2U, 3U, 7U}) {
    check_same_result(analyze_part(combined_in_random_order(random, parts_of(file, count))),
                      direct);
  }
}

TEST_CASE("threads that read their segments themselves count what one engine does",
          "[recorded][segment]") {
  Flat whole;
  const std::string text = long_trace(whole);
  const TemporaryFile path(text);
  const RecordedFile file(path.path());
  RecordedReader reader(source_of(text), "trace");
  const RecordedAnalysis direct = analyze_recorded(reader);
  LruEngine one;
  RecordedReader again(source_of(text), "trace");
  for (Batch batch; again.next(batch);) {
    one.attribute(batch);
  }
  for (const unsigned threads : {1U, 2U, 4U}) {
    INFO(threads << " threads");
    check_same_result(analyze_recorded(file, {.threads = threads}), direct);
    // 1500 data at most: segments of 2000 are not worth measuring apart, and are replayed in order.
    for (const std::uint64_t length : {2000U, 20'000U, 150'000U}) {
      INFO("segments of " << length);
      ParallelEngine engine({}, threads, length);
      for (std::uint64_t begin = 0; begin < file.accesses(); begin += length) {
        const auto segment = std::make_shared<RecordedSegment>(
            file.segment(begin, std::min(begin + length, file.accesses())));
        engine.attribute(
            {segment->open(), [segment](Batch& batch) { return segment->next(batch); }});
      }
      engine.finish();
      CHECK(engine.accesses() == one.accesses());
      CHECK(engine.data() == one.data());
      CHECK(engine.cold_misses() == one.cold_misses());
      CHECK(bins_of(engine) == bins_of(one));
    }
  }
}

TEST_CASE("a segment that cannot be read is told to who gave it", "[recorded][segment]") {
  ParallelEngine engine({}, 2);
  const auto measure = [&] {
    engine.attribute({{}, [](Batch&) -> bool { throw Error("unreadable"); }});
    engine.finish();
  };
  CHECK_THROWS_WITH(measure(), "unreadable");
}

TEST_CASE("an empty trace has empty segments", "[recorded][segment]") {
  const TemporaryFile path(recorded({}, {{}, {}, {"program"}}));
  const RecordedFile file(path.path());
  const RecordedAnalysis analysis = analyze_part(combine_all(parts_of(file, 3)));
  CHECK(analysis.accesses == 0);
  CHECK(analysis.data == 0);
}

TEST_CASE("segments cover a trace without overlap", "[segment]") {
  for (const std::uint64_t total : {0U, 1U, 6U, 7U, 8U, 1000U}) {
    for (const std::uint64_t of : {1U, 2U, 3U, 7U}) {
      std::uint64_t end = 0;
      for (std::uint64_t number = 1; number <= of; ++number) {
        const SegmentChoice choice{number, of};
        CHECK(choice.begin(total) == end);
        end = choice.end(total);
        CHECK(end - choice.begin(total) <= total / of + 1);
      }
      CHECK(end == total);
    }
  }
}

TEST_CASE("parts that do not belong together are refused", "[recorded][segment]") {
  const auto parts_of_conv = [](std::uint64_t n, std::uint64_t count) {
    const TemporaryFile path(kernel_trace(
        {.kernel = &find_kernel("conv"), .parameters = {{"n", n}, {"k", 3}}, .model = {}}));
    return parts_of(RecordedFile(path.path()), count);
  };
  const auto nines = parts_of_conv(9, 3);
  const auto tens = parts_of_conv(10, 3);
  CHECK_THROWS_AS(combine(nines[0], tens[1]), Error);
  CHECK_THROWS_AS(combine(nines[0], nines[2]), Error);
  CHECK_THROWS_AS(combine(nines[1], nines[0]), Error);
  CHECK_THROWS_AS(combine(nines[0], nines[0]), Error);
  CHECK_THROWS_AS(combine_all({nines[0], nines[2]}), Error);
  CHECK_THROWS_AS(analyze_part(combine_all({nines[0], nines[1]})), Error);
  CHECK_THROWS_AS(combine_all({}), Error);
}

TEST_CASE("a damaged part is noticed", "[recorded][segment]") {
  const TemporaryFile path(
      kernel_trace({.kernel = &find_kernel("fft"), .parameters = {{"n", 8}}, .model = {}}));
  const std::string text = text_of(measure_segment(RecordedFile(path.path()), {2, 3}));
  REQUIRE_FALSE(part_complaint(text));
  for (std::size_t at = 0; at < text.size(); ++at) {
    INFO("byte " << at << " of " << text.size());
    for (const int change : {0x01, 0x80, 0xff}) {
      std::string changed = text;
      changed[at] = static_cast<char>(changed[at] ^ change);
      CHECK(part_complaint(changed));
    }
    CHECK(part_complaint(text.substr(0, at)));
  }
  CHECK(part_complaint(text + '\0'));
}

TEST_CASE("a damaged file gives no wrong segment", "[recorded][segment]") {
  const std::string text =
      kernel_trace({.kernel = &find_kernel("fft"), .parameters = {{"n", 8}}, .model = {}});
  const auto measure_changed = [](const std::string& content) {
    const TemporaryFile path(content);
    return text_of(measure_segment(RecordedFile(path.path()), {2, 3}));
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    INFO("byte " << at << " of " << text.size());
    std::string changed = text;
    changed[at] = static_cast<char>(changed[at] ^ 0x41);
    CHECK_THROWS_AS(measure_changed(changed), Error);
    CHECK_THROWS_AS(measure_changed(text.substr(0, at)), Error);
  }
}

}  // namespace dmc::test

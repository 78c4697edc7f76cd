#include "dmc/analysis/segments.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dmc/util/error.hpp"

#include "catch.hpp"
#include "traces.hpp"

// Segments of address traces, put together in any grouping, against distances counted naively over
// the whole trace.
namespace dmc::test {
namespace {

OpenReferences opener(const TemporaryFile& file) {
  return [&file] { return ReferenceReader(TraceInput(file.path()), {}); };
}

std::vector<TracePart> parts_of(const TemporaryFile& file, const AnalyzeRequest& request,
                                std::uint64_t count) {
  std::vector<TracePart> parts;
  for (std::uint64_t number = 1; number <= count; ++number) {
    parts.push_back(measure_segment(opener(file), request, {number, count}));
  }
  return parts;
}

std::string text_of(const TracePart& part) {
  std::string text;
  write_part(part, [&](std::string_view bytes) { text += bytes; });
  return text;
}

TracePart read_text(std::string_view text) {
  return read_part(
      [&text](std::span<char> bytes) {
        const std::size_t size = std::min(bytes.size(), text.size());
        std::copy_n(text.begin(), size, bytes.begin());
        text.remove_prefix(size);
        return size;
      },
      "part");
}

/// Two neighbours at a time, wherever, as in a file between them.
TracePart combined_anyhow(std::vector<TracePart> parts, std::mt19937_64& random) {
  while (parts.size() > 1) {
    const auto left = static_cast<std::ptrdiff_t>(random() % (parts.size() - 1));
    const std::string text = text_of(combine(parts.begin()[left], parts.begin()[left + 1]));
    parts.begin()[left] = read_text(text);
    parts.erase(parts.begin() + left + 1);
  }
  return std::move(parts.front());
}

/// What the whole trace amounts to, access by access.
struct Counted {
  std::uint64_t data = 0;
  std::map<std::uint64_t, std::uint64_t> distances = {};
  MagnitudeCounts times{};
  long double time = 0;
  std::uint64_t reuses = 0;

  explicit Counted(const std::vector<std::uint64_t>& granules) {
    NaiveLru oracle;
    std::map<std::uint64_t, std::uint64_t> last;
    for (std::uint64_t now = 0; now < granules.size(); ++now) {
      if (const std::uint64_t distance = oracle.access(granules[now]); distance != 0) {
        const std::uint64_t since = now - last[granules[now]];
        ++distances[distance];
        ++times[static_cast<std::size_t>(std::bit_width(since - 1))];
        time += static_cast<long double>(since);
        ++reuses;
      }
      last[granules[now]] = now;
    }
    data = last.size();
  }
};

bool can_be_read(std::string_view text) {
  try {
    static_cast<void>(read_text(text));
    return true;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

TEST_CASE("segments of an address trace make the whole in any grouping", "[segment]") {
  std::mt19937_64 random(7);
  const std::vector<Line> lines = program(8, 4000);
  const TemporaryFile file(as_lackey(lines));
  for (const std::uint64_t granule : {8U, 64U}) {
    const Counted counted(granules_of(lines, granule, "LSM"));
    for (const std::uint64_t count : {1U, 2U, 3U, 7U, 60U}) {
      INFO("granules of " << granule << " bytes, " << count << " segments");
      const AnalyzeRequest request{.granule = granule, .sizes = {1024}};
      const AnalyzeResult found =
          analyze_reference_part(combined_anyhow(parts_of(file, request, count), random));
      CHECK(found.total.data == counted.data);
      CHECK(as_map(found.total.histogram) == counted.distances);
      CHECK(found.times == counted.times);
      CHECK(found.mean_time ==
            Approx(static_cast<double>(counted.time) / static_cast<double>(counted.reuses)));
      REQUIRE(found.caches.size() == 1);
      std::uint64_t hits = 0;
      for (const auto& [distance, reuses] : counted.distances) {
        hits += distance <= 1024 / granule ? reuses : 0;
      }
      CHECK(found.caches[0].miss_ratio ==
            Approx(1 - static_cast<double>(hits) / static_cast<double>(found.total.accesses)));
    }
  }
}

TEST_CASE("more segments than accesses leave some empty", "[segment]") {
  std::mt19937_64 random(8);
  const TemporaryFile file("0 10\n1 20\n0 10\n");
  const AnalyzeResult found =
      analyze_reference_part(combined_anyhow(parts_of(file, {}, 7), random));
  CHECK(found.total.accesses == 3);
  CHECK(as_map(found.total.histogram) == std::map<std::uint64_t, std::uint64_t>{{2, 1}});
}

TEST_CASE("a limit holds for the trace, not for a segment", "[segment]") {
  std::mt19937_64 random(9);
  const std::vector<Line> lines = program(9, 2000);
  const TemporaryFile file(as_lackey(lines));
  std::vector<std::uint64_t> granules = granules_of(lines, 8, "L");
  granules.resize(300);
  const AnalyzeRequest request{.accesses = AccessChoice::reads, .limit = 300};
  const AnalyzeResult found =
      analyze_reference_part(combined_anyhow(parts_of(file, request, 3), random));
  CHECK(found.total.accesses == 300);
  CHECK(as_map(found.total.histogram) == Counted(granules).distances);
}

TEST_CASE("what parts of addresses cannot tell is refused", "[segment]") {
  const TemporaryFile file("0 10\n1 20\n0 10\n");
  const std::vector<AnalyzeRequest> requests = {
      {.per_thread = true}, {.regions = {{"heap", 0, 64}}}, {.top = 3}, {.interval = 2},
      {.sample = 0.5},
  };
  for (const AnalyzeRequest& request : requests) {
    CHECK_THROWS_WITH(measure_segment(opener(file), request, {1, 2}),
                      Catch::Contains("analyze the trace as a whole, or leave it out"));
  }
}

TEST_CASE("parts of addresses that do not belong together are refused", "[segment]") {
  const TemporaryFile one(as_lackey(program(1, 500)));
  const TemporaryFile other(as_lackey(program(2, 500)));
  const TracePart left = measure_segment(opener(one), {}, {1, 2});
  CHECK_NOTHROW(combine(left, measure_segment(opener(one), {}, {2, 2})));
  CHECK_THROWS_AS(combine(left, measure_segment(opener(other), {}, {2, 2})), Error);
  CHECK_THROWS_AS(combine(left, measure_segment(opener(one), {.granule = 64}, {2, 2})), Error);
  CHECK_THROWS_AS(combine(left, measure_segment(opener(one), {}, {2, 3})), Error);
  CHECK_THROWS_AS(analyze_reference_part(left), Error);
}

TEST_CASE("a damaged part of addresses is noticed", "[segment]") {
  const TemporaryFile file(as_lackey(program(3, 60)));
  const std::string text = text_of(measure_segment(opener(file), {}, {2, 3}));
  REQUIRE(can_be_read(text));
  for (std::size_t at = 0; at < text.size(); ++at) {
    INFO("byte " << at << " of " << text.size());
    for (const int change : {0x01, 0x80, 0xff}) {
      std::string changed = text;
      changed[at] = static_cast<char>(changed[at] ^ change);
      CHECK_FALSE(can_be_read(changed));
    }
    CHECK_FALSE(can_be_read(std::string_view(text).substr(0, at)));
  }
  CHECK_FALSE(can_be_read(text + '\0'));
}

}  // namespace dmc::test

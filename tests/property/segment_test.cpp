#include "dmc/engine/segment.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "dmc/engine/lru_engine.hpp"
#include "dmc/kernels/kernel.hpp"
#include "dmc/trace/tracer.hpp"

#include "catch.hpp"
#include "workloads.hpp"

namespace dmc::test {
namespace {

using Kind = ScopeEvent::Kind;

// A trace as one sequence; an event's place is the access it comes before.
struct Sequence {
  std::vector<Access> accesses = {};
  std::vector<std::pair<std::size_t, ScopeEvent>> events = {};
  std::uint64_t data_end = 0;
  std::uint32_t array_end = 1;
  std::uint32_t label_end = 1;

  void add(const Batch& batch) {
    for (const ScopeEvent& event : batch.events) {
      events.emplace_back(accesses.size() + event.position, event);
    }
    accesses.insert(accesses.end(), batch.accesses().begin(), batch.accesses().end());
    data_end = std::max(data_end, batch.data_end);
    array_end = std::max(array_end, batch.array_end);
    label_end = std::max(label_end, batch.label_end);
  }
};

void follow(std::vector<LabelId>& marks, const ScopeEvent& event) {
  switch (event.kind) {
    case Kind::enter_loop:
      marks.push_back(event.label);
      marks.push_back(static_cast<LabelId>(event.label + 1));
      break;
    case Kind::enter_block:
      marks.push_back(event.label);
      break;
    case Kind::leave_loop:
      marks.resize(marks.size() - 2);
      break;
    case Kind::leave_block:
      marks.pop_back();
      break;
    case Kind::iterate:
      break;
  }
}

// Accesses [begin, end) and the events that come before each; the last segment has the rest of the
// events, too.
MeasuredSegment measured(const Sequence& trace, std::size_t begin, std::size_t end) {
  const bool last = end == trace.accesses.size();
  OpenScopes open;
  open.data_end = trace.data_end;
  open.array_end = trace.array_end;
  open.label_end = trace.label_end;
  auto event = trace.events.begin();
  for (; event != trace.events.end() && event->first < begin; ++event) {
    follow(open.marks, event->second);
  }
  SegmentEngine engine(open);
  for (std::size_t from = begin;; from += Batch::k_capacity) {
    Batch batch;
    batch.count = std::min(end - from, Batch::k_capacity);
    batch.data_end = trace.data_end;
    batch.array_end = trace.array_end;
    batch.label_end = trace.label_end;
    std::copy_n(trace.accesses.begin() + static_cast<std::ptrdiff_t>(from), batch.count,
                batch.storage.begin());
    const std::size_t stop = from + batch.count;
    for (; event != trace.events.end() && (event->first < stop || (last && stop == end)); ++event) {
      batch.events.push_back(event->second);
      batch.events.back().position = static_cast<std::uint32_t>(event->first - from);
    }
    engine.attribute(batch);
    if (stop == end) {
      return engine.finish();
    }
  }
}

std::vector<std::size_t> random_cuts(Random& random, std::size_t length, std::size_t pieces) {
  std::vector<std::size_t> cuts{0, length};
  while (cuts.size() < pieces + 1) {
    cuts.push_back(below(random, length + 1));
  }
  std::sort(cuts.begin(), cuts.end());
  return cuts;
}

MeasuredSegment combined_in_random_order(Random& random, std::vector<MeasuredSegment> segments) {
  while (segments.size() > 1) {
    const std::size_t at = below(random, segments.size() - 1);
    segments[at] = combine(segments[at], segments[at + 1]);
    segments.erase(segments.begin() + static_cast<std::ptrdiff_t>(at) + 1);
  }
  return std::move(segments.front());
}

using SortedClasses = std::vector<std::pair<std::pair<LabelId, ArrayId>, Histogram>>;

SortedClasses sorted(const std::vector<AttributedHistogram>& classes) {
  SortedClasses result;
  for (const AttributedHistogram& one : classes) {
    result.push_back({{one.carried_by, one.array}, one.histogram});
  }
  std::sort(result.begin(), result.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return result;
}

std::vector<std::uint64_t> cold_misses(const MeasuredSegment& segment, std::size_t arrays) {
  std::vector<std::uint64_t> cold(arrays);
  for (const FirstAccess& first : segment.summary.firsts) {
    ++cold[first.access.array()];
  }
  return cold;
}

void check_groupings(Random& random, const Sequence& trace) {
  LruEngine engine;
  Batch batch;
  auto event = trace.events.begin();
  for (std::size_t from = 0; from <= trace.accesses.size(); from += Batch::k_capacity) {
    batch.count = std::min(trace.accesses.size() - from, Batch::k_capacity);
    batch.data_end = trace.data_end;
    batch.array_end = trace.array_end;
    batch.label_end = trace.label_end;
    std::copy_n(trace.accesses.begin() + static_cast<std::ptrdiff_t>(from), batch.count,
                batch.storage.begin());
    batch.events.clear();
    for (; event != trace.events.end() && event->first <= from + batch.count; ++event) {
      batch.events.push_back(event->second);
      batch.events.back().position = static_cast<std::uint32_t>(event->first - from);
    }
    engine.attribute(batch);
  }
  std::vector<std::uint64_t> cold = engine.cold_misses();
  for (const std::size_t pieces : {1U, 2U, 3U, 7U, 20U}) {
    INFO(pieces << " pieces");
    const auto cuts = random_cuts(random, trace.accesses.size(), pieces);
    std::vector<MeasuredSegment> segments;
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
      segments.push_back(measured(trace, cuts[i], cuts[i + 1]));
    }
    const MeasuredSegment all = combined_in_random_order(random, std::move(segments));
    CHECK(all.summary.accesses == trace.accesses.size());
    CHECK(all.summary.firsts.size() == engine.data());
    CHECK(all.summary.lasts.size() == engine.data());
    CHECK(all.histogram == engine.histogram());
    CHECK(sorted(all.classes) == sorted(engine.attributed()));
    CHECK(cold_misses(all, cold.size()) == cold);
  }
}

}  // namespace

TEST_CASE("segments combine in any grouping", "[segment]") {
  Random random(5);
  for (const Workload& workload : small_workloads(6)) {
    INFO(workload.name);
    Sequence trace;
    for (const Datum datum : workload.trace) {
      trace.accesses.emplace_back(datum, static_cast<ArrayId>(0), false);
      trace.data_end = std::max(trace.data_end, std::uint64_t{datum} + 1);
    }
    check_groupings(random, trace);
  }
}

TEST_CASE("segments combine with what carries their reuses", "[segment][attribution]") {
  Random random(7);
  const std::vector<std::pair<std::string_view, Parameters>> runs = {
      {"matmul", {{"m", 6}, {"n", 7}, {"l", 8}}},
      {"conv", {{"n", 14}, {"k", 3}}},
      {"batchconv", {{"n", 10}, {"k", 3}, {"c", 5}, {"x", 2}}},
      {"im2col", {{"n", 10}, {"k", 3}}},
      {"fft", {{"n", 256}}},
      {"fftconv", {{"n", 8}, {"k", 3}}},
      {"gqa", {{"l", 5}, {"d", 12}, {"h", 6}, {"p", 2}}},
      {"transformer", {{"l", 4}, {"d", 8}, {"h", 2}, {"f", 12}, {"layers", 1}, {"vocab", 6}}},
      {"winograd", {{"n", 14}}},
  };
  for (const auto& [name, given] : runs) {
    INFO(name);
    Sequence trace;
    Tracer tracer({}, [&](Batch& batch) { trace.add(batch); });
    const Kernel& kernel = find_kernel(name);
    (void)kernel.run(resolve_parameters(kernel, given), tracer, InputData());
    tracer.finish();
    for (int repeat = 0; repeat < 5; ++repeat) {
      check_groupings(random, trace);
    }
  }
}

TEST_CASE("long segments combine across compactions", "[segment]") {
  Random random(8);
  Sequence trace;
  for (const Datum datum : zipf(random, 100'000, 0.7, 900'000)) {
    trace.accesses.emplace_back(datum, static_cast<ArrayId>(datum % 3), false);
  }
  trace.data_end = 100'000;
  trace.array_end = 3;
  check_groupings(random, trace);
}

TEST_CASE("scopes that begin before the first array are remembered", "[attribution]") {
  // A loop of many iterations that access nothing fills a batch with events alone.
  const auto carried = [](auto& engine) {
    Tracer tracer({}, [&](Batch& batch) { engine.attribute(batch); });
    {
      const auto phase = tracer.phase("work");
      for (const auto i : tracer.loop("idle", 10'000)) {
        (void)i;
      }
      auto a = tracer.array<int>("a", 1);
      (void)a.read(0);
      (void)a.read(0);
    }
    tracer.finish();
    REQUIRE(engine.attributed().size() == 1);
    return tracer.names().labels.at(engine.attributed().front().carried_by);
  };
  LruEngine engine;
  CHECK(carried(engine) == "work");
}

}  // namespace dmc::test

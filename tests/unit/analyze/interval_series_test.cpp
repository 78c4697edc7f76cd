#include "interval_series.hpp"

#include <cmath>
#include <set>
#include <unordered_map>

#include "catch.hpp"
#include "traces.hpp"

namespace dmc::test {
namespace {

/// One interval, counted from scratch.
struct Expected {
  std::uint64_t accesses = 0;
  std::uint64_t cold = 0;
  std::set<std::uint64_t> data;
  double dmd = 0;
  double distances = 0;
};

std::vector<Expected> expected_intervals(const std::vector<std::uint64_t>& trace,
                                         std::uint64_t length) {
  NaiveLru oracle;
  std::vector<Expected> intervals;
  for (std::size_t i = 0; i < trace.size(); ++i) {
    if (i % length == 0) {
      intervals.emplace_back();
    }
    Expected& one = intervals.back();
    const std::uint64_t distance = oracle.access(trace[i]);
    ++one.accesses;
    one.cold += distance == 0 ? 1 : 0;
    one.data.insert(trace[i]);
    one.dmd += std::sqrt(static_cast<double>(distance));
    one.distances += static_cast<double>(distance);
  }
  return intervals;
}

void check(const std::vector<Interval>& got, const std::vector<Expected>& expected) {
  REQUIRE(got.size() == expected.size());
  std::uint64_t first = 0;
  for (std::size_t i = 0; i < got.size(); ++i) {
    CAPTURE(i);
    CHECK(got[i].first == first);
    CHECK(got[i].accesses == expected[i].accesses);
    CHECK(got[i].cold_misses == expected[i].cold);
    CHECK(got[i].data == expected[i].data.size());
    CHECK(got[i].dmd == Approx(expected[i].dmd));
    const auto reuses = static_cast<double>(expected[i].accesses - expected[i].cold);
    CHECK(got[i].mean_distance == Approx(reuses == 0 ? 0 : expected[i].distances / reuses));
    first += got[i].accesses;
  }
}

TEST_CASE("intervals hold what happens in them") {
  const std::vector<Line> lines = program(8, 6000);
  const std::vector<std::uint64_t> granules = granules_of(lines, 8, "LS");
  for (const std::uint64_t length : {1000U, 777U, 100000U}) {
    const AnalyzeResult result = analyze_text(as_lackey(lines), {.interval = length});
    CHECK(result.interval == length);
    check(result.intervals, expected_intervals(granules, length));
  }
}

TEST_CASE("where there are too many intervals they double, and stay right") {
  std::mt19937_64 random(9);
  std::vector<std::uint64_t> trace;
  std::string text;
  for (std::size_t i = 0; i < 9 * IntervalSeries::k_most + 1; ++i) {
    trace.push_back(random() % (1 + i % 300));
    text += fmt::format("{}\n", trace.back());
  }
  const AnalyzeResult result = analyze_text(text, {.interval = 1});
  CHECK(result.interval == 16);
  CHECK(result.intervals.size() <= IntervalSeries::k_most);
  check(result.intervals, expected_intervals(trace, 16));
}

}  // namespace
}  // namespace dmc::test

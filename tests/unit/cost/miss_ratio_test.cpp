#include "dmc/cost/miss_ratio.hpp"

#include <algorithm>
#include <random>

#include "catch.hpp"
#include "naive_lru.hpp"

namespace dmc::test {
namespace {

using Trace = std::vector<std::uint64_t>;

/// A cache, run: misses of a fully associative LRU cache that holds `size` data.
std::uint64_t simulated_misses(const Trace& trace, std::size_t size) {
  Trace cache;  // most recent last
  std::uint64_t misses = 0;
  for (const std::uint64_t datum : trace) {
    const auto found = std::find(cache.begin(), cache.end(), datum);
    if (found == cache.end()) {
      ++misses;
    } else {
      cache.erase(found);
    }
    cache.push_back(datum);
    if (cache.size() > size) {
      cache.erase(cache.begin());
    }
  }
  return misses;
}

MissRatioCurve curve_of(const Trace& trace) {
  NaiveLru lru;
  for (const std::uint64_t datum : trace) {
    lru.access(datum);
  }
  Histogram histogram;
  for (const auto& [distance, reuses] : lru.histogram()) {
    histogram.bins.push_back({distance, reuses});
  }
  return miss_ratio_curve(histogram, lru.data());
}

TEST_CASE("the curve gives what a cache of any size misses") {
  std::mt19937_64 random(3);
  for (int round = 0; round < 20; ++round) {
    const std::uint64_t data = 1 + random() % 50;
    Trace trace;
    for (std::uint64_t t = random() % 2000; t > 0; --t) {
      // Half of it uniform, half of it a sweep: reuses at short and at long distances.
      trace.push_back(random() % 2 == 0 ? random() % data : t % data);
    }
    const MissRatioCurve curve = curve_of(trace);
    for (std::uint64_t size = 0; size <= data + 3; ++size) {
      CAPTURE(round, size);
      const MissRatioCurve::Point point = misses_at(curve, size);
      CHECK(point.cache_size == size);
      CHECK(point.misses == simulated_misses(trace, size));
      if (!trace.empty()) {
        CHECK(point.miss_ratio ==
              static_cast<double>(point.misses) / static_cast<double>(trace.size()));
      }
    }
  }
}

TEST_CASE("the curve has the sizes that matter and no others") {
  const MissRatioCurve curve = curve_of({'a', 'b', 'b', 'b', 'c', 'a'});
  using Point = MissRatioCurve::Point;
  const std::vector<Point> expected{{0, 6, 1.0}, {1, 4, 4.0 / 6}, {3, 3, 0.5}};
  CHECK(curve.points == expected);
  CHECK(misses_at(curve, 2) == Point{2, 4, 4.0 / 6});
  CHECK(misses_at(curve, 1'000'000) == Point{1'000'000, 3, 0.5});
}

TEST_CASE("without accesses there is a curve of nothing") {
  const MissRatioCurve curve = miss_ratio_curve({}, 0);
  const MissRatioCurve::Point nothing{0, 0, 0.0};
  REQUIRE(curve.points.size() == 1);
  CHECK(curve.points[0] == nothing);
}

TEST_CASE("without reuses every size misses everything") {
  const MissRatioCurve curve = miss_ratio_curve({}, 7);
  CHECK(misses_at(curve, 0).misses == 7);
  CHECK(misses_at(curve, 100).misses == 7);
  CHECK(misses_at(curve, 100).miss_ratio == 1.0);
}

}  // namespace
}  // namespace dmc::test

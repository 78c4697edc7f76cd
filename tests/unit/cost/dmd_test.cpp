#include "dmc/cost/dmd.hpp"

#include <cmath>
#include <random>

#include "catch.hpp"
#include "naive_lru.hpp"

namespace dmc::test {
namespace {

Histogram histogram_of(std::string_view trace) {
  NaiveLru lru;
  for (const char c : trace) {
    lru.access(static_cast<std::uint64_t>(c));
  }
  Histogram histogram;
  for (const auto& [distance, reuses] : lru.histogram()) {
    histogram.bins.push_back({distance, reuses});
  }
  return histogram;
}

TEST_CASE("the example of the definition: abbbca") {
  const Histogram histogram = histogram_of("abbbca");
  // b is used twice again at distance 1, a once at distance 3.
  CHECK(histogram == Histogram{{{1, 2}, {3, 1}}});
  CHECK(data_movement_distance(histogram) == Approx(2 + std::sqrt(3.0)).epsilon(1e-15));
  CHECK(mean_distance(histogram) == Approx(5.0 / 3).epsilon(1e-15));
}

TEST_CASE("no reuses move no data") {
  CHECK(data_movement_distance({}) == 0);
  CHECK(mean_distance({}) == 0);
  CHECK(data_movement_distance(histogram_of("abc"), 64) == 0);
}

TEST_CASE("a datum of s bits costs sqrt(s) times as much") {
  const Histogram histogram = histogram_of("abcabcaabbcc");
  const double one = data_movement_distance(histogram);
  CHECK(data_movement_distance(histogram, 4) == Approx(2 * one).epsilon(1e-15));
  CHECK(data_movement_distance(histogram, 32) == Approx(std::sqrt(32.0) * one).epsilon(1e-15));
}

TEST_CASE("DMD and mean agree with sums of twice the digits") {
  std::mt19937_64 random(1);
  for (int round = 0; round < 20; ++round) {
    Histogram histogram;
    std::uint64_t distance = 0;
    long double dmd = 0;
    long double distances = 0;
    long double reuses = 0;
    for (int bin = 0; bin < 20'000; ++bin) {
      distance += 1 + random() % 1000;
      const std::uint64_t count = 1 + random() % (std::uint64_t{1} << (random() % 40));
      histogram.bins.push_back({distance, count});
      dmd += static_cast<long double>(count) * std::sqrt(static_cast<long double>(distance));
      distances += static_cast<long double>(count) * static_cast<long double>(distance);
      reuses += static_cast<long double>(count);
    }
    CHECK(data_movement_distance(histogram) == Approx(static_cast<double>(dmd)).epsilon(1e-15));
    CHECK(mean_distance(histogram) ==
          Approx(static_cast<double>(distances / reuses)).epsilon(1e-15));
  }
}

TEST_CASE("a compensated sum keeps what plain addition loses") {
  CompensatedSum ones;
  ones.add(1);
  for (int i = 0; i < 1'000'000; ++i) {
    ones.add(1e-16);  // alone too small to change a 1
  }
  CHECK(ones.value() == Approx(1 + 1e-10).epsilon(1e-16));

  CompensatedSum cancelling;  // Neumaier's own example: Kahan's sum gives 0
  for (const double term : {1.0, 1e100, 1.0, -1e100}) {
    cancelling.add(term);
  }
  CHECK(cancelling.value() == 2);
  CHECK(CompensatedSum().value() == 0);
}

TEST_CASE("first accesses may cost nothing, a bound, or their depth in the stack") {
  CHECK(cold_cost(1000, Cold::free) == 0);
  CHECK(cold_cost(0, Cold::bound) == 0);
  CHECK(cold_cost(0, Cold::stack) == 0);
  CHECK(cold_cost(4, Cold::bound) == 8);
  CHECK(cold_cost(4, Cold::bound, 9) == 24);
  CHECK(cold_cost(1'000'000, Cold::bound) == Approx(1e9).epsilon(1e-15));
  CHECK(cold_cost(3, Cold::stack) == Approx(1 + std::sqrt(2.0) + std::sqrt(3.0)).epsilon(1e-15));
  CHECK(cold_cost(3, Cold::stack, 4) ==
        Approx(2 * (1 + std::sqrt(2.0) + std::sqrt(3.0))).epsilon(1e-15));
}

TEST_CASE("the stack cost lies between the integrals around its sum") {
  for (const std::uint64_t data : {1U, 2U, 10U, 1000U, 1'000'000U}) {
    CAPTURE(data);
    const auto m = static_cast<double>(data);
    const double cost = cold_cost(data, Cold::stack);
    // The square root grows: the sum exceeds its integral from 0, and stays below that from 1.
    CHECK(cost > 2.0 / 3 * std::pow(m, 1.5));
    CHECK(cost < 2.0 / 3 * (std::pow(m + 1, 1.5) - 1));
    CHECK(cost <= cold_cost(data, Cold::bound));
  }
}

TEST_CASE("the stack cost agrees with a sum of twice the digits") {
  long double sum = 0;
  for (int i = 1; i <= 3'000'000; ++i) {
    sum += std::sqrt(static_cast<long double>(i));
  }
  CHECK(cold_cost(3'000'000, Cold::stack) == Approx(static_cast<double>(sum)).epsilon(1e-15));
}

}  // namespace
}  // namespace dmc::test

#include "dmc/analysis/growth.hpp"

#include <cmath>
#include <initializer_list>
#include <string>

#include "dmc/formulas/formula.hpp"
#include "dmc/kernels/kernel.hpp"
#include "dmc/util/error.hpp"

#include "catch.hpp"

namespace dmc::test {
namespace {

/// The values of an exact formula at first, 2·first, …: what a run would measure, at any size.
std::vector<SizedValue> exact_values(std::string_view id, std::uint64_t first, std::uint64_t last,
                                     Parameters (*at)(std::uint64_t)) {
  std::vector<SizedValue> values;
  for (std::uint64_t n = first; n <= last; n *= 2) {
    values.push_back({static_cast<double>(n), evaluate(find_formula(id), at(n), Model{}, {})});
  }
  return values;
}

Parameters square(std::uint64_t n) {
  return {{"m", n}, {"n", n}, {"l", n}};
}
template <std::uint64_t k>
Parameters image(std::uint64_t n) {
  return {{"n", n}, {"h", n}, {"w", n}, {"k", k}};
}
Parameters transform(std::uint64_t n) {
  return {{"n", n}};
}

void check_law(const Growth& growth, double exponent, double log_power, double coefficient) {
  REQUIRE(growth.is_decided());
  CHECK(growth.laws.front().law.exponent == exponent);
  CHECK(growth.laws.front().law.log_power == log_power);
  CHECK(growth.exponent->contains(exponent));
  const Estimate& found = growth.laws.front().coefficient;
  CAPTURE(found.value, found.low, found.high);
  CHECK(found.contains(coefficient));
  CHECK(found.half_width() < 0.5 * coefficient);
}

TEST_CASE("the growth of a convolution is known from small images") {
  // Theorem 3.10 with R: (k − 1)·√(k + 1)·n^2.5.
  std::vector<SizedValue> close;
  for (const std::uint64_t n : {64U, 96U, 128U, 192U, 256U, 384U, 512U, 768U, 1024U}) {
    close.push_back({static_cast<double>(n),
                     evaluate(find_formula("thm3.10.exact"), image<3>(n), Model{}, {})});
  }
  check_law(growth_of(close), 2.5, 0, 4);
  check_law(growth_of(exact_values("thm3.10.exact", 64, 4096, image<3>)), 2.5, 0, 4);
  check_law(growth_of(exact_values("thm3.10.exact", 1024, 65536, image<7>)), 2.5, 0,
            6 * std::sqrt(8.0));
}

TEST_CASE("square matrix products grow with the fourth power of the side") {
  check_law(growth_of(exact_values("lem3.1.exact", 8, 2048, square)), 4, 0, 1);
}

TEST_CASE("a logarithm is told from a power") {
  // Lemma 3.13: (2·log₂ n + 1.5)·n.
  check_law(growth_of(exact_values("lem3.13.exact", 16, 1024, transform)), 1, 1, 2);
  std::vector<SizedValue> roots;
  for (double x = 64; x < 1e5; x *= 2) {
    roots.push_back({x, std::pow(x, 1.5) * (3 * std::sqrt(std::log2(x)) + 1) + 5 * x});
  }
  const Growth growth = growth_of(roots);
  REQUIRE_FALSE(growth.laws.empty());
  CHECK(growth.laws.front().law.exponent == 1.5);
  CHECK(growth.laws.front().law.log_power > 0);
  CHECK(growth.exponent->contains(1.5));
}

std::vector<SizedValue> values_at(std::initializer_list<double> sizes, double (*of)(double)) {
  std::vector<SizedValue> values;
  for (const double size : sizes) {
    values.push_back({size, of(size)});
  }
  return values;
}

TEST_CASE("exponents that are no multiple of a half are reported as they are") {
  const Growth quarter = growth_of(
      values_at({16, 32, 64, 128, 256, 512}, [](double x) { return 3 * std::pow(x, 2.25); }));
  check_law(quarter, 2.25, 0, 3);
  const Growth strassen = growth_of(values_at({16, 32, 64, 128, 256, 512, 1024}, [](double x) {
    return 7 * std::pow(x, 2.807) - 6 * x * x;
  }));
  REQUIRE(strassen.is_decided());
  CHECK(strassen.laws.front().law.exponent == Approx(2.807).epsilon(1e-6));
  CHECK(strassen.laws.front().coefficient.contains(7));
}

TEST_CASE("a leading term with a small share is found where the values are exact") {
  check_law(growth_of(values_at({64, 128, 256, 512, 1024},
                                [](double x) { return x * x + x * x * x / 1000; })),
            3, 0, 0.001);
  check_law(growth_of(values_at({64, 128, 256, 512, 1024},
                                [](double x) { return std::pow(x, 2.5) + 1000 * x * x; })),
            2.5, 0, 1);
}

TEST_CASE("logarithms are found beside the same power without them") {
  check_law(
      growth_of(values_at({8, 16, 32, 64, 128, 256},
                          [](double x) { return x * x * x * (2 * std::sqrt(std::log2(x)) + 5); })),
      3, 0.5, 2);
  check_law(growth_of(values_at({8, 16, 32, 64, 128, 256},
                                [](double x) { return x * x * (3 * std::log2(x) + 7); })),
            2, 1, 3);
}

TEST_CASE("values that go up and down follow no law") {
  const Growth growth = growth_of(values_at({16, 32, 64, 128, 256, 512, 1024}, [](double x) {
    return x * x * (std::lround(std::log2(x)) % 2 == 0 ? 1.2 : 0.8);
  }));
  CHECK(growth.doubt == Doubt::rough);
  CHECK(growth.laws.empty());
  CHECK_FALSE(growth.exponent.has_value());
  CHECK(growth.missed > 0.1);
}

TEST_CASE("what is claimed of the transform holds, or nothing is claimed") {
  // √(n log n) distances at every level: n^1.5·√log₂ n, which no five sizes can tell from n^1.5.
  for (const std::uint64_t last : {256U, 1024U, 4096U}) {
    const Growth growth = growth_of(exact_values("thm3.18.exact", 16, last, transform));
    if (growth.is_decided()) {
      CHECK(growth.laws.front().law.exponent == 1.5);
      CHECK(growth.laws.front().law.log_power == 0.5);
      CHECK(growth.laws.front().coefficient.contains(3.574));
    }
  }
}

TEST_CASE("too little is no evidence") {
  const auto all = exact_values("thm3.10.exact", 64, 1024, image<3>);
  for (std::size_t sizes = 2; sizes < 5; ++sizes) {
    const Growth growth = growth_of(std::span(all).first(sizes));
    CHECK(growth.laws.empty());
    CHECK_FALSE(growth.exponent.has_value());
    CHECK(growth.local.size() == sizes - 1);
  }
  // The n² terms of a 7×7 kernel outweigh those of n^2.5 here, and laws between are as good.
  const Growth early = growth_of(exact_values("thm3.10.exact", 16, 256, image<7>));
  CHECK_FALSE(early.is_decided());
  CHECK_THROWS_AS(growth_of(std::span(all).first(1)), Error);
  const std::vector<SizedValue> twice{{2, 1}, {2, 1}, {4, 2}};
  CHECK_THROWS_AS(growth_of(twice), Error);
  const std::vector<SizedValue> nothing{{2, 0}, {4, 1}};
  CHECK_THROWS_AS(growth_of(nothing), Error);
}

TEST_CASE("pure powers are found exactly, in any order of the sizes") {
  const std::vector<SizedValue> points{{32, 3072}, {2, 12}, {8, 192}, {4, 48}, {16, 768}};
  const Growth growth = growth_of(points);  // 3x²
  check_law(growth, 2, 0, 3);
  CHECK(growth.points.front().x == 2);
  for (const double local : growth.local) {
    CHECK(local == Approx(2).epsilon(1e-12));
  }
  CHECK(growth.line.exponent.value == Approx(2).epsilon(1e-12));
}

TEST_CASE("limits of ratios that approach by powers and by logarithms") {
  std::vector<SizedValue> powers;
  std::vector<SizedValue> logs;
  for (double x = 32; x <= 2048; x *= 2) {
    powers.push_back({x, 0.75 + 2 / std::sqrt(x) - 3 / x + 1 / (x * std::sqrt(x))});
    logs.push_back({x, 0.6 + 0.5 / std::log2(x)});
  }
  CHECK(limit_of(powers)->contains(0.75));
  CHECK(limit_of(powers)->half_width() < 0.1);
  CHECK(limit_of(logs)->contains(0.6));
  CHECK_FALSE(limit_of(std::span(logs).first(4)).has_value());
}

TEST_CASE("laws are written as people write them") {
  CHECK(GrowthLaw{2.5, 0}.text("n") == "n^2.5");
  CHECK(GrowthLaw{1, 0}.text("m") == "m");
  CHECK(GrowthLaw{0, 0}.text("m") == "a constant");
  CHECK(GrowthLaw{1.5, 0.5}.text("n") == "n^1.5·√log₂ n");
  CHECK(GrowthLaw{0, 1}.text("n") == "log₂ n");
  CHECK(GrowthLaw{3, 1}.of(4) == Approx(128));
}

}  // namespace
}  // namespace dmc::test

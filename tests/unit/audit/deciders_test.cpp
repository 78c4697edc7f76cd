// Each rule on evidence that is made up, on both sides of its boundary.
#include "dmc/audit/deciders.hpp"

#include <cmath>
#include <limits>

#include "catch.hpp"
#include "rows.hpp"

using namespace dmc;
using dmc::test::row;
using dmc::test::series;

namespace {

Outcome tendency(const std::vector<EvidenceRow>& rows) {
  const std::vector<Term> fading = {power_term(-0.5), power_term(-1)};
  return tends_to_claimed(rows, "n", fading).outcome;
}

}  // namespace

TEST_CASE("a ratio that is 1 everywhere holds, one that gets there holds in the limit") {
  CHECK(tendency(series([](double) { return 1; })) == Outcome::holds);
  CHECK(tendency(series([](double x) { return 1 + 2 / std::sqrt(x) - 3 / x; })) ==
        Outcome::in_the_limit);
  CHECK(tendency(series([](double x) { return 1 - 0.5 / std::sqrt(x); })) == Outcome::in_the_limit);
}

TEST_CASE("a limit may be as far from 1 as coefficients are rounded, and no further") {
  CHECK(tendency(series([](double x) { return 1.0049 + 1 / x; })) == Outcome::in_the_limit);
  CHECK(tendency(series([](double x) { return 1.0051 + 1 / x; })) == Outcome::fails);
  CHECK(tendency(series([](double x) { return 0.9951 + 1 / x; })) == Outcome::in_the_limit);
  CHECK(tendency(series([](double x) { return 0.9949 - 1 / x; })) == Outcome::fails);
}

TEST_CASE("another limit, and none, fail") {
  CHECK(tendency(series([](double x) { return 0.67 + 2 / std::sqrt(x); })) == Outcome::fails);
  CHECK(tendency(series([](double x) { return std::sqrt(x); })) == Outcome::fails);
  CHECK(tendency(series([](double x) { return 1 + 0.02 * std::log(x); })) == Outcome::fails);
}

TEST_CASE("evidence that jumps about decides nothing") {
  int turn = 0;
  CHECK(tendency(series([&](double) { return turn++ % 2 == 0 ? 1.2 : 0.8; })) ==
        Outcome::undecided);
}

TEST_CASE("too few sizes decide nothing") {
  const std::vector<EvidenceRow> rows = {row(16, 1.01, 1), row(32, 1.004, 1)};
  const std::vector<Term> fading = {power_term(-1)};
  CHECK(tends_to_claimed(rows, "n", fading).outcome == Outcome::undecided);
}

TEST_CASE("nothing measured is no trend") {
  const std::vector<Term> fading = {power_term(-1)};
  std::vector<EvidenceRow> rows = {row(16, 0, 4), row(32, 0, 16), row(64, 0, 64), row(128, 0, 256)};
  const Decision nothing = tends_to_claimed(rows, "n", fading);
  CHECK(nothing.outcome == Outcome::fails);
  CHECK_FALSE(nothing.trend.has_value());
  for (EvidenceRow& one : rows) {
    one = row(one.x, 0, 0);
  }
  CHECK(tends_to_claimed(rows, "n", fading).outcome == Outcome::holds);
  rows.back() = row(128, 5, 0);
  CHECK(tends_to_claimed(rows, "n", fading).outcome == Outcome::fails);
}

TEST_CASE("a trend has exponent, coefficient and limit of the ratio") {
  const std::vector<Term> fading = {power_term(-1), power_term(-2)};
  const Decision power =
      tends_to_claimed(series([](double x) { return 3 * std::pow(x, 0.25); }), "n", fading);
  CHECK(power.trend->slope.value == Approx(0.25));
  CHECK(power.trend->coefficient.value == Approx(3));
  const Decision limit =
      tends_to_claimed(series([](double x) { return 0.8 + 2 / x; }), "n", fading);
  CHECK(limit.trend->limit.value == Approx(0.8));
  CHECK(limit.trend->limit.contains(0.8));
  CHECK(limit.trend->fading == "n^-1, n^-2");
}

TEST_CASE("equality takes every row, up to rounding") {
  CHECK(equal(std::vector{row(1, 5, 5), row(2, 3 * (1 + 1e-12), 3)}).outcome == Outcome::holds);
  CHECK(equal(std::vector{row(1, 5, 5), row(2, 3.00001, 3)}).outcome == Outcome::fails);
  CHECK(equal(std::vector{row(1, 1, 0)}).outcome == Outcome::fails);
}

TEST_CASE("bounds hold at every row or not at all") {
  const std::vector touching = {row(1, 4, 4), row(2, 9, 8)};
  CHECK(bounded(touching, BoundSide::at_least, "n").outcome == Outcome::holds);
  CHECK(strictly_bounded(touching, BoundSide::at_least, "n").outcome == Outcome::fails);
  CHECK(bounded(touching, BoundSide::at_most, "n").outcome == Outcome::fails);
  const std::vector below = {row(1, 3, 4), row(2, 7, 8)};
  CHECK(strictly_bounded(below, BoundSide::at_most, "n").outcome == Outcome::holds);
  CHECK(bounded(below, BoundSide::at_least, "n").outcome == Outcome::fails);
  // A program that costs nothing by the one measure and something by the other.
  CHECK(bounded(std::vector{row(8, 64, 0)}, BoundSide::at_most, "").outcome == Outcome::fails);
}

TEST_CASE("a printed number is reproduced up to half of its last digit") {
  CHECK(reproduces(std::vector{row(0, 447.6, 448)}, 0.5).outcome == Outcome::holds);
  CHECK(reproduces(std::vector{row(0, 47.5, 47)}, 0.5).outcome == Outcome::holds);
  CHECK(reproduces(std::vector{row(0, 53.7, 47)}, 0.5).outcome == Outcome::fails);
  CHECK(reproduces(std::vector{row(0, 47, 47), row(0, 46.4, 47)}, 0.5).outcome == Outcome::fails);
}

TEST_CASE("near is a share of what is claimed") {
  CHECK(near(std::vector{row(1, 104.9, 100)}, 0.05).outcome == Outcome::holds);
  CHECK(near(std::vector{row(1, 105.1, 100)}, 0.05).outcome == Outcome::fails);
  CHECK(near(std::vector{row(1, 94.9, 100), row(2, 100, 100)}, 0.05).outcome == Outcome::fails);
}

TEST_CASE("a crossing is one, and where it is said to be") {
  const std::vector falling = {row(100, 1.5, 1), row(200, 1.1, 1), row(400, 0.9, 1),
                               row(800, 0.5, 1)};
  CHECK(crosses(falling, "n", 300, 0.05).outcome == Outcome::holds);
  CHECK(crosses(falling, "n", 150, 0.05).outcome == Outcome::fails);
  CHECK(crosses(falling, "n", 450, 0.05).outcome == Outcome::fails);
  // A line from 1.1 at 200 to 0.9 at 400, both on logarithmic axes, is at 1 for n = 277.
  CHECK(crosses(falling, "n", 199, 0.45).outcome == Outcome::holds);
  CHECK(crosses(falling, "n", 199, 0.35).outcome == Outcome::fails);
  const std::vector never = {row(100, 1.5, 1), row(200, 1.1, 1)};
  CHECK(crosses(never, "n", 150, 0.05).outcome == Outcome::fails);
  const std::vector twice = {row(100, 1.5, 1), row(200, 0.9, 1), row(400, 1.2, 1)};
  CHECK(crosses(twice, "n", 150, 0.05).outcome == Outcome::fails);
}

TEST_CASE("the least is where it is said to be") {
  const std::vector rows = {row(1, 9, 1), row(2, 7, 1), row(4, 8, 1)};
  CHECK(least_at(rows, "x", 2).outcome == Outcome::holds);
  CHECK(least_at(rows, "x", 4).outcome == Outcome::fails);
}

TEST_CASE("growth is the exponent fitted to what is measured") {
  std::vector<EvidenceRow> rows;
  for (double x = 16; x <= 512; x *= 2) {
    rows.push_back(row(x, 5 * std::pow(x, 2.6), 1));
  }
  CHECK(grows_as(rows, "n", 2.6, 0.1).outcome == Outcome::holds);
  CHECK(grows_as(rows, "n", 2.69, 0.1).outcome == Outcome::holds);
  CHECK(grows_as(rows, "n", 2.71, 0.1).outcome == Outcome::fails);
}

TEST_CASE("a gap widens from each row to the next") {
  CHECK(widens(std::vector{row(1, 2, 1), row(4, 5, 1), row(2, 3, 1)}, "n").outcome ==
        Outcome::holds);
  CHECK(widens(std::vector{row(1, 2, 1), row(2, 5, 1), row(4, 4.9, 1)}, "n").outcome ==
        Outcome::fails);
}

TEST_CASE("every decision states its rule and what it saw") {
  const std::vector rows = {row(16, 2, 1), row(32, 3, 1), row(64, 5, 1), row(128, 8, 1)};
  const std::vector<Term> fading = {power_term(-1)};
  for (const Decision& decision :
       {equal(rows), tends_to_claimed(rows, "n", fading), bounded(rows, BoundSide::at_least, "n"),
        strictly_bounded(rows, BoundSide::at_most, "n"), reproduces(rows, 0.5), near(rows, 0.1),
        crosses(rows, "n", 20, 0.1), least_at(rows, "n", 16), grows_as(rows, "n", 1, 0.1),
        widens(rows, "n")}) {
    CHECK(decision.rule.find("holds if") == 0);
    CHECK_FALSE(decision.brief.empty());
  }
}

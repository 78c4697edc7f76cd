#include "dmc/analysis/fit.hpp"

#include <array>
#include <cmath>
#include <random>
#include <vector>

#include "dmc/formulas/formula.hpp"
#include "dmc/util/error.hpp"

#include "catch.hpp"

namespace {

using dmc::Estimate;
using dmc::SizedValue;

template <class Law>
std::vector<SizedValue> sampled(const std::vector<double>& sizes, Law law) {
  std::vector<SizedValue> points;
  for (const double size : sizes) {
    points.push_back({size, law(size)});
  }
  return points;
}

const std::vector<double> k_doubling = {8, 16, 32, 64, 128, 256, 512};

const dmc::Term k_half = dmc::power_term(-0.5);
const dmc::Term k_one = dmc::power_term(-1);

}  // namespace

TEST_CASE("a pure power law is found to the last digits") {
  const auto points = sampled(k_doubling, [](double x) { return 3 * std::pow(x, 2.5); });
  const dmc::PowerFit fit = dmc::fit_power(points);
  CHECK(fit.exponent.value == Approx(2.5).epsilon(1e-12));
  CHECK(fit.coefficient.value == Approx(3).epsilon(1e-11));
  CHECK(fit.exponent.half_width() < 1e-10);
  CHECK(fit.r_squared == Approx(1));
  const std::array fading{k_half};
  CHECK(dmc::fit_exponent(points, fading).value == Approx(2.5).epsilon(1e-10));
  CHECK(dmc::fit_coefficient(points, 2.5, fading).value == Approx(3).epsilon(1e-10));
}

TEST_CASE("lower terms that are named do not blur the limit") {
  const auto points = sampled(
      k_doubling, [](double x) { return 2 * std::pow(x, 3) + 7 * std::pow(x, 2.5) - x * x; });
  const std::array fading{k_half, k_one};
  const Estimate coefficient = dmc::fit_coefficient(points, 3, fading);
  CHECK(coefficient.value == Approx(2).epsilon(1e-10));
  CHECK(coefficient.half_width() < 1e-8);
}

TEST_CASE("intervals contain the truth though the model leaves terms out") {
  // Signs and sizes of the terms left out vary; the interval must be honest about each.
  for (const double left_out : {-3.0, -1.0, 0.5, 2.0, 6.0}) {
    CAPTURE(left_out);
    const auto points = sampled(k_doubling, [&](double x) {
      return 1 + 2 / std::sqrt(x) + left_out / x + 0.3 * left_out / std::pow(x, 1.5);
    });
    const std::array one_term{k_half};
    const Estimate limit = dmc::fit_limit(points, one_term);
    CHECK(limit.contains(1));
    CHECK(limit.half_width() > 0.001);
    const std::array two_terms{k_half, k_one};
    const Estimate better = dmc::fit_limit(points, two_terms);
    CHECK(better.contains(1));
    CHECK(better.half_width() < limit.half_width());
  }
}

TEST_CASE("the exponent in the limit is told from that of the sizes at hand") {
  const auto points =
      sampled(k_doubling, [](double x) { return std::pow(x, 4) + 4 * std::pow(x, 3.5); });
  CHECK_FALSE(dmc::fit_power(points).exponent.contains(4));
  const std::array fading{k_half, k_one};
  const Estimate exponent = dmc::fit_exponent(points, fading);
  CHECK(exponent.value == Approx(4).margin(0.05));
  CHECK(exponent.contains(4));
  CHECK_FALSE(exponent.contains(3.5));
}

TEST_CASE("a logarithm is not taken for a power") {
  const auto points = sampled({1 << 6, 1 << 8, 1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18},
                              [](double x) { return 5 + 3 / std::log2(x); });
  const std::array fading{dmc::log_term(-1)};
  CHECK(dmc::fit_limit(points, fading).value == Approx(5).epsilon(1e-10));
}

TEST_CASE("intervals cover the truth as often as they say where there is noise") {
  std::mt19937_64 random(7);
  std::normal_distribution<double> noise(0, 0.05);
  int covered = 0;
  constexpr int k_trials = 2000;
  for (int trial = 0; trial < k_trials; ++trial) {
    const auto points =
        sampled(k_doubling, [&](double x) { return 4 + 2 / std::sqrt(x) + noise(random); });
    const std::array fading{k_half};
    covered += dmc::fit_limit(points, fading).contains(4) ? 1 : 0;
  }
  // 95% from the standard error, and a little more since the shift can only widen.
  CHECK(covered > 0.94 * k_trials);
  CHECK(covered < 0.99 * k_trials);
}

TEST_CASE("leading terms of exact formulas are found from their values") {
  const dmc::Formula& matmul = dmc::find_formula("lem3.1.exact");
  const auto points = sampled({32, 64, 128, 256, 512, 1024, 2048}, [&](double n) {
    const auto side = static_cast<std::uint64_t>(n);
    return dmc::evaluate(matmul, {{"m", side}, {"n", side}, {"l", side}}, {});
  });
  const std::array fading{k_half, k_one};
  CHECK(dmc::fit_exponent(points, fading).contains(4));
  // m(nl)^1.5 + mnl·√(2n): coefficients 1 and √2 of n^4 and n^3.5.
  const std::array terms{dmc::power_term(0), k_half, k_one};
  std::vector<SizedValue> scaled;
  for (const SizedValue& point : points) {
    scaled.push_back({point.x, point.y / std::pow(point.x, 4)});
  }
  const dmc::TermFit fit = dmc::fit_terms(scaled, terms);
  CHECK(fit.coefficients[0].value == Approx(1).epsilon(2e-3));
  CHECK(fit.coefficients[1].value == Approx(std::sqrt(2)).epsilon(5e-2));
  const Estimate leading = dmc::fit_coefficient(points, 4, fading);
  CHECK(leading.contains(1));
  CHECK(leading.half_width() < 1e-3);
}

TEST_CASE("limits of series with random coefficients lie in the interval") {
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> coefficient(-3, 3);
  constexpr int k_trials = 1000;
  int powers = 0;
  int logs = 0;
  for (int trial = 0; trial < k_trials; ++trial) {
    const std::array c{coefficient(random), coefficient(random), coefficient(random),
                       coefficient(random)};
    const auto series = [&](double step) {
      return 1 + step * (c[0] + step * (c[1] + step * (c[2] + step * c[3])));
    };
    const std::array two_powers{k_half, k_one};
    const auto by_root = sampled(k_doubling, [&](double x) { return series(1 / std::sqrt(x)); });
    powers += dmc::fit_limit(by_root, two_powers).contains(1) ? 1 : 0;
    const std::array two_logs{dmc::log_term(-1), dmc::log_term(-2)};
    const auto by_log = sampled({256, 1024, 4096, 16384, 65536, 262144},
                                [&](double x) { return series(1 / std::log2(x)); });
    logs += dmc::fit_limit(by_log, two_logs).contains(1) ? 1 : 0;
  }
  CHECK(powers > 0.95 * k_trials);
  CHECK(logs > 0.95 * k_trials);
}

TEST_CASE("order of the points is no matter") {
  auto points = sampled(k_doubling, [](double x) { return x * x + x; });
  const std::array fading{k_one};
  const Estimate sorted = dmc::fit_exponent(points, fading);
  std::swap(points[1], points[5]);
  const Estimate shuffled = dmc::fit_exponent(points, fading);
  CHECK(shuffled.value == Approx(sorted.value).epsilon(1e-12));
  CHECK(shuffled.shift == Approx(sorted.shift).margin(1e-12));
}

TEST_CASE("a fit without a point to spare claims nothing of its error") {
  const auto points = sampled({1, 2}, [](double x) { return 3 * x; });
  const Estimate exponent = dmc::fit_power(points).exponent;
  CHECK(exponent.value == Approx(1));
  CHECK(std::isinf(exponent.half_width()));
}

TEST_CASE("what cannot be fitted is refused") {
  const auto one = sampled({4}, [](double x) { return x; });
  CHECK_THROWS_AS(dmc::fit_power(one), dmc::Error);
  const auto same = sampled({4, 4, 4}, [](double x) { return x; });
  CHECK_THROWS_AS(dmc::fit_power(same), dmc::Error);
  const auto negative = sampled({1, 2, 3}, [](double x) { return -x; });
  CHECK_THROWS_AS(dmc::fit_power(negative), dmc::Error);
}

TEST_CASE("Student's quantiles are those of the tables") {
  // Abramowitz and Stegun, table 26.10.
  CHECK(dmc::student_t95(1) == Approx(12.706));
  CHECK(dmc::student_t95(10) == Approx(2.228).margin(0.001));
  CHECK(dmc::student_t95(15) == Approx(2.131).margin(0.001));
  CHECK(dmc::student_t95(30) == Approx(2.042).margin(0.001));
  CHECK(dmc::student_t95(120) == Approx(1.980).margin(0.001));
}

#include <cmath>

#include "catch.hpp"
#include "record.hpp"

namespace dmc::test {
namespace {

/// The sum that defines the convolution, over channels that lie one after another.
std::vector<double> direct(std::uint64_t h, std::uint64_t w, std::uint64_t k,
                           std::uint64_t channels) {
  const InputData input;
  std::vector<double> result;
  for (std::uint64_t i = 0; i + k <= h; ++i) {
    for (std::uint64_t j = 0; j + k <= w; ++j) {
      double sum = 0;
      for (std::uint64_t t = 0; t < channels * k * k; ++t) {
        const std::uint64_t channel = t / (k * k);
        const std::uint64_t row = i + t % (k * k) / k;
        const std::uint64_t column = j + t % k;
        sum += input("K", t) * input("I", channel * h * w + row * w + column);
      }
      result.push_back(sum);
    }
  }
  return result;
}

void check_near(const std::vector<double>& actual, const std::vector<double>& expected) {
  REQUIRE(actual.size() == expected.size());
  double worst = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    worst = std::max(worst, std::abs(actual[i] - expected[i]));
  }
  CHECK(worst < 1e-11);
}

TEST_CASE("all convolutions of one channel give the direct sum") {
  for (const std::uint64_t n : {1U, 2U, 4U, 8U, 16U, 32U}) {
    for (const std::uint64_t k : {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{3}, n / 2, n}) {
      if (k == 0 || k > n) {
        continue;
      }
      CAPTURE(n, k);
      const auto expected = direct(n, n, k, 1);
      const Parameters given{{"n", n}, {"k", k}};
      check_near(record("conv", given).result, expected);
      check_near(record("im2col", given).result, expected);
      check_near(record("fftconv", given).result, expected);
      check_near(record("batchconv", {{"n", n}, {"k", k}, {"c", 1}}).result, expected);
      if (k == 3 && n >= 4) {
        check_near(record("winograd", {{"n", n}}).result, expected);
      }
    }
  }
}

TEST_CASE("sizes that are no powers of two") {
  check_near(record("conv", {{"h", 7}, {"w", 12}, {"k", 4}}).result, direct(7, 12, 4, 1));
  check_near(record("conv", {{"h", 12}, {"w", 3}, {"k", 3}}).result, direct(12, 3, 3, 1));
  check_near(record("im2col", {{"n", 11}, {"k", 5}}).result, direct(11, 11, 5, 1));
  check_near(record("winograd", {{"n", 10}}).result, direct(10, 10, 3, 1));
  check_near(record("winograd", {{"n", 22}}).result, direct(22, 22, 3, 1));
}

TEST_CASE("several channels, in batches and both layouts") {
  for (const std::uint64_t c : {2U, 5U, 6U}) {
    for (std::uint64_t x = 1; x <= c; ++x) {
      for (const std::uint64_t layout : {0U, 1U}) {
        CAPTURE(c, x, layout);
        const Parameters given{{"n", 7}, {"k", 3}, {"c", c}, {"x", x}, {"layout", layout}};
        check_near(record("batchconv", given).result, direct(7, 7, 3, c));
      }
    }
  }
}

}  // namespace
}  // namespace dmc::test

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

/// The sum that defines the convolution of channels with `f` kernels, or with one each where
/// `depthwise`; kernels and image with channels first.
std::vector<double> strided(const Parameters& p, bool depthwise) {
  const InputData input;
  const std::uint64_t n = p["n"];
  const std::uint64_t k = p["k"];
  const std::uint64_t c = p["c"];
  const std::uint64_t results = depthwise ? c : p["f"];
  const std::uint64_t depth = depthwise ? 1 : c;
  std::vector<double> result;
  for (std::uint64_t f = 0; f < results; ++f) {
    for (std::uint64_t i = 0; i + (k - 1) * p["dilation"] < n; i += p["stride"]) {
      for (std::uint64_t j = 0; j + (k - 1) * p["dilation"] < n; j += p["stride"]) {
        double sum = 0;
        for (std::uint64_t t = 0; t < depth * k * k; ++t) {
          const std::uint64_t channel = depthwise ? f : t / (k * k);
          const std::uint64_t row = i + t % (k * k) / k * p["dilation"];
          const std::uint64_t column = j + t % k * p["dilation"];
          sum += input("K", f * depth * k * k + t) * input("I", (channel * n + row) * n + column);
        }
        result.push_back(sum);
      }
    }
  }
  return result;
}

/// Results with channels last, put in the order with channels first.
std::vector<double> channels_first(const std::vector<double>& values, std::uint64_t channels) {
  std::vector<double> first;
  for (std::uint64_t channel = 0; channel < channels; ++channel) {
    for (std::size_t i = channel; i < values.size(); i += channels) {
      first.push_back(values[i]);
    }
  }
  return first;
}

TEST_CASE("several kernels and depthwise, with stride and dilation, in both layouts") {
  for (const auto& [n, k, stride, dilation] : {std::tuple{7U, 3U, 1U, 1U},
                                               {9U, 3U, 2U, 1U},
                                               {10U, 3U, 3U, 2U},
                                               {11U, 2U, 4U, 3U},
                                               {5U, 1U, 2U, 9U},
                                               {5U, 5U, 1U, 1U}}) {
    Parameters given{{"n", n}, {"k", k}, {"c", 3}, {"stride", stride}, {"dilation", dilation}};
    CAPTURE(given.entries());
    check_near(record("depthwise", given).result, strided(given, true));
    given.set("layout", 1);
    check_near(channels_first(record("depthwise", given).result, 3), strided(given, true));
    given.set("f", 2);
    check_near(channels_first(record("multiconv", given).result, 2), strided(given, false));
    given.set("layout", 0);
    check_near(record("multiconv", given).result, strided(given, false));
  }
}

TEST_CASE("one kernel over all channels is batchconv access for access") {
  const Parameters batch{{"n", 7}, {"k", 3}, {"c", 4}, {"layout", 1}};
  Parameters multi = batch;
  multi.set("f", 1);
  CHECK(record("multiconv", multi).accesses == record("batchconv", batch).accesses);
}

}  // namespace
}  // namespace dmc::test

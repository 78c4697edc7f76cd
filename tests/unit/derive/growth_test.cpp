#include "dmc/derive/growth.hpp"

#include <cmath>
#include <string>

#include "dmc/kernels/nest_kernel.hpp"

#include "catch.hpp"

namespace dmc::derive {
namespace {

Derivation of(const std::string& name) {
  return derive(shipped_nest(name)->nest());
}

TEST_CASE("matmul grows as Smith et al. say", "[derive]") {
  const auto leading = leading_terms(of("paper/matmul"), {0, 1, 2}, "n");
  REQUIRE(leading);
  CHECK(leading->expression.text() == "n\u2074 + \u221a2\u00b7n^3.5");
  CHECK(leading->order == 3);
}

TEST_CASE("convolution grows as its corrected theorem says", "[derive]") {
  // Theorem 3.10 with R: (k - 1) sqrt(k + 1) n^2.5, and the kernel's and the rows' reuses.
  const auto leading = leading_terms(of("paper/conv"), {0, 1}, "n");
  REQUIRE(leading);
  for (const double k : {2.0, 3.0, 7.0}) {
    for (const double n : {1000.0, 5000.0}) {
      const double expected = (k - 1) * std::sqrt(k + 1) * std::pow(n, 2.5) +
                              (k * std::sqrt(2 * k * k + 1) + k * (k - 1) * std::sqrt(2.0) * k +
                               k * (k - 1) * std::sqrt(2 * k * k - 1)) *
                                  n * n;
      CHECK(leading->expression.evaluate({{"n", n}, {"k", k}}) == Approx(expected));
    }
  }
}

TEST_CASE("what is left out of the leading terms is as small as said", "[derive]") {
  for (const std::string name : {"polybench/lu", "polybench/trisolv", "polybench/cholesky"}) {
    const Derivation derivation = of(name);
    const auto leading = leading_terms(derivation, {0}, "n");
    REQUIRE(leading);
    double before = 0;
    for (const std::int64_t n : {1'000, 10'000, 100'000}) {
      const double exact = values_at(derivation, {n}).dmd;
      const auto size = static_cast<double>(n);
      const double rest = std::abs(exact - leading->expression.evaluate({{"n", size}})) /
                          std::pow(size, leading->order);
      CHECK(rest < std::max(4.0, 2 * before));  // as a multiple of the order: bounded
      before = rest;
    }
  }
}

TEST_CASE("integrals over letters are no formula", "[derive]") {
  CHECK_FALSE(leading_terms(of("paper/matmul"), {0}, "m").has_value());
}

}  // namespace
}  // namespace dmc::derive

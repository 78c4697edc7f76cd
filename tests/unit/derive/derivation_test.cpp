#include "dmc/derive/derivation.hpp"

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "dmc/derive/expressions.hpp"
#include "dmc/derive/verify.hpp"
#include "dmc/kernels/nest_kernel.hpp"
#include "dmc/util/error.hpp"

#include "catch.hpp"
#include "naive_lru.hpp"

namespace dmc::derive {
namespace {

nest::Nest nest_from(const std::string& text) {
  return nest::parse(text, "-e");
}

Derivation derived(const std::string& text, const DeriveOptions& options = {}) {
  const NestKernel kernel(nest_from(text));
  Derivation derivation = derive(kernel.nest(), options);
  verify(derivation, kernel.kernel(), {.omit = options.omit});
  CHECK(derivation.undecided.empty());
  return derivation;
}

Derivation shipped(const std::string& name, const DeriveOptions& options = {}) {
  const NestKernel& kernel = *shipped_nest(name);
  Derivation derivation = derive(kernel.nest(), options);
  verify(derivation, kernel.kernel(), {.omit = options.omit});
  CHECK(derivation.undecided.empty());
  return derivation;
}

/// Counted by generators written by hand, without dmc.
struct Known {
  std::string nest;
  Sizes sizes;
  std::uint64_t accesses;
  std::uint64_t data;
  std::uint64_t reuses;
  std::string dmd;  ///< to 12 significant digits
};

TEST_CASE("derivations have the values that were worked out by hand", "[derive]") {
  const std::vector<Known> all{
      {"gemm", {9, 11, 7}, 2970, 239, 2731, "11553.5792597"},
      {"atax", {13, 10}, 1063, 163, 900, "2815.27063242"},
      {"lu", {12}, 2222, 144, 2078, "7871.64880249"},
      {"cholesky", {13}, 1716, 91, 1625, "5038.94701891"},
      {"jacobi-2d", {3, 11}, 2916, 234, 2682, "20591.5367071"},
      {"seidel-2d", {3, 12}, 3000, 144, 2856, "12239.6589432"},
      {"gramschmidt", {9, 8}, 2412, 180, 2232, "7373.80688164"},
      {"nussinov", {15}, 2947, 149, 2798, "10296.1002836"},
  };
  for (const Known& known : all) {
    INFO(known.nest);
    const Derivation derivation = shipped("polybench/" + known.nest);
    const Values values = values_at(derivation, known.sizes);
    CHECK(values.accesses == static_cast<Int128>(known.accesses));
    CHECK(values.data == static_cast<Int128>(known.data));
    CHECK(values.reuses == static_cast<Int128>(known.reuses));
    CHECK(values.undecided == 0);
    CHECK(fmt::format("{:.12g}", values.dmd) == known.dmd);
  }
}

TEST_CASE("matmul's distances are what a list of recent data says", "[derive]") {
  const Derivation derivation = shipped("paper/matmul");
  const std::int64_t m = 7;
  const std::int64_t n = 5;
  const std::int64_t l = 6;
  test::NaiveLru lru;
  for (std::int64_t i = 0; i < m; ++i) {
    for (std::int64_t j = 0; j < l; ++j) {
      for (std::int64_t p = 0; p < n; ++p) {
        lru.access(static_cast<std::uint64_t>(i * n + p));
        lru.access(static_cast<std::uint64_t>(1000 + p * l + j));
      }
      lru.access(static_cast<std::uint64_t>(2000 + i * l + j));
    }
  }
  CHECK(distances_at(derivation, {m, n, l}) == lru.histogram());
}

// The naive product's reuses of A are n*m*(l-1) at distance 2n+1, those of B some n*l + … each, as
// Smith et al. count them.
TEST_CASE("matmul has the counts of Smith et al.", "[derive]") {
  const Derivation derivation = shipped("paper/matmul");
  const Polynomial m = Polynomial::variable(0);
  const Polynomial n = Polynomial::variable(1);
  const Polynomial l = Polynomial::variable(2);
  REQUIRE(derivation.accesses.size() == 1);
  CHECK(derivation.accesses[0].count == m * l * (Polynomial(2) * n + Polynomial(1)));
  CHECK(derivation.data[0].count == m * n + n * l + m * l);
  for (const Term& term : derivation.terms) {
    if (term.array == "A") {
      CHECK(term.carried_by == "j");
      CHECK(term.count == m * n * (l - Polynomial(1)));
      CHECK(term.distance == Polynomial(2) * n + Polynomial(1));
    } else {
      CHECK(term.carried_by == "i");
    }
  }
  // All of B but its first pass: (m - 1) n l.
  Int128 of_b = 0;
  for (const Term& term : derivation.terms) {
    if (term.array == "B") {
      for_each_reuse(term, {30, 20, 25}, [&](Int128 count, Int128) { of_b += count; });
    }
  }
  CHECK(of_b == Int128{29 * 20 * 25});
}

TEST_CASE("sizes far beyond those that were verified agree with the engine", "[derive]") {
  verify_at(shipped("paper/conv"), shipped_nest("paper/conv")->kernel(), {60, 80, 5});
  verify_at(shipped("polybench/lu"), shipped_nest("polybench/lu")->kernel(), {70});
  verify_at(shipped("polybench/fdtd-2d"), shipped_nest("polybench/fdtd-2d")->kernel(), {4, 50, 40});
}

TEST_CASE("formulas are expressions with the same values", "[derive]") {
  const Derivation derivation = shipped("polybench/trisolv");
  const Values values = values_at(derivation, {40});
  const Variables at{{"n", 40}};
  CHECK(dmd_of(derivation).evaluate(at) == Approx(values.dmd).epsilon(1e-13));
  CHECK(expression_of(derivation.accesses, derivation.parameters).evaluate(at) ==
        static_cast<double>(values.accesses));
  CHECK(region_text(derivation) == std::vector<std::string>{"n \u2265 3"});
}

TEST_CASE("parameters may be numbers, and arrays in registers", "[derive]") {
  const Derivation fixed = shipped("paper/matmul", {.fixed = {{"n", 3}}});
  CHECK(fixed.parameters == std::vector<std::string>{"m", "l"});
  CHECK(values_at(fixed, {10, 12}).dmd ==
        Approx(values_at(shipped("paper/matmul"), {10, 3, 12}).dmd));
  const Derivation omitted = shipped("paper/matmul", {.omit = {"C"}});
  CHECK(values_at(omitted, {10, 12, 14}).accesses == Int128{2 * 10 * 12 * 14});
}

TEST_CASE("steps, conditions and loops that count down are derived", "[derive]") {
  CHECK(derived("params n; for i in n .. 0 step -1, j<i: A[j] += B[i]").terms.size() >= 2);
  CHECK(
      derived("params n; for t<3 { for ii in 0 .. n step 4, i in ii .. min(ii + 4, n): A[i] = 0 }")
          .terms.size() >= 1);
}

TEST_CASE("long sums are what adding up gives", "[derive]") {
  // Two indices with some thousand values each, and an index with a million.
  const std::vector<std::pair<std::string, Sizes>> all{{"polybench/lu", {3000}},
                                                       {"polybench/trisolv", {40'000}},
                                                       {"paper/matmul", {3, 1'000'000, 2000}}};
  for (const auto& [name, sizes] : all) {
    const Derivation derivation = derive(shipped_nest(name)->nest());
    long double sum = 0;
    for (const Term& term : derivation.terms) {
      for_each_reuse(term, sizes, [&](Int128 count, Int128 distance) {
        sum += static_cast<long double>(count) * std::sqrt(static_cast<long double>(distance));
      });
    }
    CHECK(values_at(derivation, sizes).dmd == Approx(static_cast<double>(sum)).epsilon(1e-14));
  }
}

TEST_CASE("what is not affine is refused with its place", "[derive]") {
  CHECK_THROWS_WITH(derive(nest_from("params n, m; for i<n: A[i * m] = 0")),
                    Catch::Contains("-e:1:") && Catch::Contains("i * m is not affine"));
  CHECK_THROWS_WITH(derive(nest_from("params n, t; for i in 0 .. n step t: A[i] = 0")),
                    Catch::Contains("step"));
}

TEST_CASE("tiles of a number that sizes are multiples of", "[derive]") {
  const DeriveOptions options{.fixed = {{"tile", 4}},
                              .residues = {{"m", {4, 0}}, {"n", {4, 0}}, {"l", {4, 0}}}};
  const Derivation derivation = shipped("paper/tiled", options);
  CHECK_FALSE(holds_at(derivation, {18, 20, 20}));
  verify_at(derivation, shipped_nest("paper/tiled")->kernel(), {20, 24, 28});
  CHECK(region_text(derivation)[0] == "l is a multiple of 4");
}

TEST_CASE("blocks are counted where rows are whole blocks", "[derive]") {
  const DeriveOptions options{.block = 4, .residues = {{"n", {4, 0}}, {"l", {4, 0}}}};
  const NestKernel& kernel = *shipped_nest("paper/matmul");
  const Derivation derivation = shipped("paper/matmul", options);
  verify_at(derivation, kernel.kernel(), {30, 40, 36});
  test::NaiveLru lru;
  for (std::uint64_t i = 0; i < 6; ++i) {
    for (std::uint64_t j = 0; j < 12; ++j) {
      for (std::uint64_t p = 0; p < 8; ++p) {
        lru.access((i * 8 + p) / 4);
        lru.access(1000 + (p * 12 + j) / 4);
      }
      lru.access(2000 + (i * 12 + j) / 4);
    }
  }
  CHECK(distances_at(derivation, {6, 8, 12}) == lru.histogram());
  CHECK_THROWS_WITH(derive(kernel.nest(), {.block = 4}), Catch::Contains("--multiples n=4"));
  CHECK_THROWS_WITH(derive(nest_from("for i<n, j<n: B[j,i] = A[i,j]"), {.block = 4}),
                    Catch::Contains("no declared extents"));
}

TEST_CASE("sizes of another region have formulas of their own", "[derive]") {
  // For a window that is wider than half of the image other distances hold.
  const DeriveOptions wide{.around = {{"h", 20}, {"w", 20}, {"k", 15}}};
  const Derivation derivation = shipped("paper/conv", wide);
  CHECK(holds_at(derivation, {20, 20, 15}));
  verify_at(derivation, shipped_nest("paper/conv")->kernel(), {20, 20, 15});
}

}  // namespace
}  // namespace dmc::derive

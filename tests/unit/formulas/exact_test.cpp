#include <cmath>
#include <cstdint>

#include "dmc/formulas/formula.hpp"

#include "catch.hpp"
#include "lru.hpp"

namespace dmc {
namespace {

using test::Lru;

Lru simulate_matmul(std::uint64_t m, std::uint64_t n, std::uint64_t l, bool with_c) {
  Lru lru;
  for (std::uint64_t i = 0; i < m; ++i) {
    for (std::uint64_t j = 0; j < l; ++j) {
      for (std::uint64_t p = 0; p < n; ++p) {
        lru.access({"A", i, p, 0}, "A reuses");
        lru.access({"B", p, j, 0}, "B reuses");
      }
      if (with_c) {
        lru.access({"C", i, j, 0}, "C reuses");
      }
    }
  }
  return lru;
}

TEST_CASE("exact forms of the matrix product hold on every small shape") {
  Model no_c;
  no_c.omit = {"C"};
  for (std::uint64_t m = 1; m <= 5; ++m) {
    for (std::uint64_t n = 1; n <= 5; ++n) {
      for (std::uint64_t l = 1; l <= 5; ++l) {
        CAPTURE(m, n, l);
        const Parameters parameters{{"m", m}, {"n", n}, {"l", l}};
        const Lru lru = simulate_matmul(m, n, l, true);
        const auto value = [&](const char* id, const Model& model) {
          return evaluate(find_formula(id), parameters, model);
        };
        CHECK(value("lem3.1.A.exact", {}) == Approx(lru.of("A reuses").dmd).epsilon(1e-12));
        CHECK(applies(find_formula("lem3.1.exact"), parameters, {}) == (l >= 2));
        CHECK(applies(find_formula("lem3.1.exact.no-C"), parameters, no_c) == (l >= 2));
        if (l >= 2) {
          CHECK(value("lem3.1.B.exact", {}) == Approx(lru.of("B reuses").dmd).epsilon(1e-12));
          CHECK(value("lem3.1.exact", {}) == Approx(lru.all().dmd).epsilon(1e-12));
          CHECK(value("lem3.1.exact.no-C", no_c) ==
                Approx(simulate_matmul(m, n, l, false).all().dmd).epsilon(1e-12));
        }
      }
    }
  }
  CHECK(evaluate(find_formula("lem3.1.exact"), {{"m", 5}, {"n", 6}, {"l", 7}}, {}) ==
        Approx(1951.74326138).epsilon(1e-11));
}

TEST_CASE("the corrected matrix product is within five per cent, the printed one is not") {
  // Not small: the product of 24 rows, as the ledger's statement is about growing sizes.
  const Parameters parameters{{"m", 24}, {"n", 12}, {"l", 12}};
  const double measured = simulate_matmul(24, 12, 12, true).all().dmd;
  const auto value = [&](const char* id) { return evaluate(find_formula(id), parameters, {}); };
  CHECK(measured / value("lem3.1.corrected.two-terms") == Approx(1).epsilon(0.05));
  CHECK(measured / value("lem3.1") < 0.5);
}

TEST_CASE("exact counts of Winograd convolution hold") {
  for (std::uint64_t n = 4; n <= 14; n += 2) {
    Lru lru;
    for (std::uint64_t u = 0; u < 16; ++u) {
      lru.access({"U", u, 0, 0}, "kernel reuses");
    }
    for (std::uint64_t i = 0; i + 4 <= n; i += 2) {
      for (std::uint64_t j = 0; j + 4 <= n; j += 2) {
        for (std::uint64_t p = 0; p < 16; ++p) {
          lru.access({"I", i + p / 4, j + p % 4, 0}, i, [&](std::uint64_t last) {
            return last == i ? "row-wise reuses" : "column-wise reuses";
          });
        }
        for (std::uint64_t u = 0; u < 16; ++u) {
          lru.access({"U", u, 0, 0}, "kernel reuses");
        }
      }
    }
    CAPTURE(n);
    for (const char* name : {"kernel", "row-wise", "column-wise"}) {
      const std::string id = "winograd." + std::string(name) + ".count";
      CHECK(evaluate(find_formula(id), {{"n", n}}, {}) ==
            static_cast<double>(lru.of(std::string(name) + " reuses").reuses));
    }
  }
}

TEST_CASE("cold costs are those of the definitions, with m the distinct data and not a parameter") {
  Model model;
  model.cold = Cold::bound;
  const Parameters matmul{{"m", 5}, {"n", 6}, {"l", 7}};
  const Variables data = {{"m", 107}};
  CHECK(evaluate(find_formula("lem3.5"), matmul, model, data) ==
        Approx(107 * std::sqrt(107.0)).epsilon(1e-12));
  CHECK(applies(find_formula("lem3.5"), matmul, model));
  CHECK_FALSE(applies(find_formula("lem3.5"), matmul, {}));
  CHECK_THROWS(evaluate(find_formula("lem3.5"), matmul, model));

  double stack = 0;
  for (int i = 1; i <= 5000; ++i) {
    stack += std::sqrt(static_cast<double>(i));
  }
  const Variables many = {{"m", 5000}};
  CHECK(evaluate(find_formula("lem3.5.exact"), {}, {}, many) == Approx(stack).epsilon(1e-12));
  CHECK(evaluate(find_formula("lem3.5.corrected"), {}, {}, many) == Approx(stack).epsilon(2e-4));
  model.cold = Cold::stack;
  CHECK(applies(find_formula("lem3.5.corrected"), matmul, model));
  CHECK_FALSE(applies(find_formula("lem3.5"), matmul, model));
}

}  // namespace
}  // namespace dmc

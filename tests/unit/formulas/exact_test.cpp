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
        CHECK(value("lem3.1.B.exact", {}) == Approx(lru.of("B reuses").dmd).epsilon(1e-12));
        CHECK(value("lem3.1.A.count", {}) == static_cast<double>(lru.of("A reuses").reuses));
        CHECK(value("lem3.1.B.count", {}) == static_cast<double>(lru.of("B reuses").reuses));
        CHECK(value("lem3.1.exact", {}) == Approx(lru.all().dmd).epsilon(1e-12));
        CHECK(value("lem3.1.exact.no-C", no_c) ==
              Approx(simulate_matmul(m, n, l, false).all().dmd).epsilon(1e-12));
        const bool is_square = m == n && l == n;
        CHECK(applies(find_formula("smith22.naive.exact"), parameters, no_c) == is_square);
        if (is_square) {
          CHECK(value("smith22.naive.exact", no_c) ==
                Approx(simulate_matmul(m, n, l, false).all().dmd).epsilon(1e-12));
        }
      }
    }
  }
  CHECK(evaluate(find_formula("lem3.1.exact"), {{"m", 5}, {"n", 6}, {"l", 7}}, {}) ==
        Approx(1951.74326138).epsilon(1e-11));
}

TEST_CASE("the published product of square matrices prices first accesses as if it were repeated") {
  // A second product of the same matrices right after the first: every access is a reuse then.
  const std::uint64_t n = 6;
  Lru lru;
  double before = 0;
  for (int time = 0; time < 2; ++time) {
    before = lru.all().dmd;
    for (std::uint64_t i = 0; i < n; ++i) {
      for (std::uint64_t j = 0; j < n; ++j) {
        for (std::uint64_t p = 0; p < n; ++p) {
          lru.access({"A", i, p, 0}, "A reuses");
          lru.access({"B", p, j, 0}, "B reuses");
        }
      }
    }
  }
  const double reuses_of_b = lru.of("B reuses").dmd;
  const Parameters parameters{{"m", n}, {"n", n}, {"l", n}};
  Model no_c;
  no_c.omit = {"C"};
  const double published = evaluate(find_formula("smith22.naive"), parameters, no_c);
  const double exact = evaluate(find_formula("smith22.naive.exact"), parameters, no_c);
  CHECK(published * static_cast<double>(n - 1) / static_cast<double>(n) ==
        Approx(exact).epsilon(1e-12));
  CHECK(before == Approx(exact).epsilon(1e-12));
  // B behaves in the second product as in every row of the first; A waits for a whole product.
  CHECK(published - std::pow(n, 3) * std::sqrt(2.0 * n) ==
        Approx(reuses_of_b / static_cast<double>(2 * n - 1) * n).epsilon(1e-12));
}

TEST_CASE("the corrected matrix product is within five per cent, the printed one is not") {
  // Not small: the product of 24 rows, as the ledger's statement is about growing sizes.
  const Parameters parameters{{"m", 24}, {"n", 12}, {"l", 12}};
  const double measured = simulate_matmul(24, 12, 12, true).all().dmd;
  const auto value = [&](const char* id) { return evaluate(find_formula(id), parameters, {}); };
  CHECK(measured / value("lem3.1.corrected") == Approx(1).epsilon(0.05));
  CHECK(measured / value("lem3.1") < 0.5);
}

TEST_CASE("exact forms of Winograd convolution hold") {
  for (std::uint64_t n = 4; n <= 20; n += 2) {
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
        for (std::uint64_t p = 0; p < 4; ++p) {
          lru.access({"R", i + p / 2, j + p % 2, 0}, "results");
        }
      }
    }
    CAPTURE(n);
    for (const char* name : {"kernel", "row-wise", "column-wise"}) {
      const std::string id = "winograd." + std::string(name);
      const test::Totals totals = lru.of(std::string(name) + " reuses");
      CHECK(evaluate(find_formula(id + ".count"), {{"n", n}}, {}) ==
            static_cast<double>(totals.reuses));
      CHECK(evaluate(find_formula(id + ".exact"), {{"n", n}}, {}) ==
            Approx(totals.dmd).epsilon(1e-12));
    }
    CHECK(evaluate(find_formula("winograd.exact"), {{"n", n}}, {}) ==
          Approx(lru.all().dmd).epsilon(1e-12));
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

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "dmc/formulas/formula.hpp"

#include "catch.hpp"
#include "lru.hpp"

// Exact forms of convolution and im2col against a simulation of the algorithm as the paper prints
// it.
namespace dmc {
namespace {

using test::Lru;

const char* image_class(std::uint64_t last_row, std::uint64_t row) {
  return last_row == row ? "row-wise reuses" : "column-wise reuses";
}

Lru simulate_conv(std::uint64_t h, std::uint64_t w, std::uint64_t k, bool with_r) {
  Lru lru;
  for (std::uint64_t i = 0; i + k <= h; ++i) {
    for (std::uint64_t j = 0; j + k <= w; ++j) {
      for (std::uint64_t y = 0; y < k; ++y) {
        for (std::uint64_t x = 0; x < k; ++x) {
          lru.access({"K", y, x, 0}, "kernel reuses");
          lru.access({"I", i + y, j + x, 0}, i,
                     [&](std::uint64_t last) { return image_class(last, i); });
        }
      }
      if (with_r) {
        lru.access({"R", i, j, 0}, "results");
      }
    }
  }
  return lru;
}

Lru simulate_im2col(std::uint64_t n, std::uint64_t k) {
  Lru lru;
  const std::uint64_t o = n - k + 1;
  for (std::uint64_t i = 0; i < o; ++i) {
    for (std::uint64_t j = 0; j < o; ++j) {
      for (std::uint64_t p = 0; p < k * k; ++p) {
        lru.access({"I", i + p / k, j + p % k, 0}, i,
                   [&](std::uint64_t last) { return image_class(last, i); });
        lru.access({"C", p, i * o + j, 0}, "unfolded image reuses");
      }
    }
  }
  for (std::uint64_t window = 0; window < o * o; ++window) {
    for (std::uint64_t p = 0; p < k * k; ++p) {
      lru.access({"K", p, 0, 0}, "kernel reuses");
      lru.access({"C", p, window, 0}, "unfolded image reuses");
    }
    lru.access({"R", window, 0, 0}, "results");
  }
  return lru;
}

// One window of some channels, in the order of the layout.
void simulate_channels(Lru& lru, const Parameters& p, std::uint64_t window, std::uint64_t first,
                       std::uint64_t last) {
  const std::uint64_t k = p["k"];
  const std::uint64_t o = p["n"] - k + 1;
  const std::uint64_t i = window / o;
  const auto access = [&](std::uint64_t channel, std::uint64_t place) {
    lru.access({"K", channel, place, 0}, "kernel reuses");
    lru.access({"I", channel, i + place / k, window % o + place % k}, i,
               [&](std::uint64_t before) { return image_class(before, i); });
  };
  const std::uint64_t channels = last - first;
  for (std::uint64_t step = 0; step < channels * k * k; ++step) {
    if (p["layout"] == 0) {
      access(first + step / (k * k), step % (k * k));
    } else {
      access(first + step % channels, step / channels);
    }
  }
}

Lru simulate_batchconv(const Parameters& p) {
  Lru lru;
  const std::uint64_t o = p["n"] - p["k"] + 1;
  for (std::uint64_t batch = 0; batch < p["c"]; batch += p["x"]) {
    for (std::uint64_t window = 0; window < o * o; ++window) {
      simulate_channels(lru, p, window, batch, std::min(p["c"], batch + p["x"]));
      if (batch > 0) {
        lru.access({"R", window, 0, 0}, "result reuses");
      }
      lru.access({"R", window, 0, 0}, "updates");
    }
  }
  return lru;
}

Model without(const char* array) {
  Model model;
  model.omit = {array};
  return model;
}

// Every exact form of the kernel that applies, against the simulation. Returns how many there were.
int check_exact_forms(const char* kernel, const Parameters& parameters, const Model& model,
                      const Lru& lru) {
  int checked = 0;
  for (const Formula& formula : formulas()) {
    if (formula.form != Form::exact || formula.kernels.empty() || !formula.stages.empty() ||
        !speaks_about(formula, kernel) || !applies(formula, parameters, model)) {
      continue;
    }
    const test::Totals totals =
        formula.reuse_class.empty() ? lru.all() : lru.of(std::string(formula.reuse_class));
    const double value = evaluate(formula, parameters, model);
    CAPTURE(formula.id, value, totals.reuses, totals.dmd);
    if (formula.quantity == Quantity::reuses) {
      CHECK(value == static_cast<double>(totals.reuses));
    } else {
      REQUIRE(formula.quantity == Quantity::dmd);
      CHECK(value == Approx(totals.dmd).epsilon(1e-12));
    }
    ++checked;
  }
  return checked;
}

TEST_CASE("exact forms of convolution hold on every small shape") {
  for (std::uint64_t h = 1; h <= 9; ++h) {
    for (std::uint64_t w = 1; w <= 9; ++w) {
      for (std::uint64_t k = 1; k <= std::min(h, w); ++k) {
        CAPTURE(h, w, k);
        const Parameters parameters{{"h", h}, {"w", w}, {"k", k}};
        // Count and cost of three classes, and the whole.
        CHECK(check_exact_forms("conv", parameters, {}, simulate_conv(h, w, k, true)) == 7);
        CHECK(check_exact_forms("conv", parameters, without("R"), simulate_conv(h, w, k, false)) ==
              7);
      }
    }
  }
}

TEST_CASE("exact forms of convolution hold on long shapes") {
  using Shape = std::array<std::uint64_t, 3>;
  const std::vector<Shape> shapes = {
      {4, 40, 3}, {40, 4, 2}, {12, 30, 5}, {24, 14, 7}, {11, 22, 11}};
  for (const auto& [h, w, k] : shapes) {
    CAPTURE(h, w, k);
    const Parameters parameters{{"h", h}, {"w", w}, {"k", k}};
    CHECK(check_exact_forms("conv", parameters, {}, simulate_conv(h, w, k, true)) == 7);
    CHECK(check_exact_forms("conv", parameters, without("R"), simulate_conv(h, w, k, false)) == 7);
  }
}

TEST_CASE("exact forms of convolution give the reference values") {
  const Formula& with_r = find_formula("thm3.10.exact");
  const Formula& without_r = find_formula("thm3.10.exact.no-R");
  CHECK(evaluate(with_r, {{"h", 9}, {"w", 9}, {"k", 3}}, {}) ==
        Approx(3572.7992568).epsilon(1e-11));
  CHECK(evaluate(with_r, {{"h", 512}, {"w", 512}, {"k", 3}}, {}) ==
        Approx(40055065.6393).epsilon(1e-11));
  CHECK(evaluate(without_r, {{"h", 7}, {"w", 12}, {"k", 3}}, without("R")) ==
        Approx(3550.00585151).epsilon(1e-11));
}

TEST_CASE("exact forms of im2col hold on every small size") {
  for (std::uint64_t n = 1; n <= 9; ++n) {
    for (std::uint64_t k = 1; k <= std::min<std::uint64_t>(n, 5); ++k) {
      CAPTURE(n, k);
      const Parameters parameters{{"n", n}, {"k", k}, {"variant", 0}};
      CHECK(check_exact_forms("im2col", parameters, {}, simulate_im2col(n, k)) == 9);
    }
  }
  CHECK(evaluate(find_formula("thm3.12.exact"), {{"n", 9}, {"k", 3}, {"variant", 0}}, {}) ==
        Approx(13902.958274).epsilon(1e-11));
}

TEST_CASE("the exact form of im2col is not offered for the variant that overwrites itself") {
  const Parameters printed{{"n", 9}, {"k", 3}, {"variant", 1}};
  CHECK_FALSE(applies(find_formula("thm3.12.exact"), printed, {}));
  CHECK(applies(find_formula("thm3.12"), printed, {}));
}

TEST_CASE("exact forms of batched convolution hold, also where x does not divide c") {
  for (std::uint64_t n = 1; n <= 6; ++n) {
    for (std::uint64_t k = 1; k <= std::min<std::uint64_t>(n, 4); ++k) {
      for (std::uint64_t c = 1; c <= 5; ++c) {
        for (std::uint64_t x = 1; x <= c; ++x) {
          for (const std::uint64_t layout : {0U, 1U}) {
            CAPTURE(n, k, c, x, layout);
            const Parameters p{{"n", n}, {"k", k}, {"c", c}, {"x", x}, {"layout", layout}};
            // Four counts and four costs of classes, and the whole.
            CHECK(check_exact_forms("batchconv", p, {}, simulate_batchconv(p)) == 9);
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace dmc

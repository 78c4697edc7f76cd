#include <algorithm>
#include <string>
#include <vector>

#include "dmc/analysis/run.hpp"

#include "catch.hpp"

// Formulas that claim to be exact, against the measurement: every small problem, and large ones.
namespace dmc::test {
namespace {

struct Problem {
  std::string_view kernel;
  Parameters parameters;
  Model model = {};
};

Model without(const std::string& array) {
  Model model;
  model.omit = {array};
  return model;
}

std::vector<Problem> small_convolutions() {
  std::vector<Problem> all;
  for (std::uint64_t h = 1; h <= 7; ++h) {
    for (std::uint64_t w = 1; w <= 10; ++w) {
      for (std::uint64_t k = 1; k <= std::min(h, w); ++k) {
        all.push_back({"conv", {{"h", h}, {"w", w}, {"k", k}}});
        all.push_back({"conv", {{"h", h}, {"w", w}, {"k", k}}, without("R")});
      }
    }
  }
  for (std::uint64_t n = 1; n <= 10; ++n) {
    for (std::uint64_t k = 1; k <= n; ++k) {
      all.push_back({"im2col", {{"n", n}, {"k", k}}});
    }
  }
  for (std::uint64_t n = 4; n <= 24; n += 2) {
    all.push_back({"winograd", {{"n", n}}});
  }
  return all;
}

std::vector<Problem> small_batches() {
  std::vector<Problem> all;
  for (std::uint64_t n = 1; n <= 6; ++n) {
    for (std::uint64_t k = 1; k <= n; ++k) {
      for (std::uint64_t c = 1; c <= 4; ++c) {
        for (std::uint64_t x = 1; x <= c; ++x) {
          for (const std::uint64_t layout : {0U, 1U}) {
            all.push_back(
                {"batchconv", {{"n", n}, {"k", k}, {"c", c}, {"x", x}, {"layout", layout}}});
          }
        }
      }
    }
  }
  return all;
}

std::vector<Problem> small_others() {
  std::vector<Problem> all;
  for (std::uint64_t m = 1; m <= 5; ++m) {
    for (std::uint64_t n = 1; n <= 5; ++n) {
      for (std::uint64_t l = 1; l <= 5; ++l) {
        all.push_back({"matmul", {{"m", m}, {"n", n}, {"l", l}}});
        all.push_back({"matmul", {{"m", m}, {"n", n}, {"l", l}}, without("C")});
      }
    }
  }
  for (std::uint64_t n = 1; n <= 512; n *= 2) {
    all.push_back({"fft", {{"n", n}}});
  }
  for (std::uint64_t l = 1; l <= 5; ++l) {
    for (std::uint64_t d = 1; d <= 4; ++d) {
      for (std::uint64_t vocab = 1; vocab <= 6; ++vocab) {
        const Parameters decoder{{"l", l},     {"d", d},      {"h", 1},
                                 {"f", 2 * d}, {"layers", 1}, {"vocab", vocab}};
        all.push_back({"transformer", decoder});
      }
    }
  }
  return all;
}

std::vector<Problem> large_problems() {
  const auto conv = [](std::uint64_t h, std::uint64_t w, std::uint64_t k) {
    return Parameters{{"h", h}, {"w", w}, {"k", k}};
  };
  const auto batches = [](std::uint64_t n, std::uint64_t k, std::uint64_t c, std::uint64_t x,
                          std::uint64_t layout) {
    return Parameters{{"n", n}, {"k", k}, {"c", c}, {"x", x}, {"layout", layout}};
  };
  const auto decoder = [](std::uint64_t l, std::uint64_t d, std::uint64_t vocab) {
    return Parameters{{"l", l}, {"d", d}, {"h", 4}, {"layers", 1}, {"vocab", vocab}};
  };
  return {
      {"matmul", {{"m", 160}, {"n", 160}, {"l", 160}}},
      {"matmul", {{"m", 50}, {"n", 300}, {"l", 211}}},
      {"matmul", {{"m", 700}, {"n", 41}, {"l", 130}}},
      {"matmul", {{"m", 150}, {"n", 150}, {"l", 150}}, without("C")},
      {"matmul", {{"m", 90}, {"n", 400}, {"l", 77}}, without("C")},
      {"matmul", {{"m", 321}, {"n", 123}, {"l", 99}}, without("C")},
      {"conv", conv(600, 600, 3)},
      {"conv", conv(211, 900, 5)},
      {"conv", conv(700, 130, 7)},
      {"conv", conv(512, 512, 4), without("R")},
      {"conv", conv(100, 1500, 5), without("R")},
      {"conv", conv(300, 61, 31), without("R")},
      {"im2col", {{"n", 400}, {"k", 3}}},
      {"im2col", {{"n", 200}, {"k", 7}}},
      {"im2col", {{"n", 75}, {"k", 40}}},
      {"batchconv", batches(140, 3, 10, 4, 0)},
      {"batchconv", batches(64, 5, 17, 17, 0)},
      {"batchconv", batches(200, 3, 6, 1, 0)},
      {"batchconv", batches(140, 3, 10, 4, 1)},
      {"batchconv", batches(64, 5, 17, 17, 1)},
      {"batchconv", batches(41, 25, 9, 5, 1)},
      {"winograd", {{"n", 500}}},
      {"winograd", {{"n", 1002}}},
      {"winograd", {{"n", 1600}}},
      {"fft", {{"n", 1 << 14}}},
      {"fft", {{"n", 1 << 16}}},
      {"fft", {{"n", 1 << 18}}},
      {"transformer", decoder(48, 64, 100)},
      {"transformer", decoder(100, 32, 61)},
      {"transformer", decoder(17, 100, 300)},
  };
}

bool is_count(const Formula& formula) {
  return formula.quantity == Quantity::reuses || formula.quantity == Quantity::data;
}

/// Checks every exact formula of these runs, and returns how many there were.
std::size_t check_exact(const std::vector<Problem>& problems) {
  std::size_t checked = 0;
  for (const Problem& one : problems) {
    const RunResult result = run({&find_kernel(one.kernel), one.parameters, one.model, 2});
    for (const FormulaResult& held : result.formulas) {
      if (held.formula->form != Form::exact) {
        continue;
      }
      CAPTURE(one.kernel, one.parameters.entries(), one.model.omit, held.formula->id, held.value,
              held.measured);
      if (is_count(*held.formula)) {
        CHECK(held.value == held.measured);
      } else {
        CHECK(held.value == Approx(held.measured).epsilon(1e-12));
      }
      ++checked;
    }
  }
  return checked;
}

TEST_CASE("exact formulas equal the measurement for every small convolution") {
  CHECK(check_exact(small_convolutions()) > 2000);
}

TEST_CASE("exact formulas equal the measurement for every small batched convolution") {
  CHECK(check_exact(small_batches()) > 3000);
}

TEST_CASE("exact formulas equal the measurement for every small product, transform and decoder") {
  CHECK(check_exact(small_others()) > 1000);
}

TEST_CASE("exact formulas equal the measurement at large sizes") {
  CHECK(check_exact(large_problems()) > 150);
}

}  // namespace
}  // namespace dmc::test

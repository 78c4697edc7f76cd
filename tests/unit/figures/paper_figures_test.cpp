#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "dmc/analysis/run.hpp"
#include "dmc/figures/figure.hpp"
#include "dmc/formulas/formula.hpp"

#include "catch.hpp"
#include "figure_data.hpp"

using namespace dmc;
using namespace dmc::test;

namespace {

// Theorem 3.11 as it is printed, written a second time.
double batched(double n, double k, double c, double x) {
  return c * std::sqrt(x) *
             (2 * std::sqrt(2) * k * k * k * n * n + k * std::sqrt(k) * n * n * std::sqrt(n)) +
         std::sqrt(x) * (c / x - 1) * n * n * n;
}

// Lemma 3.6 as it is printed, for no length.
double grouped(double d, double h, double q) {
  const double p = h / q;
  return p * std::pow(d * d + 2 * d * d / h, 1.5) +
         2 * p * (q - 1) * (d * d / h) * std::sqrt(4 * d * d / h);
}

double measured_dmd(std::string_view kernel, const Parameters& parameters) {
  return run({.kernel = &find_kernel(kernel), .parameters = parameters, .model = {}}).dmd;
}

}  // namespace

TEST_CASE("figure 2: every width costs what is allowed") {
  const FigureResult figure = draw("2");
  const Records widths = records_of(figure.document, "widths");
  CHECK(widths.size() > 10);
  for (const auto& width : widths) {
    const double d = number(width.at("d"));
    const double h = number(width.at("h"));
    const double q = number(width.at("q"));
    CAPTURE(h, q, d);
    CHECK(q <= h);
    CHECK(grouped(d, h, q) == Approx(1e5).epsilon(1e-9));
    CHECK(number(width.at("simplified")) == Approx(std::cbrt(1e5 * q / h)).epsilon(1e-9));
    CHECK(std::get<bool>(width.at("below_h").data) == (d < h));
  }
  for (const auto& point : records_of(figure.document, "points")) {
    const double h = std::stod(std::get<std::string>(point.at("series").data).substr(4));
    CHECK(grouped(number(point.at("d")), h, number(point.at("q"))) == Approx(1e5).epsilon(1e-9));
  }
}

TEST_CASE("figure 3: the printed curves cross at 448, and save 54% at 2000") {
  const FigureResult figure = draw("3");
  const double crossover = number(fact(figure.document, "crossover_printed"));
  CHECK(crossover == Approx(448).margin(0.5));  // the paper's figure
  CHECK(batched(crossover, 3, 10, 10) == Approx(batched(crossover, 3, 10, 1)).epsilon(1e-9));
  CHECK(number(fact(figure.document, "decrease_printed")) ==
        Approx(1 - batched(2000, 3, 10, 10) / batched(2000, 3, 10, 1)));
  CHECK(number(fact(figure.document, "decrease_printed")) == Approx(0.537).margin(0.0005));
  for (const auto& point : points_of(figure.document, "x = 1, printed", "n", "dmd")) {
    CHECK(point.y == Approx(batched(point.x, 3, 10, 1)));
  }
  for (const auto& point : points_of(figure.document, "x = c, printed", "n", "dmd")) {
    CHECK(point.y == Approx(batched(point.x, 3, 10, 10)));
  }
}

TEST_CASE("figure 3: measured points are runs") {
  const FigureResult figure = draw("3", 6'000'000);
  const auto alone = points_of(figure.document, "x = 1, measured", "n", "dmd");
  const auto batch = points_of(figure.document, "x = c, measured", "n", "dmd");
  REQUIRE(alone.size() == 3);  // 18·10·n² accesses: 6 million allow n = 64, 96 and 128
  REQUIRE(batch.size() == 3);
  CHECK(alone[0].y == measured_dmd("batchconv", {{"n", 64}, {"k", 3}, {"c", 10}, {"x", 1}}));
  CHECK(batch[0].y == measured_dmd("batchconv", {{"n", 64}, {"k", 3}, {"c", 10}, {"x", 10}}));
  CHECK(batch[0].x == 64);
}

TEST_CASE("figure 4: batching helps up to 25 channels, by the formula") {
  const FigureResult figure = draw("4");
  const double crossover = number(fact(figure.document, "crossover_printed"));
  CHECK(std::floor(crossover) == 25);  // the paper's figure
  CHECK(batched(1024, 3, crossover, crossover) ==
        Approx(batched(1024, 3, crossover, 1)).epsilon(1e-9));
  const auto points = points_of(figure.document, "x = c, printed", "c", "dmd");
  CHECK(points.size() == 100);
  for (const auto& point : points) {
    CHECK(point.y == Approx(batched(1024, 3, point.x, point.x)));
  }
  const double best = number(fact(figure.document, "best_x_printed"));
  for (const double x : {1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0}) {
    CHECK(batched(1024, 3, 64, best) <= batched(1024, 3, 64, x) * (1 + 1e-12));
  }
}

TEST_CASE("figures 6 and 7: counts of Lemmas 3.16 and 3.17") {
  const std::map<std::string, std::map<std::string, std::uint64_t>> counts{
      {"6", {{"distant", 3}, {"sibling", 4}, {"child_to_parent", 7}, {"same_call", 15}}},
      {"7", {{"distant", 1}, {"sibling", 2}, {"child_to_parent", 3}, {"same_call", 7}}}};
  for (const auto& [name, expected] : counts) {
    const FigureResult figure = draw(name);
    for (const auto& [key, count] : expected) {
      CHECK(std::get<std::uint64_t>(fact(figure.document, key).data) == count);
    }
    const MarkupReader reader(figure.svg);
    // Calls that read the root, and those that do not; an arrow's head for every reuse.
    CHECK(elements_with(reader, "rect", "box").size() == expected.at("same_call"));
    CHECK(elements_with(reader, "rect", "ghost").size() == 15 - expected.at("same_call"));
    std::size_t heads = 0;
    for (const auto& element : reader.elements()) {
      const bool closed = element.name == "path" && element.attributes.at("d").ends_with("Z");
      heads += closed ? 1U : 0U;
    }
    CHECK(heads ==
          expected.at("distant") + expected.at("sibling") + expected.at("child_to_parent"));
  }
}

#include <cmath>
#include <set>
#include <string>

#include "dmc/formulas/formula.hpp"
#include "dmc/report/format.hpp"
#include "dmc/util/error.hpp"

#include "catch.hpp"
#include "figure_data.hpp"

using namespace dmc;
using namespace dmc::test;

TEST_CASE("figures are found by name") {
  std::set<std::string_view> names;
  for (const Figure& figure : figures()) {
    CHECK(names.insert(figure.name).second);
    CHECK(find_figure(figure.name).summary == figure.summary);
  }
  CHECK(figure_list().rows.size() == names.size());
  CHECK_THROWS_WITH(find_figure("ratio"), Catch::Matchers::Contains("did you mean 'ratios'?"));
  CHECK_THROWS_AS(find_figure("5"), Error);
}

TEST_CASE("every figure is a well-formed picture with its numbers, however little is measured") {
  for (const Figure& figure : figures()) {
    for (const std::uint64_t longest : {0U, 300'000U}) {
      const FigureResult result = draw(figure.name, longest);
      CAPTURE(figure.name, longest);
      const MarkupReader reader(result.svg);
      CHECK(reader.elements().size() > 40);
      CHECK(result.svg.find("nan") == result.svg.npos);
      CHECK(result.svg.find("inf") == result.svg.npos);
      CHECK(result.document.schema == "dmc.figure/1");
      CHECK(std::get<std::string>(fact(result.document, "figure").data) == figure.name);
      for (const Format& format : formats()) {
        CHECK_FALSE(format.render(result.document, {}).empty());
      }
    }
  }
}

TEST_CASE("a figure does not depend on the number of threads") {
  for (const std::string_view name : {"3", "fft", "classes"}) {
    CHECK(draw(name, 3'000'000, 1).svg == draw(name, 3'000'000, 3).svg);
  }
}

TEST_CASE("coefficients of FFT, from the reference values") {
  const FigureResult figure = draw("fft", 2000);
  const auto at_32 = [&](std::string_view series) {
    for (const Point& point : points_of(figure.document, series, "n", "coefficient")) {
      if (point.x == 32) {
        return point.y;
      }
    }
    return 0.0;
  };
  const double size = std::pow(32, 1.5);
  CHECK(at_32("log₂, fresh") == Approx(2259.10251154 / (size * std::sqrt(5))));
  CHECK(at_32("ln, fresh") == Approx(2259.10251154 / (size * std::sqrt(std::log(32)))));
  CHECK(at_32("log₁₀, fresh") == Approx(2259.10251154 / (size * std::sqrt(std::log10(32)))));
  CHECK(at_32("log₂, reused") == Approx(3327.42382955 / (size * std::sqrt(5))));
}

TEST_CASE("ratios are measured over printed") {
  const FigureResult figure = draw("ratios", 5'000'000);
  const auto last = [&](std::string_view series) {
    const auto points = points_of(figure.document, series, "n", "ratio");
    REQUIRE_FALSE(points.empty());
    return points.back();
  };
  const Point conv = last("Theorem 3.10, conv");
  CHECK(conv.x == 512);
  const double printed = 2 * std::sqrt(2) * 27 * 512 * 512 + 3 * std::sqrt(3) * std::pow(512, 2.5);
  CHECK(conv.y == Approx(40055065.6393 / printed));  // of the reference values
  CHECK(conv.y == Approx(0.788).margin(0.0005));
  // A printed (mnl)^{3/2} grows faster than the n⁴ that is measured: by √2 with each doubling.
  const auto matmul = points_of(figure.document, "Lemma 3.1, matmul", "n", "ratio");
  for (std::size_t i = 1; i < matmul.size(); ++i) {
    CHECK(matmul[i].y < matmul[i - 1].y);
  }
}

TEST_CASE("shares of convolution's classes are those of the exact formulas") {
  const FigureResult figure = draw("classes", 4'000'000);
  const auto share = [&](std::string_view series, double k) {
    for (const Point& point : points_of(figure.document, series, "k", "share")) {
      if (point.x == k) {
        return point.y;
      }
    }
    return -1.0;
  };
  for (const std::uint64_t k : {1U, 2U, 5U}) {
    const Parameters parameters = resolve_parameters(find_kernel("conv"), {{"n", 256}, {"k", k}});
    const auto exact = [&](std::string_view id) {
      return evaluate(find_formula(id), parameters, {});
    };
    const double whole = exact("thm3.10.exact");
    const auto side = static_cast<double>(k);
    CAPTURE(k);
    CHECK(share("kernel reuses", side) == Approx(exact("lem3.7.exact") / whole));
    CHECK(share("row-wise reuses", side) == Approx(exact("lem3.8.exact") / whole).margin(1e-12));
    CHECK(share("column-wise reuses", side) == Approx(exact("lem3.9.exact") / whole).margin(1e-12));
  }
}

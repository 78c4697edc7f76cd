#include "dmc/analysis/fit_growth.hpp"

#include <cmath>

#include "dmc/util/error.hpp"

#include "catch.hpp"

namespace dmc::test {
namespace {

FitRequest request_for(std::string_view kernel) {
  return {.kernel = &find_kernel(kernel), .values = {}};
}

TEST_CASE("a kernel's growth is measured along each parameter that varies") {
  FitRequest request = request_for("matmul");
  request.values = {{"m", {2, 4, 8, 16, 32}}, {"n", {24}}, {"l", {2, 4, 8, 16, 32}}};
  const FitResult result = fit_growth(request);
  REQUIRE(result.slices.size() == 2);
  const FitSlice& rows = result.slices[0];
  CHECK(rows.parameter == "m");
  CHECK(rows.others["l"] == 32);
  // Lemma 3.1, exactly: linear in m, with a constant below.
  REQUIRE(rows.growth.is_decided());
  CHECK(rows.growth.laws.front().law.exponent == 1);
  CHECK(rows.growth.exponent->contains(1));
  bool has_exact = false;
  for (const FormulaLimit& limit : rows.formulas) {
    if (limit.formula->id == "lem3.1.exact") {
      has_exact = true;
      CHECK(limit.limit->contains(1));
      CHECK(limit.limit->half_width() < 1e-9);
    }
    CHECK(limit.formula->reuse_class.empty());
  }
  CHECK(has_exact);
}

TEST_CASE("parameters can follow others") {
  FitRequest request = request_for("matmul");
  request.values = {{"n", {8, 12, 16, 24, 32, 48, 64}}};
  request.same = {{"m", "n"}, {"l", "n"}};
  const FitResult result = fit_growth(request);
  REQUIRE(result.slices.size() == 1);
  CHECK(result.slices[0].others["m"] == 64);
  const Growth& growth = result.slices[0].growth;
  CHECK((!growth.is_decided() ||
         (growth.laws[0].law.exponent == 4 && growth.laws[0].coefficient.contains(1))));
}

TEST_CASE("classes and other quantities") {
  FitRequest request = request_for("conv");
  request.values = {{"n", {16, 24, 32, 48, 64, 96, 128}}, {"k", {3}}};
  request.reuse_class = "column-wise reuses";
  const FitResult columns = fit_growth(request);
  CHECK(columns.slices[0].growth.laws.front().law.exponent == 2.5);
  CHECK(columns.slices[0].growth.laws.front().coefficient.contains(4));  // (k−1)·√(k+1)
  request.fitted = Fitted::reuses;
  const FitResult reuses = fit_growth(request);
  CHECK(reuses.slices[0].growth.laws.front().law.exponent == 2);
  CHECK(reuses.slices[0].growth.laws.front().coefficient.contains(2));  // k − 1
  request.reuse_class.clear();
  request.fitted = Fitted::accesses;
  CHECK(fit_growth(request).slices[0].growth.laws.front().coefficient.contains(19));  // 2k² + 1
  request.fitted = Fitted::cost;
  request.model.cold = Cold::bound;
  const auto costs = fit_growth(request).slices[0].growth.points;
  request.fitted = Fitted::dmd;
  const auto moved = fit_growth(request).slices[0].growth.points;
  for (std::size_t i = 0; i < costs.size(); ++i) {
    const double data = 9 + std::pow(costs[i].x, 2) + std::pow(costs[i].x - 2, 2);
    CHECK(costs[i].y - moved[i].y == Approx(std::pow(data, 1.5)).epsilon(1e-9));  // Lemma 3.5
  }
}

TEST_CASE("the recursive product in place grows with n³ log n, that with temporaries with n^3.5") {
  FitRequest in_place = request_for("recmatmul");
  in_place.values = {{"n", {4, 8, 16, 32, 64}}};
  const FitResult first = fit_growth(in_place);
  REQUIRE(first.slices[0].growth.is_decided());
  CHECK(first.slices[0].growth.laws.front().coefficient.contains(3.650));
  CHECK(first.slices[0].growth.laws.front().law.exponent == 3);
  CHECK(first.slices[0].growth.laws.front().law.log_power == 1);
  FitRequest temporary = request_for("recmatmul-tmp");
  temporary.values = {{"n", {4, 8, 16, 32, 64}}};
  const FitResult second = fit_growth(temporary);
  REQUIRE_FALSE(second.slices[0].growth.laws.empty());
  CHECK(second.slices[0].growth.laws.front().law.exponent == 3.5);
}

TEST_CASE("what cannot be fitted is refused") {
  FitRequest request = request_for("conv");
  request.values = {{"n", {16}}};
  CHECK_THROWS_WITH(fit_growth(request), Catch::Contains("nothing varies"));
  request.values = {{"n", {16, 32}}};
  request.reuse_class = "column reuses";
  CHECK_THROWS_WITH(fit_growth(request), Catch::Contains("column-wise reuses"));
  request.reuse_class = "column-wise reuses";
  request.fitted = Fitted::data;
  CHECK_THROWS_AS(fit_growth(request), Error);
  request.fitted = Fitted::dmd;
  request.values = {{"n", {3, 16}}};  // no column is reused in one row of windows
  CHECK_THROWS_WITH(fit_growth(request), Catch::Contains("--n 3"));
  request.values = {{"k", {3, 5}}};
  request.same = {{"n", "m"}};
  CHECK_THROWS_WITH(fit_growth(request), Catch::Contains("--m"));
}

}  // namespace
}  // namespace dmc::test

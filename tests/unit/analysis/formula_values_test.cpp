#include "dmc/analysis/formula_values.hpp"

#include <algorithm>
#include <cmath>

#include "dmc/analysis/run.hpp"
#include "dmc/util/error.hpp"

#include "catch.hpp"

namespace dmc::test {
namespace {

FormulaRequest asking(std::string_view id, std::string_view kernel, const Parameters& parameters) {
  FormulaRequest request{.formulas = find_formulas(id)};
  request.kernel = kernel.empty() ? nullptr : &find_kernel(kernel);
  request.parameters = parameters;
  return request;
}

const FormulaValue& value_of(const std::vector<FormulaValue>& all, std::string_view id) {
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const FormulaValue& one) { return one.formula->id == id; });
  REQUIRE(found != all.end());
  return *found;
}

TEST_CASE("a formula is evaluated with the other forms of what it says") {
  const FormulaResults results = evaluate_formulas(asking("thm3.10", "conv", {{"n", 512}}));
  REQUIRE(results.asked.size() == 1);
  // 2√2·27·512² + 3^1.5·512^2.5
  CHECK(*results.asked[0].value ==
        Approx(2 * std::sqrt(2.0) * 27 * 262144 + std::pow(3, 1.5) * std::pow(512, 2.5)));
  CHECK(results.asked[0].is_about);
  CHECK_FALSE(results.asked[0].measured);
  CHECK_FALSE(results.asked[0].ratio());
  CHECK(results.parameters["w"] == 512);
  CHECK(*value_of(results.others, "thm3.10.exact").value == Approx(40055065.6393).epsilon(1e-11));
  CHECK_FALSE(value_of(results.others, "thm3.10.exact.no-R").is_about);
}

TEST_CASE("a measurement is that of the run, for the class that a formula speaks about") {
  FormulaRequest request = asking("lem3.8", "conv", {{"n", 20}, {"k", 3}});
  request.measure = true;
  const FormulaResults results = evaluate_formulas(request);
  const RunResult run_result = run({&find_kernel("conv"), {{"n", 20}, {"k", 3}}, {}});
  CHECK(*results.asked[0].measured == run_result.named[1].totals.dmd);
  CHECK(*results.asked[0].ratio() ==
        Approx(run_result.named[1].totals.dmd / *results.asked[0].value));
  CHECK(*value_of(results.others, "lem3.8.exact").ratio() == Approx(1).epsilon(1e-12));
  CHECK_FALSE(value_of(results.others, "lem3.8.exact.no-R").measured);
}

TEST_CASE("symbols that are not parameters are given, or come from the run") {
  FormulaRequest request = asking("lem3.17", "fft", {{"n", 64}});
  CHECK_FALSE(evaluate_formulas(request).asked[0].value);
  CHECK(evaluate_formulas(request).asked[0].missing.find("value for X") != std::string::npos);
  request.given = {{"X", 2}};
  CHECK(*evaluate_formulas(request).asked[0].value == 7);  // 64/8 − 1

  request = asking("lem3.5", "matmul", {{"m", 5}, {"n", 6}, {"l", 7}});
  request.model.cold = Cold::bound;
  request.measure = true;
  const FormulaResults cold = evaluate_formulas(request);
  CHECK(*cold.asked[0].value == Approx(std::pow(107, 1.5)).epsilon(1e-12));
  CHECK(*cold.asked[0].ratio() == Approx(1).epsilon(1e-12));
}

TEST_CASE("Theorem 3.21 holds blocks against the run on elements") {
  FormulaRequest request = asking("thm3.21", "conv", {{"n", 24}, {"k", 3}});
  request.model.block = 4;
  request.model.bits = 9;
  request.measure = true;
  const FormulaResults results = evaluate_formulas(request);
  const double elements = run({&find_kernel("conv"), {{"n", 24}, {"k", 3}}, {}}).dmd;
  // √b·f, and both sides times √9 for the size of a datum.
  CHECK(*results.asked[0].value == Approx(2 * elements * 3).epsilon(1e-12));
  CHECK(*results.asked[0].measured ==
        run({&find_kernel("conv"), {{"n", 24}, {"k", 3}}, request.model}).dmd);
  CHECK(*results.asked[0].ratio() < 1);
}

TEST_CASE("what no run shows is not measured, and a measurement needs a kernel") {
  FormulaRequest request = asking("lem3.16", "fft", {{"n", 16}});
  request.measure = true;
  CHECK_FALSE(evaluate_formulas(request).asked[0].measured);
  CHECK(*evaluate_formulas(request).asked[0].value == 3);
  FormulaRequest nothing = asking("def2.1", "", {});
  nothing.given = {{"l", 3}};
  CHECK(*evaluate_formulas(nothing).asked[0].value == Approx(std::sqrt(3.0)));
  nothing.measure = true;
  CHECK_THROWS_AS(evaluate_formulas(nothing), Error);
}

TEST_CASE("a sum too long for an answer says so") {
  FormulaRequest request = asking("lem3.5.exact", "", {});
  request.given = {{"m", 1e12}};
  const FormulaResults results = evaluate_formulas(request);
  CHECK_FALSE(results.asked[0].value);
  CHECK(results.asked[0].missing.find("terms") != std::string::npos);
  CHECK(*value_of(results.others, "lem3.5").value == Approx(1e18));
}

}  // namespace
}  // namespace dmc::test

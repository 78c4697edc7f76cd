#include <limits>

#include <nlohmann/json.hpp>

#include "dmc/report/fit_report.hpp"

#include "catch.hpp"
#include "lines.hpp"

using Json = nlohmann::ordered_json;

namespace dmc::test {
namespace {

Estimate between(double low, double value, double high) {
  return {.value = value, .low = low, .high = high};
}

/// Five sizes and two laws, made up by hand: 2·n² and n·log₂ n.
FitResult sample_fit() {
  FitResult result{.kernel = &find_kernel("conv")};
  FitSlice slice{.parameter = "n",
                 .others = resolve_parameters(*result.kernel, {{"n", 128}, {"k", 3}})};
  for (const double size : {8, 16, 32, 64, 128}) {
    slice.growth.points.push_back({size, 2 * size * size});
  }
  slice.growth.local = {2, 2, 2, 2};
  slice.growth.line = {.exponent = between(1.9, 2, 2.1), .coefficient = between(1, 2, 3)};
  slice.growth.laws = {{.law = {.exponent = 2}, .coefficient = between(1.5, 2, 2.5)},
                       {.law = {.exponent = 1, .log_power = 1}, .coefficient = between(3, 4, 5)}};
  slice.growth.exponent = between(1, 2, 2.25);
  slice.growth.doubt = Doubt::several;
  slice.formulas = {{&find_formula("thm3.10"), {0.5, 0.75}, between(0.7, 0.8, 0.9)},
                    {&find_formula("thm3.10.exact"), {1, 1}, between(0.99, 1, 1.01)},
                    {&find_formula("thm3.10.corrected"), {1, 1}, between(0.9, 1, 1.1)},
                    {&find_formula("lem3.7"), {1, 1}, {}},
                    {&find_formula("lem3.8"), {2, 4}, {}, GrowthLaw{.exponent = 0.5}}};
  result.slices.push_back(std::move(slice));
  return result;
}

std::string verdict_of(const FitResult& result) {
  return growth_verdict(result, result.slices[0]);
}

}  // namespace

TEST_CASE("a fit claims one law only where it is the only one") {
  FitResult result = sample_fit();
  CHECK(verdict_of(result) ==
        "n: the data do not determine the law: n^2 and n·log₂ n predict the largest sizes about "
        "equally well, and others may, too. Give larger sizes, and more in between. From 8 to 128 "
        "the DMD grows like n^2 on the whole, and like n^2 at "
        "the end.");
  result.slices[0].growth.laws.pop_back();
  CHECK(verdict_of(result).find("n^2 predicts the largest sizes well, but others may, too. Give") !=
        std::string::npos);
  result.slices[0].growth.doubt = Doubt::none;
  CHECK(verdict_of(result) ==
        "n: the DMD grows like n^2, with the coefficient 2 (1.5 to 2.5). The local exponents tend "
        "to something from 1 to 2.25.");
  result.slices[0].growth.laws[0].coefficient = between(1.99996, 2, 2.00003);
  CHECK(verdict_of(result).find("the coefficient 2 (1.99996 to 2.00003)") != std::string::npos);
  result.slices[0].growth.laws[0].coefficient = between(2 - 1e-9, 2, 2 + 1e-9);
  result.slices[0].growth.exponent = between(2, 2, 2);
  CHECK(verdict_of(result) ==
        "n: the DMD grows like n^2, with the coefficient 2 (known to seven digits). The local "
        "exponents tend to 2.");
  result.reuse_class = "row-wise reuses";
  result.fitted = Fitted::reuses;
  CHECK(verdict_of(result).find("the number of row-wise reuses grows like n^2") !=
        std::string::npos);
  result.reuse_class.clear();
  CHECK(verdict_of(result).find("the reuses grow like n^2") != std::string::npos);
}

TEST_CASE("without a law a fit speaks of the sizes at hand, and says what it lacks") {
  FitResult result = sample_fit();
  Growth& growth = result.slices[0].growth;
  growth.laws.clear();
  growth.exponent.reset();
  CHECK(
      verdict_of(result) ==
      "n: the data do not determine the law: several predict the largest sizes about equally well. "
      "Give larger sizes, and more in between. From 8 to 128 the DMD grows like n^2 on the "
      "whole, and like n^2 at the end.");
  growth.doubt = Doubt::rough;
  growth.missed = 0.213;
  CHECK(verdict_of(result).find("the best misses the largest by 21%") != std::string::npos);
  growth.doubt = Doubt::few_sizes;
  growth.points.resize(4);
  growth.local.resize(3);
  CHECK(verdict_of(result).find("4 sizes support no claim about the limit; give 5 or more") !=
        std::string::npos);
  const Json json = Json::parse(render_json(fit_document(result), {}));
  CHECK(json["verdicts"][0]["decided"] == false);
  CHECK(json["verdicts"][0]["exponent"].is_null());
  CHECK(json["verdicts"][0]["law"].is_null());
  CHECK(json["verdicts"][0]["reason"] ==
        "4 sizes support no claim about the limit; give 5 or more");
  CHECK(json["laws"].empty());
  CHECK(json["sizes"][1]["coefficient"].is_null());
}

TEST_CASE("a fit's JSON has intervals, and says of a formula whether it is right in the limit") {
  FitResult decided = sample_fit();
  decided.slices[0].growth.doubt = Doubt::none;
  decided.slices[0].growth.laws.pop_back();
  CHECK(Json::parse(render_json(fit_document(decided), {}))["sizes"][1]["coefficient"] ==
        2.0);  // 512 / 16²
  const Json json = Json::parse(render_json(fit_document(sample_fit()), {}));
  CHECK(json["schema"] == "dmc.fit/1");
  CHECK((json["kernel"] == "conv" && json["fitted"] == "DMD" && json["sweep"].is_null()));
  CHECK(json["parameters"]["h"] == 128);
  REQUIRE(json["sizes"].size() == 5);
  CHECK(json["sizes"][0]["local_exponent"].is_null());
  CHECK((json["sizes"][1]["size"] == 16 && json["sizes"][1]["value"] == 512.0));
  CHECK(json["sizes"][1]["local_exponent"] == 2.0);
  CHECK(json["sizes"][1]["coefficient"].is_null());  // over which law?
  REQUIRE(json["laws"].size() == 2);
  CHECK((json["laws"][1]["law"] == "n·log₂ n" && json["laws"][1]["log_power"] == 1.0));
  CHECK((json["laws"][1]["low"] == 3.0 && json["laws"][1]["high"] == 5.0));
  std::vector<std::string> verdicts;
  for (const Json& one : json["formulas"]) {
    verdicts.push_back(one["verdict"]);
  }
  CHECK(verdicts == std::vector<std::string>{"off", "right", "open", "open", "off"});
  CHECK(json["formulas"][4]["grows_like"] == "n^0.5");
  CHECK(json["formulas"][3]["limit"].is_null());
}

TEST_CASE("an interval that nothing is known of is no number, and supports no verdict") {
  FitResult result = sample_fit();
  const double infinite = std::numeric_limits<double>::infinity();
  result.slices[0].formulas[0].limit = between(-infinite, 1, infinite);
  const Json json = Json::parse(render_json(fit_document(result), {}));
  CHECK(json["formulas"][0]["low"].is_null());
  CHECK(json["formulas"][0]["verdict"] == "open");
}

TEST_CASE("a fit of a sweep names its file") {
  FitResult result = sample_fit();
  result.sweep = "some.csv";
  const Document document = fit_document(result);
  CHECK(document.lead.front() == "growth of the DMD in some.csv");
  CHECK(document.footer.empty());
  CHECK(Json::parse(render_json(document, {}))["sweep"] == "some.csv");
  check_fits(document);
}

}  // namespace dmc::test

#include <algorithm>
#include <string>

#include <nlohmann/json.hpp>

#include "dmc/formulas/formula.hpp"
#include "dmc/kernels/kernel.hpp"
#include "dmc/report/format.hpp"
#include "dmc/report/listing.hpp"

#include "catch.hpp"

using namespace dmc;

TEST_CASE("the list has every kernel with each parameter's default and range") {
  Document document;
  document.sections = {kernel_list(), parameter_list()};
  const auto json = nlohmann::json::parse(render_json(document, {}));
  REQUIRE(json["kernels"].size() == kernels().size());
  for (std::size_t i = 0; i < kernels().size(); ++i) {
    const Kernel& kernel = kernels()[i];
    INFO(kernel.name);
    CHECK(json["kernels"][i]["name"] == kernel.name);
    REQUIRE(json["kernels"][i]["parameters"].size() == kernel.parameters.size());
    for (const auto& parameter : json["kernels"][i]["parameters"]) {
      CHECK(parameter.contains("default"));
      CHECK((parameter.contains("choices") ||
             (parameter.contains("min") && parameter.contains("max"))));
    }
  }
  const std::string table = render_table(document, {});
  for (const Kernel& kernel : kernels()) {
    CHECK(table.find("\n  " + std::string(kernel.name)) != std::string::npos);
  }
}

TEST_CASE("the list has every formula in the order of the table, and every format") {
  Document document;
  document.sections = {formula_list(), format_list()};
  const auto json = nlohmann::json::parse(render_json(document, {}));
  REQUIRE(json["formulas"].size() == formulas().size());
  for (std::size_t i = 0; i < formulas().size(); ++i) {
    CHECK(json["formulas"][i]["id"] == formulas()[i].id);
    CHECK_FALSE(json["formulas"][i]["latex"].get<std::string>().empty());
  }
  CHECK(json["formats"].size() == formats().size());
}

TEST_CASE("choices are listed by name") {
  static constexpr std::array<std::string_view, 2> k_choices{"nchw", "nhwc"};
  const Parameter choice{.name = "layout", .meaning = "order", .fallback = 0, .choices = k_choices};
  CHECK(range_text(choice) == "nchw, nhwc");
  CHECK(default_text(choice, {{"layout", 1}}) == "nhwc");
  const Parameter number{.name = "k", .meaning = "side", .fallback = 3, .max = 9};
  CHECK(range_text(number) == "1 to 9");
  CHECK(range_text({.name = "k", .meaning = "", .fallback = 3}) == "1 or more");
  CHECK(default_text(number, {{"k", 5}}) == "5");
  CHECK(default_text(number, {}).empty());
}

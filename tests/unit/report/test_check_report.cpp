#include <nlohmann/json.hpp>

#include "dmc/report/check_report.hpp"

#include "catch.hpp"
#include "lines.hpp"
#include "sample_check.hpp"

using Json = nlohmann::ordered_json;

namespace dmc::test {
namespace {

Json json_of(const CheckResult& result) {
  return Json::parse(render_json(check_document(result), {}));
}

std::string table_of(const CheckResult& result) {
  return render_table(check_document(result), {.width = 120});
}

/// One check with these findings.
CheckResult only(std::vector<Finding> findings, bool has_classes = true) {
  CheckOutcome outcome;
  outcome.check = {.name = "one", .has_classes = has_classes};
  outcome.findings = std::move(findings);
  outcome.classes = {{"K", "j", {7, 21}}};
  return {.expectations = {.file = "some.json"}, .outcomes = {std::move(outcome)}};
}

}  // namespace

TEST_CASE("a check's JSON counts, and says of each expectation what was measured") {
  const Json json = json_of(sample_check());
  CHECK(json["schema"] == "dmc.checked/1");
  CHECK(json["file"] == "some.json");
  CHECK((json["checks"] == 2 && json["failed_checks"] == 1));
  CHECK((json["holding"] == 3 && json["failing"] == 3 && json["updated"] == 0));
  REQUIRE(json["results"].size() == 2);
  const Json& first = json["results"][0];
  CHECK(first["verdict"] == "fails");
  CHECK((first["kernel"] == "conv" && first["parameters"]["h"] == 9));
  CHECK((first["model"]["block"] == 1 && first["result"].is_null()));
  REQUIRE(first["expectations"].size() == 5);
  CHECK(first["expectations"][0]["difference"] == 1);
  CHECK(first["expectations"][1]["difference"] == 1);  // from the bound that is violated
  CHECK(first["expectations"][1]["value"].is_null());
  CHECK((first["expectations"][1]["min"] == 100 && first["expectations"][1]["max"] == 138));
  CHECK(first["expectations"][2]["class"] == "kernel reuses");
  CHECK((first["expectations"][3]["tolerance"] == 36 &&
         first["expectations"][3]["difference"] == -27.5));
  const Json& missing = first["expectations"][4];
  CHECK((missing["measured"].is_null() && missing["difference"].is_null()));
  CHECK((missing["array"] == "L" && missing["carried_by"] == "j" && missing["verdict"] == "fails"));
  CHECK(missing["why"] == "no array 'L' & no reuses");
  CHECK(first["changes"][0] == Json({{"array", "I"},
                                     {"carried_by", "i"},
                                     {"reuses_before", 108},
                                     {"reuses", 100},
                                     {"dmd_before", 680.0},
                                     {"dmd", 612.0}}));
  const Json& second = json["results"][1];
  CHECK((second["verdict"] == "holds" && second["result"] == "out.json"));
  CHECK((second["kernel"].is_null() && second["parameters"].is_null()));
}

TEST_CASE("a check's table lists what fails, with what was expected and by how much it is off") {
  const std::string table = table_of(sample_check());
  INFO(table);
  CHECK(table.find("1 of 2 checks fail: 3 of 6 expectations do not hold.") != std::string::npos);
  CHECK(line_with(table, "accesses") == "accesses fails 930 931 +1 (+0.1075%)");  // 1/930
  CHECK(line_with(table, "data") == "data fails 100 to 138 139 +1 (+0.7246%)");   // 1/138
  CHECK(line_with(table, "reuses of L") == "reuses of L carried by j fails at least 1 –");
  CHECK(unwrapped(table).find(R"(small & <odd> "name", reuses of L carried by j: no array 'L' & no)"
                              " reuses.") != std::string::npos);
  CHECK(line_with(table, "file") == "file holds");
  CHECK(table.find("3,600") == std::string::npos);  // what holds is not listed
  CHECK(line_with(table, "What has changed") == R"(What has changed in small & <odd> "name")");
  CHECK(line_with(table, "I carried by i") == "I carried by i 108 100 680 612 −68");
  CHECK(line_with(table, "K carried by j") == "K carried by j 0 7 0 21 +21");
}

TEST_CASE("where all holds there is little to say") {
  const std::string table =
      table_of(only({finding({.quantity = "data", .value = std::uint64_t{5}}, 5, Verdict::holds)}));
  CHECK(table.find("1 check, 1 expectation: it holds.") != std::string::npos);
  CHECK(table.find("expected") == std::string::npos);
  CHECK(table.find("--update") == std::string::npos);
}

TEST_CASE("a share of nothing is not shown, nor a difference of nothing") {
  const std::string table =
      table_of(only({finding({.quantity = "reuses", .value = std::uint64_t{0}}, 5, Verdict::fails),
                     finding({.quantity = "data"}, 7, Verdict::fails)}));
  CHECK(line_with(table, "reuses ") == "reuses fails 0 5 +5");
  CHECK(line_with(table, "data ") == "data fails nothing yet 7");
}

TEST_CASE("a failure without changes of classes says why there are none") {
  const Finding fails = finding({.quantity = "data", .value = std::uint64_t{6}}, 5, Verdict::fails);
  const std::string unknown = unwrapped(table_of(only({fails}, false)));
  CHECK(unknown.find("Once --update has written the classes of reuses into the file, a check that "
                     "fails says which of them has changed.") != std::string::npos);
  const std::string same = unwrapped(table_of(only({fails})));
  CHECK(same.find("one: the classes of reuses are what they were when the file was written.") !=
        std::string::npos);
  CHECK(same.find("--update") == std::string::npos);
}

TEST_CASE("of a result without classes of reuses nothing is said of them") {
  const Finding fails = finding({.quantity = "data", .value = std::uint64_t{6}}, 5, Verdict::fails);
  for (const bool has_classes : {false, true}) {
    CheckResult result = only({fails}, has_classes);
    result.outcomes[0].classes.clear();
    CHECK(table_of(result).find("classes") == std::string::npos);
  }
}

TEST_CASE("one of one fails, and some of several fail") {
  const Finding fails = finding({.quantity = "data", .value = std::uint64_t{6}}, 5, Verdict::fails);
  CHECK(table_of(only({fails})).find("1 of 1 check fails: 1 of 1 expectation does not hold.") !=
        std::string::npos);
  CHECK(table_of(only({fails, fails})).find("2 of 2 expectations do not hold.") !=
        std::string::npos);
}

TEST_CASE("of many changed classes the largest are shown, the others counted") {
  CheckResult result =
      only({finding({.quantity = "data", .value = std::uint64_t{6}}, 5, Verdict::fails)});
  for (int i = 0; i < 10; ++i) {
    const std::string name(1, static_cast<char>('a' + i));
    result.outcomes[0].changes.push_back({name, "x", {}, {1, 100.0 - i}});
  }
  const std::string table = table_of(result);
  CHECK_FALSE(line_with(table, "h carried by x").empty());
  CHECK(line_with(table, "i carried by x").empty());
  CHECK(table.find("2 more have changed less; JSON and CSV have them all.") != std::string::npos);
  CHECK(json_of(result)["results"][0]["changes"].size() == 10);
}

TEST_CASE("what was updated neither fails nor is kept quiet") {
  const CheckResult result =
      only({finding({.quantity = "data", .value = std::uint64_t{5}}, 5, Verdict::updated),
            finding({.quantity = "reuses", .value = std::uint64_t{5}}, 5, Verdict::holds)});
  const Json json = json_of(result);
  CHECK((json["failed_checks"] == 0 && json["updated"] == 1 && json["holding"] == 1));
  CHECK(json["results"][0]["verdict"] == "updated");
  CHECK(
      unwrapped(table_of(result))
          .find(
              "1 check, 2 expectations: all hold. 1 value was updated to what is measured now.") !=
      std::string::npos);
}

TEST_CASE("a check's table fits any width, and its CSV is a rectangle") {
  check_fits(check_document(sample_check()));
  const std::vector<std::string> csv = lines_of(render_csv(check_document(sample_check()), {}));
  const auto count = [&](const std::string& record) {
    return std::count_if(csv.begin(), csv.end(),
                         [&](const auto& line) { return line.find(record + ',') == 0; });
  };
  CHECK(count("expectations") == 6);
  CHECK(count("changes") == 2);
  CHECK(count("results") == 0);
}

}  // namespace dmc::test

#include "dmc/report/check_report.hpp"

#include "catch.hpp"
#include "markup.hpp"
#include "sample_check.hpp"

namespace dmc::test {
namespace {

constexpr std::string_view k_declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// The elements after the declaration; throws where they are not well-formed.
std::vector<Element> elements_of(const CheckResult& result) {
  const std::string text = junit_text(result);
  REQUIRE(text.rfind(k_declaration, 0) == 0);
  return MarkupReader(std::string_view(text).substr(k_declaration.size())).elements();
}

std::vector<Element> named(const std::vector<Element>& all, std::string_view name) {
  std::vector<Element> some;
  for (const Element& element : all) {
    if (element.name == name) {
      some.push_back(element);
    }
  }
  return some;
}

std::string attribute(const Element& element, const std::string& name) {
  return element.attributes.at(name);
}

}  // namespace

TEST_CASE("JUnit has a suite a check and a case an expectation, and counts them") {
  const std::vector<Element> all = elements_of(sample_check());
  CHECK(all.front().name == "testsuites");
  CHECK(attribute(all.front(), "tests") == "6");
  CHECK(attribute(all.front(), "failures") == "3");
  CHECK(attribute(all.front(), "errors") == "0");
  CHECK(all.front().number("time") == 0.5);
  const std::vector<Element> suites = named(all, "testsuite");
  REQUIRE(suites.size() == 2);
  CHECK(attribute(suites[0], "name") == R"(small & <odd> "name")");
  CHECK(attribute(suites[0], "tests") == "5");
  CHECK(attribute(suites[0], "failures") == "3");
  CHECK(suites[0].number("time") == 0.25);
  CHECK(attribute(suites[1], "name") == "file");
  CHECK(attribute(suites[1], "failures") == "0");
  const std::vector<Element> cases = named(all, "testcase");
  REQUIRE(cases.size() == 6);
  CHECK(attribute(cases[0], "name") == "accesses");
  CHECK(attribute(cases[2], "name") == "reuses of kernel reuses");
  CHECK(attribute(cases[4], "name") == "reuses of L carried by j");
  CHECK(attribute(cases[4], "classname") == R"(small & <odd> "name")");
  CHECK(attribute(cases[5], "file") == "some.json");
}

TEST_CASE("JUnit says under each failure what was expected, measured, and which classes changed") {
  const std::vector<Element> all = elements_of(sample_check());
  const std::vector<Element> failures = named(all, "failure");
  REQUIRE(failures.size() == 3);
  CHECK(attribute(failures[0], "message") == "accesses is 931, expected 930");
  CHECK(failures[0].text ==
        "expected: 930\n"
        "measured: 931  +1 (+0.1075%)\n"
        "I carried by i: 108 to 100 reuses, DMD 680 to 612 (−68)\n"
        "K carried by j: 0 to 7 reuses, DMD 0 to 21 (+21)\n");
  CHECK(attribute(failures[1], "message") == "data is 139, expected 100 to 138");
  CHECK(attribute(failures[2], "message") == "no array 'L' & no reuses");
  CHECK(failures[2].text.find("expected: at least 1\nno array 'L' & no reuses\n") == 0);
  CHECK(failures[2].text.find("measured") == std::string::npos);
  // Right behind the case it belongs to.
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (all[i].name == "failure") {
      CHECK(all[i - 1].name == "testcase");
    }
  }
}

TEST_CASE("JUnit is well-formed whatever things are called, and updates are no failures") {
  CheckResult result = sample_check();
  result.outcomes[0].check.name = "a \x01 ]]> 'quoted' Übung";
  result.outcomes[1].findings[0].verdict = Verdict::updated;
  const std::vector<Element> all = elements_of(result);
  CHECK(attribute(named(all, "testsuite")[0], "name") == "a \\x01 ]]> 'quoted' Übung");
  CHECK(attribute(all.front(), "failures") == "3");
  CHECK(attribute(named(all, "testsuite")[1], "tests") == "1");
  CHECK(attribute(named(all, "testsuite")[1], "failures") == "0");
}

TEST_CASE("JUnit of no checks is a report, too") {
  const std::vector<Element> all = elements_of({.expectations = {.file = "some.json"}});
  REQUIRE(all.size() == 1);
  CHECK(attribute(all.front(), "tests") == "0");
}

}  // namespace dmc::test

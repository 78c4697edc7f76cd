#include "dmc/check/check.hpp"

#include "catch.hpp"

namespace dmc::test {
namespace {

// What has to be changed is wrong by hand: 931 accesses, 792 reuses, 432 of them of K.
constexpr const char* k_text = R"({
  "x-owner": "someone",
  "schema": "dmc.check/1",
  "checks": [
    {
      "note": "kept",
      "expect": [
        {"value": 930, "quantity": "accesses", "why": "first"},
        {"quantity": "reuses"},
        {"quantity": "reuses", "array": "K", "value": 432},
        {"quantity": "dmd", "max": 1},
        {"quantity": "reuses", "array": "I", "value": 361, "tolerance": 2}
      ],
      "kernel": "conv",
      "parameters": {"k": 3, "n": 9}
    }
  ]
}
)";

}  // namespace

TEST_CASE("update replaces what does not hold, and nothing else") {
  CheckResult result = check({.expectations = parse_expectations(k_text, "some.json")});
  CHECK(result.count(Verdict::fails) == 3);
  const std::string text = update(result);
  CHECK(result.count(Verdict::updated) == 2);
  CHECK(result.count(Verdict::fails) == 1);  // the bound is the user's
  std::string expected = k_text;
  const auto replace = [&](const std::string& before, const std::string& after) {
    expected.replace(expected.find(before), before.size(), after);
  };
  replace("930", "931");
  replace(R"({"quantity": "reuses"})", R"({"quantity": "reuses", "value": 792})");
  // The classes are new, at the end of the check; otherwise the text is the same.
  const std::size_t classes = text.find(",\n      \"classes\": [");
  REQUIRE(classes != std::string::npos);
  const std::size_t end = text.find("]\n", classes + 22) + 1;
  CHECK(text.substr(0, classes) + text.substr(end) == expected);
  CHECK(text.find(R"({"array": "I", "carried_by": "j", "reuses": 252, "dmd": )") < text.size());
}

TEST_CASE("what has been updated holds, and is not updated again") {
  CheckResult first = check({.expectations = parse_expectations(k_text, "some.json")});
  const std::string text = update(first);
  CheckResult second = check({.expectations = parse_expectations(text, "some.json")});
  CHECK(second.count(Verdict::fails) == 1);
  CHECK(second.outcomes[0].changes.empty());
  CHECK(update(second) == text);
}

TEST_CASE("a check that fails later says which class has changed") {
  CheckResult first = check({.expectations = parse_expectations(k_text, "some.json")});
  std::string text = update(first);
  // As though 10 of I's reuses carried by j had been fewer at the time.
  const std::string now = R"("carried_by": "j", "reuses": 252)";
  text.replace(text.find(now), now.size(), R"("carried_by": "j", "reuses": 242)");
  const CheckResult later = check({.expectations = parse_expectations(text, "some.json")});
  REQUIRE(later.outcomes[0].changes.size() == 1);
  const ClassChange& change = later.outcomes[0].changes[0];
  CHECK((change.array == "I" && change.carried_by == "j"));
  CHECK((change.before.reuses == 242 && change.now.reuses == 252));
}

TEST_CASE("lines that are too long are broken, and everything is kept") {
  const std::string name(120, 'x');
  const std::string text =
      R"({"schema":"dmc.check/1","a":{"deep":[1,2.5,-3,true,null,")" + name +
      R"(",{"e":[]}],"s":"ä \" \n"},"checks":[{"kernel":"conv","parameters":{"n":9,"k":3},"expect":[{"quantity":"data"}]}]})";
  CheckResult result = check({.expectations = parse_expectations(text, "some.json")});
  const std::string updated = update(result);
  CHECK(updated.find("\n      \"" + name +
                     "\",\n      {\"e\": []}\n    ],\n    \"s\": \"ä \\\" \\n\"") !=
        std::string::npos);
  CHECK(updated.find("{\"quantity\": \"data\", \"value\": 139}") != std::string::npos);
}

}  // namespace dmc::test

#include "dmc/check/check.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>

#include "dmc/util/error.hpp"

#include "catch.hpp"
#include "reference_values.hpp"

namespace dmc::test {
namespace {

Expectations expectations(const std::string& checks) {
  return parse_expectations(R"({"schema": "dmc.check/1", "checks": [)" + checks + "]}",
                            "some.json");
}

std::vector<bool> verdicts(const CheckOutcome& outcome) {
  std::vector<bool> all;
  for (const Finding& finding : outcome.findings) {
    all.push_back(finding.verdict == Verdict::holds);
  }
  return all;
}

const Check& check_of(const ReferenceValue& value, const CheckResult& result) {
  const Parameters complete = resolve_parameters(find_kernel(value.kernel), value.parameters);
  const auto found = std::find_if(
      result.outcomes.begin(), result.outcomes.end(), [&](const CheckOutcome& outcome) {
        const Check& check = outcome.check;
        return check.kernel->name == value.kernel &&
               check.parameters.entries() == complete.entries() &&
               check.model.block == value.model.block && check.model.omit == value.model.omit &&
               check.model.temporaries == value.model.temporaries;
      });
  REQUIRE(found != result.outcomes.end());
  return found->check;
}

// a b b b c a: by hand, b twice at distance 1, a at distance 3.
Measurement by_hand() {
  return measure({}, [](Tracer& tracer) {
    auto x = tracer.array<double>("x", 3);
    for (auto i : tracer.loop("i", 6)) {
      constexpr std::array<std::uint64_t, 6> k_order{0, 1, 1, 1, 2, 0};
      static_cast<void>(x.read(k_order[i]));
    }
  });
}

}  // namespace

TEST_CASE("the reference values hold, and are those of the kernels' definitions") {
  const CheckResult result = check({.expectations = reference_expectations(), .threads = 2});
  CHECK(result.failed_checks() == 0);
  CHECK(result.count(Verdict::fails) == 0);
  const std::vector<ReferenceValue> all = reference_values();
  CHECK(result.outcomes.size() == all.size());
  for (const ReferenceValue& value : all) {
    INFO(value.kernel << " " << value.dmd);
    const Check& one = check_of(value, result);
    REQUIRE(one.expect.size() >= 4);
    CHECK(number_of(one.expect[0].value.value()) == static_cast<double>(value.accesses));
    CHECK(number_of(one.expect[1].value.value()) == static_cast<double>(value.data));
    CHECK(number_of(one.expect[2].value.value()) == static_cast<double>(value.reuses));
    CHECK(number_of(one.expect[3].value.value()) == std::stod(std::string(value.dmd)));
  }
}

TEST_CASE("parts of a run: arrays, classes, pairs, formulas") {
  // By the closed forms of convolution: k²(o²−1) kernel reuses, o = n−k+1 = 7, at 18 and 19.
  const CheckResult result = check({.expectations = expectations(R"(
      {"kernel": "conv", "parameters": {"n": 9, "k": 3}, "expect": [
        {"quantity": "reuses", "class": "kernel reuses", "value": 432},
        {"quantity": "reuses", "array": "K", "value": 432},
        {"quantity": "accesses", "array": "K", "value": 441},
        {"quantity": "max_distance", "array": "K", "value": 19},
        {"quantity": "reuses", "array": "I", "carried_by": "j", "value": 252},
        {"quantity": "ratio", "formula": "thm3.10.exact", "value": 1},
        {"quantity": "reuses", "array": "I", "carried_by": "j", "value": 253},
        {"quantity": "reuses", "array": "I", "carried_by": "j", "value": 253, "tolerance": "1%"}]})")});
  CHECK(verdicts(result.outcomes.at(0)) ==
        std::vector<bool>{true, true, true, true, true, true, false, true});
  CHECK(result.count(Verdict::fails) == 1);
  CHECK(result.failed_checks() == 1);
}

TEST_CASE("a program's own measurements are checked by name") {
  const std::string checks = R"({"measurement": "by hand", "expect": [
      {"quantity": "accesses", "value": 6}, {"quantity": "data", "value": 3},
      {"quantity": "reuses", "value": 3}, {"quantity": "dmd", "value": 3.7320508075688772},
      {"quantity": "max_distance", "value": 3},
      {"quantity": "reuses", "array": "x", "carried_by": "i", "value": 3}]})";
  const CheckResult result =
      check({.expectations = expectations(checks), .measurements = {{"by hand", by_hand()}}});
  CHECK(result.failed_checks() == 0);
  CHECK(result.count(Verdict::holds) == 6);
  CHECK_THROWS_WITH(
      check({.expectations = expectations(checks), .measurements = {{"by hnad", by_hand()}}}),
      "some.json: checks[0].measurement: no measurement 'by hand'; did you mean 'by hnad'?");
  CHECK_THROWS_AS(check({.expectations = expectations(checks)}), Error);
}

TEST_CASE("results in files that cannot be read name both files") {
  CHECK_THROWS_WITH(
      check({.expectations = expectations(R"({"result": "missing.json", "expect": []})")}),
      "some.json: checks[0].result: cannot read missing.json: No such file or directory");
}

TEST_CASE("equal runs are made once, whatever their parameters are called") {
  std::uint64_t total = 0;
  CheckRequest request{.expectations = expectations(R"(
      {"kernel": "conv", "parameters": {"n": 9, "k": 3}, "expect": []},
      {"kernel": "conv", "parameters": {"h": 9, "w": 9, "k": 3}, "expect": []},
      {"kernel": "conv", "parameters": {"n": 9, "k": 3}, "model": {"omit": ["R"]}, "expect": []})")};
  request.progress = [&](std::uint64_t, std::uint64_t all) { total = all; };
  static_cast<void>(check(request));
  // 931 accesses; 882 without the 49 writes of R.
  CHECK(total == 931 + 882);
}

TEST_CASE("the result does not depend on threads") {
  const auto numbers = [](unsigned threads) {
    const CheckResult result =
        check({.expectations = reference_expectations(), .threads = threads});
    std::vector<double> all;
    for (const CheckOutcome& outcome : result.outcomes) {
      for (const Finding& finding : outcome.findings) {
        all.push_back(number_of(finding.measured.value()));
      }
    }
    return all;
  };
  CHECK(numbers(1) == numbers(3));
}

}  // namespace dmc::test

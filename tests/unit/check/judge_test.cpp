#include "judge.hpp"

#include "catch.hpp"

namespace dmc::test {
namespace {

/// A result in which K and I are reused by j, 3 times at a DMD of 6 and twice at 2.5.
Evidence evidence() {
  Evidence some;
  some.parts[{}] = {{"accesses", std::uint64_t{1000}}, {"dmd", 8.5}};
  some.parts[{.array = "K"}] = {{"reuses", std::uint64_t{3}}};
  some.parts[{.array = "I"}] = {{"reuses", std::uint64_t{2}}};
  some.parts[{.array = "K", .carried_by = "j"}] = {{"reuses", std::uint64_t{3}}, {"dmd", 6.0}};
  some.parts[{.array = "I", .carried_by = "i"}] = {{"reuses", std::uint64_t{2}}, {"dmd", 2.5}};
  some.parts[{.reuse_class = "kernel reuses"}] = {{"reuses", std::uint64_t{3}}};
  some.parts[{.formula = "thm3.10"}] = {{"ratio", 0.5}};
  return some;
}

Expectation about(std::string quantity, Subject subject = {}) {
  return {.quantity = std::move(quantity), .subject = std::move(subject), .place = "here"};
}

Verdict verdict_of_value(const std::string& quantity, CheckedValue value, double tolerance = 0) {
  Expectation one = about(quantity);
  one.value = value;
  one.tolerance = tolerance;
  return judge(one, evidence()).verdict;
}

}  // namespace

TEST_CASE("a count is equal or it is not") {
  CHECK(verdict_of_value("accesses", std::uint64_t{1000}) == Verdict::holds);
  CHECK(verdict_of_value("accesses", std::uint64_t{1001}) == Verdict::fails);
  CHECK(verdict_of_value("accesses", std::uint64_t{999}) == Verdict::fails);
}

TEST_CASE("counts beyond what doubles tell apart are told apart") {
  Evidence some = evidence();
  constexpr std::uint64_t k_large = std::uint64_t{1} << 60;
  some.parts[{}]["accesses"] = k_large;
  Expectation one = about("accesses");
  one.value = CheckedValue(k_large);
  CHECK(judge(one, some).verdict == Verdict::holds);
  some.parts[{}]["accesses"] = k_large + (std::uint64_t{1} << 45);
  CHECK(judge(one, some).verdict == Verdict::fails);
}

TEST_CASE("a real number may differ by rounding, and no more") {
  CHECK(verdict_of_value("dmd", 8.5) == Verdict::holds);
  CHECK(verdict_of_value("dmd", 8.5 * (1 + 5e-12)) == Verdict::holds);  // written with 12 digits
  CHECK(verdict_of_value("dmd", 8.5 * (1 + 2e-11)) == Verdict::fails);
  CHECK(verdict_of_value("dmd", 8.5 * (1 - 2e-11)) == Verdict::fails);
}

TEST_CASE("a tolerance is allowed in full, to both sides") {
  CHECK(verdict_of_value("accesses", std::uint64_t{990}, 10) == Verdict::holds);
  CHECK(verdict_of_value("accesses", std::uint64_t{1010}, 10) == Verdict::holds);
  CHECK(verdict_of_value("accesses", std::uint64_t{989}, 10) == Verdict::fails);
  CHECK(verdict_of_value("accesses", std::uint64_t{1011}, 10) == Verdict::fails);
}

TEST_CASE("bounds are themselves allowed") {
  const auto within = [](std::optional<CheckedValue> min, std::optional<CheckedValue> max) {
    Expectation one = about("dmd");
    one.min = min;
    one.max = max;
    return judge(one, evidence()).verdict;
  };
  CHECK(within(8.5, 8.5) == Verdict::holds);
  CHECK(within(8.0, std::nullopt) == Verdict::holds);
  CHECK(within(8.6, std::nullopt) == Verdict::fails);
  CHECK(within(std::nullopt, 8.4) == Verdict::fails);
  CHECK(within(8.6, 9.0) == Verdict::fails);
}

TEST_CASE("what is not in the result fails with the nearest name") {
  Finding finding = judge(about("reuses", {.array = "J"}), evidence());
  CHECK_FALSE(finding.measured);
  CHECK(finding.why.find("no array 'J'") != std::string::npos);
  finding = judge(about("reuses", {.reuse_class = "kernel reuse"}), evidence());
  CHECK(finding.why.find("did you mean 'kernel reuses'") != std::string::npos);
  finding = judge(about("reuses", {.stage = "softmax"}), evidence());
  CHECK(finding.why.find("no stage") != std::string::npos);
  finding = judge(about("ratio", {.formula = "thm3.18"}), evidence());
  CHECK(finding.why.find("thm3.18") != std::string::npos);
  finding = judge(about("data"), evidence());
  CHECK(finding.why.find("does not tell its data") != std::string::npos);
  CHECK(finding.verdict == Verdict::fails);
}

TEST_CASE("a class that does not occur has no reuses") {
  // Both names occur, though not together.
  Expectation one = about("reuses", {.array = "I", .carried_by = "j"});
  one.max = CheckedValue(std::uint64_t{5});
  Finding finding = judge(one, evidence());
  CHECK(finding.verdict == Verdict::holds);
  CHECK(number_of(finding.measured.value()) == 0);
  // A scope that carries nothing at all may be mistyped, unless nothing is what is expected.
  one.subject.carried_by = "jj";
  CHECK(judge(one, evidence()).verdict == Verdict::fails);
  one.max.reset();
  one.value = CheckedValue(std::uint64_t{0});
  CHECK(judge(one, evidence()).verdict == Verdict::holds);
  // An array that does not exist is mistyped in any case.
  one.subject.array = "Q";
  CHECK(judge(one, evidence()).verdict == Verdict::fails);
}

TEST_CASE("what nothing is expected of yet fails, with what is measured") {
  const Finding finding = judge(about("dmd"), evidence());
  CHECK(finding.verdict == Verdict::fails);
  CHECK(number_of(finding.measured.value()) == 8.5);
  CHECK(finding.why.find("--update") != std::string::npos);
}

TEST_CASE("changed classes: grown, shrunk, gone and new, the largest first") {
  const std::vector<KnownClass> before{
      {"K", "j", {10, 20.0}}, {"I", "j", {5, 9.0}}, {"I", "i", {4, 8.0}}, {"R", "i", {1, 1.0}}};
  const std::vector<KnownClass> now{{"I", "j", {5, 9.0 * (1 + 1e-13)}},
                                    {"K", "j", {10, 21.5}},
                                    {"I", "i", {3, 7.0}},
                                    {"R", "j", {7, 40.0}}};
  const std::vector<ClassChange> changes = changes_of(before, now);
  REQUIRE(changes.size() == 4);
  CHECK((changes[0].array == "R" && changes[0].carried_by == "j"));
  CHECK((changes[0].before.reuses == 0 && changes[0].now.reuses == 7));
  CHECK(changes[1].array == "K");
  // Two differ by 1: in order of their names.
  CHECK((changes[2].array == "I" && changes[2].now.dmd == 7.0));
  CHECK((changes[3].array == "R" && changes[3].now.reuses == 0));
}

}  // namespace dmc::test

// The rule from findings to verdicts: every verdict can be reached, and what outranks what.
#include <set>

#include "dmc/audit/finding.hpp"

#include "catch.hpp"

using namespace dmc;

namespace {

AuditFinding found(Role role, Outcome outcome, std::string reading = {}) {
  AuditFinding finding;
  finding.role = role;
  finding.outcome = outcome;
  finding.reading = std::move(reading);
  return finding;
}

AuditVerdict judged(const std::vector<AuditFinding>& findings) {
  return verdict_of(findings);
}

}  // namespace

TEST_CASE("each verdict has evidence that leads to it") {
  CHECK(judged({found(Role::definition, Outcome::holds)}) == AuditVerdict::definition);
  CHECK(judged({found(Role::formula, Outcome::holds)}) == AuditVerdict::holds);
  CHECK(judged({found(Role::formula, Outcome::in_the_limit)}) ==
        AuditVerdict::holds_asymptotically);
  CHECK(judged({found(Role::formula, Outcome::fails), found(Role::corrected, Outcome::holds)}) ==
        AuditVerdict::slip);
  CHECK(judged({found(Role::formula, Outcome::undecided)}) == AuditVerdict::undecided);
  CHECK(judged({found(Role::bound, Outcome::fails)}) == AuditVerdict::bound_violated);
  CHECK(judged({found(Role::statement, Outcome::fails)}) == AuditVerdict::refuted);
  CHECK(judged({}) == AuditVerdict::undecided);
}

TEST_CASE("a formula without a right correction is refuted") {
  CHECK(judged({found(Role::formula, Outcome::fails)}) == AuditVerdict::refuted);
  for (const Outcome wrong : {Outcome::fails, Outcome::undecided}) {
    CHECK(judged({found(Role::formula, Outcome::fails), found(Role::corrected, Outcome::holds),
                  found(Role::corrected, wrong)}) == AuditVerdict::refuted);
  }
  CHECK(judged({found(Role::definition, Outcome::fails)}) == AuditVerdict::refuted);
}

TEST_CASE("what fails outranks what holds") {
  const AuditFinding slip = found(Role::formula, Outcome::fails);
  const AuditFinding mended = found(Role::corrected, Outcome::in_the_limit);
  CHECK(judged({slip, mended, found(Role::statement, Outcome::holds)}) == AuditVerdict::slip);
  CHECK(judged({slip, mended, found(Role::statement, Outcome::fails)}) == AuditVerdict::refuted);
  CHECK(judged({slip, mended, found(Role::bound, Outcome::fails)}) == AuditVerdict::bound_violated);
  CHECK(
      judged({found(Role::formula, Outcome::holds), found(Role::formula, Outcome::in_the_limit)}) ==
      AuditVerdict::holds_asymptotically);
  CHECK(judged({found(Role::formula, Outcome::holds), found(Role::formula, Outcome::undecided)}) ==
        AuditVerdict::undecided);
}

TEST_CASE("corrections and context alone decide nothing") {
  CHECK(judged({found(Role::formula, Outcome::holds), found(Role::context, Outcome::fails),
                found(Role::corrected, Outcome::fails)}) == AuditVerdict::holds);
  CHECK(judged({found(Role::context, Outcome::holds)}) == AuditVerdict::undecided);
}

TEST_CASE("of several readings the best counts, with what holds for all of them") {
  const AuditFinding two = found(Role::bound, Outcome::fails, "log2");
  const AuditFinding ten = found(Role::bound, Outcome::holds, "log10");
  CHECK(judged({two, ten}) == AuditVerdict::holds);
  CHECK(judged({two}) == AuditVerdict::bound_violated);
  CHECK(judged({two, ten, found(Role::statement, Outcome::fails)}) == AuditVerdict::refuted);
  CHECK(judged({found(Role::formula, Outcome::fails, "free"),
                found(Role::corrected, Outcome::holds, "free"),
                found(Role::formula, Outcome::fails, "charged")}) == AuditVerdict::slip);
}

TEST_CASE("the finding that a verdict hangs on is one with its role and outcome") {
  const std::vector<AuditFinding> findings = {
      found(Role::context, Outcome::fails), found(Role::formula, Outcome::holds),
      found(Role::formula, Outcome::fails), found(Role::corrected, Outcome::in_the_limit)};
  const Decisive hinge = decisive(findings);
  CHECK(hinge.finding == &findings[2]);
  CHECK(hinge.corrected == &findings[3]);
  CHECK(decisive({}).finding == nullptr);
}

TEST_CASE("verdicts have the names of the ledger, each once") {
  std::set<std::string_view> names;
  for (const AuditVerdict verdict :
       {AuditVerdict::definition, AuditVerdict::holds, AuditVerdict::holds_asymptotically,
        AuditVerdict::slip, AuditVerdict::undecided, AuditVerdict::bound_violated,
        AuditVerdict::refuted}) {
    names.insert(to_string(verdict));
  }
  CHECK(names == std::set<std::string_view>{"definition", "holds", "holds asymptotically",
                                            "slip: corrected form holds", "undecided",
                                            "bound violated", "refuted"});
}

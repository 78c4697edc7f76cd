// Verdicts of the quick audit on claims that other evidence decides as well: counts and sums done
// by hand, exact forms proven and tested elsewhere, and reference values worked out without dmc.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "dmc/audit/audit.hpp"

#include "catch.hpp"

using namespace dmc;

namespace {

AuditResult audited(const std::vector<std::string>& names, unsigned threads = 2) {
  AuditRequest request{.claims = {}, .effort = Effort::quick, .threads = threads};
  for (const std::string& name : names) {
    request.claims.push_back(find_claims(name).front());
  }
  return audit(request);
}

AuditVerdict verdict_on(const std::string& name) {
  return audited({name}).claims.front().verdict;
}

const EvidenceRow& row_of(const ClaimResult& result, const std::string& subject) {
  for (const AuditFinding& finding : result.findings) {
    for (const EvidenceRow& row : finding.rows) {
      if (row.subject == subject) {
        return row;
      }
    }
  }
  throw std::runtime_error("no row about " + subject);
}

}  // namespace

TEST_CASE("definitions are measured as defined") {
  const ClaimResult distances = audited({"def2.1"}).claims.front();
  CHECK(distances.verdict == AuditVerdict::definition);
  CHECK(row_of(distances, "abbbca: distance of the second a").measured == 3);
  const EvidenceRow& all = row_of(distances, "abbbca: DMD of all, two times b after b included");
  CHECK(all.measured == Approx(2 + std::sqrt(3.0)));
  CHECK(all.command.find("a b b b c a |") != std::string::npos);
  CHECK(verdict_on("def2.2") == AuditVerdict::definition);
  CHECK(verdict_on("def3.19") == AuditVerdict::definition);
}

TEST_CASE("what is exact holds") {
  CHECK(verdict_on("lem3.13") == AuditVerdict::holds);
  CHECK(verdict_on("lem3.16") == AuditVerdict::holds);
  CHECK(verdict_on("lem3.17") == AuditVerdict::holds);
}

TEST_CASE("classes of convolution: counts and distances by hand") {
  // k - 1 of k elements at 2k² - 1, one at 2k².
  const ClaimResult kernel = audited({"lem3.7"}).claims.front();
  CHECK(kernel.verdict == AuditVerdict::slip);
  CHECK(kernel.findings.front().trend->limit.contains((2 + std::sqrt(18.0 / 17)) / 3));
  // At 2k² - 2.
  const ClaimResult rows = audited({"lem3.8"}).claims.front();
  CHECK(rows.verdict == AuditVerdict::slip);
  CHECK(rows.findings.front().trend->limit.contains(std::sqrt(16.0 / 17)));
  CHECK(verdict_on("lem3.9") == AuditVerdict::holds_asymptotically);
}

TEST_CASE("Theorem 3.10 against reference values") {
  const ClaimResult result = audited({"thm3.10"}).claims.front();
  CHECK(result.verdict == AuditVerdict::slip);
  const EvidenceRow& omitted = row_of(result, "conv n=512 k=3, R omitted");
  CHECK(omitted.measured == Approx(36.46e6).epsilon(0.0005));
  CHECK(omitted.claimed == Approx(50.84e6).epsilon(0.0005));
  CHECK(row_of(result, "conv n=512 k=3").measured == Approx(40055065.6393));
  CHECK(row_of(result, "conv n=512 k=7, R omitted").measured == Approx(322.30e6).epsilon(0.0005));
}

TEST_CASE("slips that the exponents give away") {
  const ClaimResult matmul = audited({"lem3.1"}).claims.front();
  CHECK(matmul.verdict == AuditVerdict::slip);
  // n^4 for n^4.5, and a lower term.
  CHECK(matmul.findings.front().trend->slope.value == Approx(-0.5).margin(0.1));
  CHECK(verdict_on("asymmetry") == AuditVerdict::slip);
}

TEST_CASE("a bound that packing the data violates") {
  const ClaimResult cold = audited({"lem3.5"}).claims.front();
  CHECK(cold.verdict == AuditVerdict::bound_violated);
  CHECK(cold.findings.front().rows.back().ratio == Approx(2.0 / 3).epsilon(0.001));
}

TEST_CASE("a stream costs nothing by element and something by block") {
  const ClaimResult blocks = audited({"thm3.21"}).claims.front();
  CHECK(blocks.verdict == AuditVerdict::bound_violated);
  // 64² elements, all but one in 8 a reuse of the block just used.
  const EvidenceRow& stream = row_of(blocks, "conv n=64 k=1, block 8, K and R omitted");
  CHECK(stream.claimed == 0);
  CHECK(stream.measured == 3584);
}

TEST_CASE("Lemma 3.6 by part: its terms are off, its conclusion holds") {
  const ClaimResult result = audited({"lem3.6"}).claims.front();
  CHECK(result.verdict == AuditVerdict::slip);
  for (const AuditFinding& finding : result.findings) {
    INFO(finding.question);
    if (finding.role == Role::statement) {
      CHECK(finding.outcome == Outcome::holds);
    } else if (finding.role == Role::formula) {
      CHECK(finding.outcome == Outcome::fails);
    }
  }
  // At l = d = 16, 8 heads of 2 columns, 4 a group: WK, WV, k and v, and WQ, q and S for each head.
  const double group = 4 * 16 * 2 + 4 * (2 * 16 * 2 + 16 * 16);
  const EvidenceRow& first = row_of(result, "gqa l=16 d=16 h=8 p=2");
  CHECK(first.measured == Approx(2 * group * std::sqrt(group)));
  CHECK(first.claimed == Approx(2 * std::pow(16.0 * 16 + 2 * 16 * 16 / 8.0, 1.5)));
}

TEST_CASE("Theorem 3.20 rests on the whole cost and on the class that it has wrong") {
  const ClaimResult result = audited({"thm3.20"}).claims.front();
  CHECK(result.verdict == AuditVerdict::slip);
  std::size_t whole = 0, of_class = 0;
  for (const AuditFinding& finding : result.findings) {
    if (finding.role == Role::corrected) {
      INFO(finding.question);
      CHECK(finding.outcome == Outcome::in_the_limit);
      ++(finding.rows.front().quantity == "DMD" ? whole : of_class);
    }
  }
  CHECK(whole == 2);
  CHECK(of_class == 2);
}

TEST_CASE("Figure 2 has fewer columns than heads") {
  CHECK(verdict_on("fig2") == AuditVerdict::refuted);
}

TEST_CASE("neither threads nor other claims change a result") {
  const AuditResult alone = audited({"lem3.9"}, 1);
  const AuditResult together = audited({"lem3.7", "lem3.9", "lem3.13"}, 3);
  const auto& one = alone.claims.front();
  const auto& other = together.claims[1];
  CHECK(one.verdict == other.verdict);
  CHECK(one.brief == other.brief);
  REQUIRE(one.findings.size() == other.findings.size());
  for (std::size_t i = 0; i < one.findings.size(); ++i) {
    REQUIRE(one.findings[i].rows.size() == other.findings[i].rows.size());
    for (std::size_t j = 0; j < one.findings[i].rows.size(); ++j) {
      CHECK(one.findings[i].rows[j].measured == other.findings[i].rows[j].measured);
      CHECK(one.findings[i].rows[j].ratio == other.findings[i].rows[j].ratio);
    }
  }
  // Runs of several claims are made once.
  CHECK(together.runs < audited({"lem3.7"}).runs + alone.runs + audited({"lem3.13"}).runs);
}

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/analysis/fit.hpp"

namespace dmc {

/// What a question contributes to the verdict on its claim.
enum class Role : std::uint8_t {
  definition,  ///< the paper defines it so; whether dmc does the same
  formula,     ///< the paper's formula or number
  bound,       ///< the paper's bound
  statement,   ///< what the paper concludes in words
  corrected,   ///< the formula or number with its slip mended
  context,     ///< told beside, decides nothing
};

enum class Outcome : std::uint8_t { holds, in_the_limit, fails, undecided };

/// In the order of how much of the claim remains.
enum class AuditVerdict : std::uint8_t {
  definition,
  holds,
  holds_asymptotically,
  slip,
  undecided,
  bound_violated,
  refuted,
};

/// All of them, from what stands to what falls.
inline constexpr std::array k_audit_verdicts = {
    AuditVerdict::definition, AuditVerdict::holds,     AuditVerdict::holds_asymptotically,
    AuditVerdict::slip,       AuditVerdict::undecided, AuditVerdict::bound_violated,
    AuditVerdict::refuted,
};

/// One number that was measured or computed, beside the one claimed.
struct EvidenceRow {
  double x = 0;          ///< where in its series: a size, a batch size, …
  std::string subject;   ///< "conv n=512 k=3, R omitted"
  std::string command;   ///< what prints the measured number
  std::string quantity;  ///< "DMD", "reuses, divide"
  double measured = 0;
  double claimed = 0;
  double ratio = 0;  ///< measured / claimed; 1 where both are 0
};

/// How measured / claimed runs along a series.
struct Trend {
  Estimate slope;        ///< of ln ratio over ln x, all sizes: by how much the exponent is off
  Estimate coefficient;  ///< of the same line: ratio ≈ coefficient · x^slope
  Estimate limit;        ///< of the ratio, extrapolated with the fading terms
  std::string fading;    ///< "n^-0.5, n^-1"
};

/// What evidence says by a stated rule.
struct Decision {
  Outcome outcome = Outcome::undecided;
  std::string rule;   ///< a sentence
  std::string brief;  ///< the evidence in one line
  std::optional<Trend> trend = {};
};

/// A question that was answered.
struct AuditFinding : Decision {
  Role role = Role::context;
  std::string reading;   ///< of what the paper leaves open, "log₂"; empty: whatever the reading
  std::string question;  ///< "whether the DMD tends to the formula as n grows, k = 3"
  std::string along;     ///< what x is: "n"; empty where the rows are no series
  std::string claimed;   ///< what is held against: a formula's text; may be empty
  std::string mathml;    ///< the same typeset; may be empty
  std::vector<EvidenceRow> rows;
};

/// The verdict on a claim from its findings.
///
/// A reading's verdict: refuted, if a statement fails, or a formula without a corrected one that
/// holds; else bound violated, if a bound fails; else slip, if a formula fails and all its
/// corrected ones hold; else undecided, if a question is; else definition, if the paper defines it
/// so; holds, if all hold; holds asymptotically, if some hold in the limit only. Where the paper
/// leaves its reading open, the claim has the best verdict of any reading.
[[nodiscard]] AuditVerdict verdict_of(std::span<const AuditFinding> findings);

/// The finding that the verdict hangs on, and the corrected one that mends it, if any.
struct Decisive {
  const AuditFinding* finding = nullptr;
  const AuditFinding* corrected = nullptr;
};
[[nodiscard]] Decisive decisive(std::span<const AuditFinding> findings);

/// The rule of verdict_of() for readers, a sentence each.
[[nodiscard]] std::vector<std::string> verdict_rules();

[[nodiscard]] std::string_view to_string(Role role);
[[nodiscard]] std::string_view to_string(Outcome outcome);
[[nodiscard]] std::string_view to_string(AuditVerdict verdict);

}  // namespace dmc

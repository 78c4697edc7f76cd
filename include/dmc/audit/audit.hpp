#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/audit/finding.hpp"

namespace dmc {

struct Question;

/// How far the series of measurements go.
enum class Effort : std::uint8_t {
  quick,  ///< within a minute on two cores
  full,   ///< within ten minutes on two cores
};

/// A statement of the paper that can be computed.
struct Claim {
  std::string_view id;         ///< "thm3.10"
  std::string_view source;     ///< "Theorem 3.10"
  std::string_view title;      ///< "convolution", one short phrase
  std::string_view statement;  ///< what the paper says
  /// The questions that decide it.
  std::vector<Question> (*questions)(Effort effort);
  /// One sentence that explains a verdict. It is shown if that is what the evidence gives.
  AuditVerdict explained;
  std::string_view why;
};

/// Every claim, in the order of the paper.
[[nodiscard]] std::span<const Claim> claims();

/// The claims of that name: the one with that id, and those whose id continues it after a full
/// stop. Throws dmc::Error with the nearest id where there is none.
[[nodiscard]] std::vector<const Claim*> find_claims(std::string_view name);

struct AuditRequest {
  std::vector<const Claim*> claims;
  Effort effort = Effort::full;
  unsigned threads = 1;  ///< runs at a time at most; the result does not depend on it
  /// Called now and then with the accesses done so far and in all; may be empty.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

struct ClaimResult {
  const Claim* claim = nullptr;
  AuditVerdict verdict = AuditVerdict::undecided;
  std::string why;    ///< one sentence
  std::string brief;  ///< the evidence in one line
  std::vector<AuditFinding> findings;
};

struct AuditResult {
  Effort effort = Effort::full;
  std::vector<ClaimResult> claims;
  std::size_t runs = 0;  ///< that were made: each once, however many claims rest on it
  std::uint64_t accesses = 0;
  double seconds = 0;  ///< wall time
};

/// Makes the runs that the claims need, and decides them.
[[nodiscard]] AuditResult audit(const AuditRequest& request);

[[nodiscard]] std::string_view to_string(Effort effort);

}  // namespace dmc

#include <algorithm>
#include <array>

#include "dmc/audit/finding.hpp"

namespace dmc {
namespace {

bool decides(const AuditFinding& finding) {
  return finding.role != Role::corrected && finding.role != Role::context;
}

/// A reading and its findings, those among them that hold whatever the reading.
struct Reading {
  std::vector<const AuditFinding*> findings;
};

std::vector<Reading> readings_of(std::span<const AuditFinding> findings) {
  std::vector<std::string> names;
  for (const AuditFinding& finding : findings) {
    if (decides(finding) && !finding.reading.empty() &&
        std::find(names.begin(), names.end(), finding.reading) == names.end()) {
      names.push_back(finding.reading);
    }
  }
  if (names.empty()) {
    names.emplace_back();
  }
  std::vector<Reading> readings;
  for (const std::string& name : names) {
    Reading& reading = readings.emplace_back();
    for (const AuditFinding& finding : findings) {
      if (finding.reading.empty() || finding.reading == name) {
        reading.findings.push_back(&finding);
      }
    }
  }
  return readings;
}

const AuditFinding* first(const Reading& reading, Role role, Outcome outcome) {
  for (const AuditFinding* finding : reading.findings) {
    if (finding->role == role && finding->outcome == outcome) {
      return finding;
    }
  }
  return nullptr;
}

/// A corrected finding, where there are such and all of them hold.
const AuditFinding* mended(const Reading& reading) {
  const AuditFinding* found = nullptr;
  for (const AuditFinding* finding : reading.findings) {
    if (finding->role == Role::corrected) {
      if (finding->outcome == Outcome::fails || finding->outcome == Outcome::undecided) {
        return nullptr;
      }
      found = found == nullptr ? finding : found;
    }
  }
  return found;
}

const AuditFinding* first_with(const Reading& reading, Outcome outcome) {
  const auto found = std::find_if(reading.findings.begin(), reading.findings.end(),
                                  [&](const AuditFinding* finding) {
                                    return decides(*finding) && finding->outcome == outcome;
                                  });
  return found == reading.findings.end() ? nullptr : *found;
}

struct Judgement {
  AuditVerdict verdict;
  Decisive decisive;
};

Judgement judge_success(const Reading& reading) {
  if (const AuditFinding* finding = first_with(reading, Outcome::in_the_limit)) {
    return {AuditVerdict::holds_asymptotically, {finding}};
  }
  const AuditFinding* finding = first_with(reading, Outcome::holds);
  if (finding == nullptr) {
    return {AuditVerdict::undecided, {}};
  }
  const bool defined = finding->role == Role::definition;
  return {defined ? AuditVerdict::definition : AuditVerdict::holds, {finding}};
}

Judgement judge(const Reading& reading) {
  if (const AuditFinding* statement = first(reading, Role::statement, Outcome::fails)) {
    return {AuditVerdict::refuted, {statement}};
  }
  const AuditFinding* definition = first(reading, Role::definition, Outcome::fails);
  const AuditFinding* formula = first(reading, Role::formula, Outcome::fails);
  const AuditFinding* corrected = mended(reading);
  if (definition != nullptr || (formula != nullptr && corrected == nullptr)) {
    return {AuditVerdict::refuted, {definition != nullptr ? definition : formula}};
  }
  if (const AuditFinding* bound = first(reading, Role::bound, Outcome::fails)) {
    return {AuditVerdict::bound_violated, {bound}};
  }
  if (formula != nullptr) {
    return {AuditVerdict::slip, {formula, corrected}};
  }
  if (const AuditFinding* open = first_with(reading, Outcome::undecided)) {
    return {AuditVerdict::undecided, {open}};
  }
  return judge_success(reading);
}

Judgement best(std::span<const AuditFinding> findings) {
  Judgement best{AuditVerdict::refuted, {}};
  for (const Reading& reading : readings_of(findings)) {
    const Judgement judgement = judge(reading);
    if (judgement.verdict < best.verdict || best.decisive.finding == nullptr) {
      best = judgement;
    }
  }
  return best;
}

}  // namespace

AuditVerdict verdict_of(std::span<const AuditFinding> findings) {
  return best(findings).verdict;
}

Decisive decisive(std::span<const AuditFinding> findings) {
  return best(findings).decisive;
}

std::vector<std::string> verdict_rules() {
  return {
      "Refuted: a conclusion in words fails, or a formula does that no corrected one replaces.",
      "Bound violated: a bound does not hold at every size.",
      "Slip: a formula or number of the paper fails, and the corrected ones hold.",
      "Holds asymptotically: measured / claimed is not 1 but tends to 1.",
      "Holds: equal at every size, or true at every size.",
      "Definition: what the paper defines, and dmc measures accordingly.",
      "Undecided: the sizes measured do not tell.",
      "Where the paper leaves open how it is read, as logarithms without a base, the best counts.",
  };
}

std::string_view to_string(Role role) {
  constexpr std::array<std::string_view, 6> k_names = {"definition", "formula",   "bound",
                                                       "statement",  "corrected", "context"};
  return k_names.at(static_cast<std::size_t>(role));
}

std::string_view to_string(Outcome outcome) {
  constexpr std::array<std::string_view, 4> k_names = {"holds", "holds in the limit", "fails",
                                                       "undecided"};
  return k_names.at(static_cast<std::size_t>(outcome));
}

std::string_view to_string(AuditVerdict verdict) {
  constexpr std::array<std::string_view, 7> k_names = {
      "definition",     "holds",  "holds asymptotically", "slip: corrected form holds", "undecided",
      "bound violated", "refuted"};
  return k_names.at(static_cast<std::size_t>(verdict));
}

}  // namespace dmc

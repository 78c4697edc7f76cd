#include "judge.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "dmc/util/names.hpp"

namespace dmc {
namespace {

constexpr double k_rounding = 1e-11;

bool has(const Subject& subject, std::optional<std::string> Subject::*part) {
  return (subject.*part).has_value();
}

/// "there is no array 'Q' in the result; there are K, I, R".
std::string unknown(std::string_view kind, const std::string& name, const Evidence& evidence,
                    std::optional<std::string> Subject::*part) {
  std::vector<std::string_view> names;
  for (const auto& [subject, figures] : evidence.parts) {
    const bool is_new = has(subject, part) &&
                        std::find(names.begin(), names.end(), *(subject.*part)) == names.end();
    if (is_new) {
      names.emplace_back(*(subject.*part));
    }
  }
  if (names.empty()) {
    return fmt::format("the result has no {} at all", kind);
  }
  return "the result has " + unknown_name(kind, name, names);
}

bool known(const Evidence& evidence, std::optional<std::string> Subject::*part,
           const std::string& name) {
  return std::any_of(evidence.parts.begin(), evidence.parts.end(), [&](const auto& one) {
    return has(one.first, part) && *(one.first.*part) == name;
  });
}

/// Why the result says nothing about it; empty where it does.
std::string what_is_missing(const Expectation& expectation, const Evidence& evidence) {
  const Subject& subject = expectation.subject;
  if (subject.array && !known(evidence, &Subject::array, *subject.array)) {
    return unknown("array", *subject.array, evidence, &Subject::array);
  }
  if (subject.carried_by && !known(evidence, &Subject::carried_by, *subject.carried_by)) {
    return unknown("scope that carries reuses", *subject.carried_by, evidence,
                   &Subject::carried_by);
  }
  if (subject.reuse_class && !evidence.parts.contains(subject)) {
    return unknown("class of reuses", *subject.reuse_class, evidence, &Subject::reuse_class);
  }
  if (subject.stage && !evidence.parts.contains(subject)) {
    return unknown("stage", *subject.stage, evidence, &Subject::stage);
  }
  if (subject.formula && !evidence.parts.contains(subject)) {
    return fmt::format("{} says nothing about this result", *subject.formula);
  }
  return {};
}

std::optional<CheckedValue> find_figure(const Expectation& expectation, const Evidence& evidence) {
  const auto part = evidence.parts.find(expectation.subject);
  if (part == evidence.parts.end()) {
    return std::nullopt;
  }
  const auto figure = part->second.find(expectation.quantity);
  return figure == part->second.end() ? std::nullopt : std::optional(figure->second);
}

bool is_zero(const Expectation& expectation) {
  return expectation.value && number_of(*expectation.value) == 0;
}

bool value_holds(const Expectation& expectation, const CheckedValue& measured) {
  const double value = number_of(*expectation.value);
  const double now = number_of(measured);
  if (std::abs(now - value) <= expectation.tolerance) {
    return true;
  }
  const bool both_counts = std::holds_alternative<std::uint64_t>(*expectation.value) &&
                           std::holds_alternative<std::uint64_t>(measured);
  return both_counts ? *expectation.value == measured : nearly_equal(value, now);
}

bool bounds_hold(const Expectation& expectation, const CheckedValue& measured) {
  const double now = number_of(measured);
  return (!expectation.min || now >= number_of(*expectation.min)) &&
         (!expectation.max || now <= number_of(*expectation.max));
}

}  // namespace

bool nearly_equal(double a, double b) {
  return a == b || std::abs(a - b) <= k_rounding * std::max(std::abs(a), std::abs(b));
}

Finding judge(const Expectation& expectation, const Evidence& evidence) {
  Finding finding{.expectation = expectation, .measured = find_figure(expectation, evidence)};
  if (!finding.measured) {
    finding.why = what_is_missing(expectation, evidence);
    // A class that does not occur has no reuses. Where that is not what is expected, a name that
    // occurs nowhere is rather a mistyped one.
    if (expectation.subject.carried_by && (finding.why.empty() || is_zero(expectation)) &&
        known(evidence, &Subject::array, *expectation.subject.array)) {
      finding.measured =
          expectation.quantity == "dmd" ? CheckedValue(0.0) : CheckedValue(std::uint64_t{0});
      finding.why.clear();
    } else if (finding.why.empty()) {
      finding.why = fmt::format("the result does not tell its {}", expectation.quantity);
    }
  }
  if (!finding.measured) {
    return finding;
  }
  if (expectation.value) {
    finding.verdict = value_holds(expectation, *finding.measured) ? Verdict::holds : Verdict::fails;
  } else if (expectation.min || expectation.max) {
    finding.verdict = bounds_hold(expectation, *finding.measured) ? Verdict::holds : Verdict::fails;
  } else {
    finding.why = "nothing is expected yet; --update writes what is measured";
  }
  return finding;
}

std::vector<ClassChange> changes_of(const std::vector<KnownClass>& known,
                                    const std::vector<KnownClass>& now) {
  std::map<std::pair<std::string, std::string>, ClassChange> by_name;
  const auto change_of = [&](const KnownClass& one) -> ClassChange& {
    return by_name
        .try_emplace({one.array, one.carried_by}, ClassChange{one.array, one.carried_by, {}, {}})
        .first->second;
  };
  for (const KnownClass& one : known) {
    change_of(one).before = one.totals;
  }
  for (const KnownClass& one : now) {
    change_of(one).now = one.totals;
  }
  std::vector<ClassChange> changes;
  for (auto& [name, change] : by_name) {
    if (change.before.reuses != change.now.reuses ||
        !nearly_equal(change.before.dmd, change.now.dmd)) {
      changes.push_back(std::move(change));
    }
  }
  std::stable_sort(changes.begin(), changes.end(), [](const ClassChange& a, const ClassChange& b) {
    return std::abs(a.now.dmd - a.before.dmd) > std::abs(b.now.dmd - b.before.dmd);
  });
  return changes;
}

}  // namespace dmc

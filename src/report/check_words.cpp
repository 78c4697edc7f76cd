#include "check_words.hpp"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "dmc/util/number.hpp"

namespace dmc {
namespace {

/// Enough to recognise a number; how far two differ is shown beside.
constexpr int k_digits = 8;

constexpr std::array<std::string_view, 3> k_check_verdicts{"holds", "fails", "updated"};

/// What is expected, for a share of it: the value, or the bound that is violated.
std::optional<double> reference_of(const Finding& finding) {
  const Expectation& expectation = finding.expectation;
  if (expectation.value || !finding.measured) {
    return expectation.value ? std::optional(number_of(*expectation.value)) : std::nullopt;
  }
  const double measured = number_of(*finding.measured);
  if (expectation.min && measured < number_of(*expectation.min)) {
    return number_of(*expectation.min);
  }
  if (expectation.max && measured > number_of(*expectation.max)) {
    return number_of(*expectation.max);
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  return k_check_verdicts[static_cast<std::size_t>(verdict)];
}

std::string subject_text(const Expectation& expectation) {
  const Subject& subject = expectation.subject;
  if (subject.formula) {
    return fmt::format("ratio to {}", *subject.formula);
  }
  if (subject.carried_by) {
    return fmt::format("{} of {} carried by {}", expectation.quantity, *subject.array,
                       *subject.carried_by);
  }
  for (const auto& part : {subject.array, subject.reuse_class, subject.stage}) {
    if (part) {
      return fmt::format("{} of {}", expectation.quantity, *part);
    }
  }
  return expectation.quantity;
}

std::string figure_text(const CheckedValue& figure) {
  const auto* count = std::get_if<std::uint64_t>(&figure);
  return count != nullptr ? grouped(*count) : significant(std::get<double>(figure), k_digits);
}

std::string expected_text(const Expectation& expectation) {
  if (expectation.value) {
    const std::string text = figure_text(*expectation.value);
    return expectation.tolerance_text.empty()
               ? text
               : fmt::format("{} ± {}", text, expectation.tolerance_text);
  }
  if (expectation.min && expectation.max) {
    return fmt::format("{} to {}", figure_text(*expectation.min), figure_text(*expectation.max));
  }
  if (expectation.min) {
    return "at least " + figure_text(*expectation.min);
  }
  return expectation.max ? "at most " + figure_text(*expectation.max) : "nothing yet";
}

std::string signed_text(double value) {
  return (value < 0 ? "−" : "+") + human(std::abs(value));
}

std::optional<double> difference_of(const Finding& finding) {
  const std::optional<double> reference = reference_of(finding);
  if (!reference || !finding.measured) {
    return std::nullopt;
  }
  return number_of(*finding.measured) - *reference;
}

std::string difference_text(const Finding& finding) {
  const std::optional<double> difference = difference_of(finding);
  if (!difference || *difference == 0) {
    return {};
  }
  const double reference = *reference_of(finding);
  if (reference == 0) {
    return signed_text(*difference);
  }
  return fmt::format("{} ({}%)", signed_text(*difference),
                     signed_text(100 * *difference / std::abs(reference)));
}

std::string change_text(const ClassChange& change) {
  return fmt::format("{} carried by {}: {} to {} reuses, DMD {} to {} ({})", change.array,
                     change.carried_by, grouped(change.before.reuses), grouped(change.now.reuses),
                     human(change.before.dmd), human(change.now.dmd),
                     signed_text(change.now.dmd - change.before.dmd));
}

}  // namespace dmc

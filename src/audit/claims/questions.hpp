#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/audit/deciders.hpp"
#include "dmc/audit/question.hpp"
#include "dmc/formulas/formula.hpp"

// What the files of claims write their questions with.
namespace dmc {

using Sizes = std::vector<std::uint64_t>;

[[nodiscard]] RunRequest run_of(std::string_view kernel, const Parameters& parameters,
                                const Model& model = {});

[[nodiscard]] Model omitting(std::string_view array);
[[nodiscard]] Model reusing_temporaries();
[[nodiscard]] Model in_blocks(std::uint64_t elements);

/// `start`, twice that, … up to `last`.
[[nodiscard]] Sizes doubling(std::uint64_t start, std::uint64_t last);

/// Runs along one variable, and the first terms by which their ratios to a right formula fade.
struct SizeSweep {
  std::string along;
  Sizes sizes;
  std::function<RunRequest(std::uint64_t size)> run;
  std::vector<Term> fading;
  std::string at = {};  ///< what is held fixed, for the question's text: "k = 3"
};

/// Fading terms of series in half powers, in whole powers, and in logarithms of the size.
[[nodiscard]] std::vector<Term> half_powers();
[[nodiscard]] std::vector<Term> whole_powers();
[[nodiscard]] std::vector<Term> logarithms();

/// Whether the sweep tends to a formula of the table; corrected and exact ones get that role.
[[nodiscard]] Question tends(std::string_view formula_id, const SizeSweep& sweep);
/// The same for a quantity and an expression.
[[nodiscard]] Question tends(Role role, const Measurand& measurand, const Expression& expression,
                             const SizeSweep& sweep);
/// The same for rows made in any other way.
[[nodiscard]] Question tends(Role role, const std::string& text, const std::string& along,
                             std::vector<Item> items, const std::vector<Term>& fading);

/// A question that one of the plain rules decides.
template <class Rule>
[[nodiscard]] Question asked(
    Role role, const std::string& text, const std::string& along,
    std::vector<Item> items,  // NOLINT(performance-unnecessary-value-param)
    Rule rule) {
  return {.role = role,
          .text = text,
          .along = along,
          .items = std::move(items),
          .decide = [=](Rows rows) { return rule(rows); }};
}

/// The same question under one reading of what the paper leaves open.
[[nodiscard]] Question read_as(std::string_view reading, Question question);
/// The same question with another role.
[[nodiscard]] Question as(Role role, Question question);

/// A number by arithmetic: what it is, the command or expression that gives it, and both values.
[[nodiscard]] Item arithmetic(double x, std::string_view what, std::string_view command,
                              double computed_value, double printed);

/// A formula's value at these parameters of its first kernel.
[[nodiscard]] double value_of(std::string_view formula_id, const Parameters& parameters);
/// The command that prints it: "dmc formula thm3.10 --n 512 --k 3".
[[nodiscard]] std::string formula_command(std::string_view formula_id,
                                          const Parameters& parameters);

/// Where a continuous function passes 0 between two places at which its signs differ.
[[nodiscard]] double root_between(double low, double high,
                                  const std::function<double(double)>& function);

}  // namespace dmc

#include <algorithm>

#include <fmt/format.h>

#include "dmc/formulas/formula.hpp"

#include "audit_page_parts.hpp"

namespace dmc {
namespace {

std::string_view relation_sign(std::string_view relation) {
  if (relation == ">=") {
    return "≥";
  }
  return relation == "<=" ? "≤" : relation;
}

/// Operands and operators of the longest formula that is set on one line.
constexpr std::size_t k_longest_line = 40;

bool names(std::string_view claim, std::string_view formula) {
  return formula.starts_with(claim) &&
         (formula.size() == claim.size() || formula[claim.size()] == '.');
}

/// Whether another claim is about it more closely: tab1.linear, and not tab1.
bool belongs_elsewhere(std::string_view formula, std::string_view claim) {
  const auto all = claims();
  return std::any_of(all.begin(), all.end(), [&](const Claim& other) {
    return other.id.size() > claim.size() && names(other.id, formula);
  });
}

/// Those of the claim's own id and those that continue it after a full stop, in three blocks: as
/// printed, corrected, exact.
std::vector<const Formula*> formulas_of(std::string_view claim) {
  std::vector<const Formula*> found;
  for (const Formula& formula : formulas()) {
    if (names(claim, formula.id) && !belongs_elsewhere(formula.id, claim)) {
      found.push_back(&formula);
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Formula* a, const Formula* b) { return a->form < b->form; });
  return found;
}

/// "where q = h/p": symbols that are no parameters, a line each.
Html definitions(const Formula& formula) {
  Html all;
  for (const Definition& definition : formula.where) {
    Html before = all.empty() ? "where " : "and ";
    before += Html::trusted(Expression::variable(definition.name).mathml());
    before += " = ";
    all += typeset(definition.value.mathml(), before);
  }
  return all.empty() ? all : element("div", look("where"), all);
}

/// What it is about, what there is to know, and what evaluates it.
Html remarks(const Formula& formula) {
  std::string about(formula.title);
  if (!formula.note.empty()) {
    about += fmt::format(". {}", formula.note);
  }
  return element("div", look("remarks"), about, " ",
                 command_text(fmt::format("dmc formula {}", formula.id)));
}

Html formula_entry(const Formula& formula) {
  Html entry = element("dt", {}, to_string(formula.form));
  entry += element(
      "dd", {},
      typeset(formula.expression.mathml(), fmt::format("{} ", relation_sign(formula.relation))),
      definitions(formula), remarks(formula));
  return entry;
}

std::size_t operands_and_operators(std::string_view mathml) {
  std::size_t count = 0;
  for (const std::string_view tag : {"<mi>", "<mn>", "<mo>"}) {
    for (std::size_t at = mathml.find(tag); at != mathml.npos; at = mathml.find(tag, at + 1)) {
      ++count;
    }
  }
  return count;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

/// Browsers break no formula. The style sheet takes the rows of this one apart, so that its parts
/// flow like words; parentheses then have nothing to stretch to, and signs need their spaces.
void let_flow(std::string& mathml) {
  replace_all(mathml, "<mo>(</mo>", R"|(<mo stretchy="false">(</mo>)|");
  replace_all(mathml, "<mo>)</mo>", R"|(<mo stretchy="false">)</mo>)|");
  replace_all(mathml, "<mo>+</mo>", R"(<mo class="sign">+</mo>)");
  replace_all(mathml, "<mo>&#x2212;</mo>", R"(<mo class="sign">&#x2212;</mo>)");
}

}  // namespace

Html typeset(std::string mathml, const Html& before) {
  const bool is_long = operands_and_operators(mathml) > k_longest_line;
  if (is_long) {
    let_flow(mathml);
  }
  // Browsers set a function's name and its argument without any space between.
  replace_all(mathml, "<mo>&#x2061;</mo>", R"(<mo rspace="0.17em">&#x2061;</mo>)");
  return element("div", look(is_long ? "formula long" : "formula"), before,
                 Html::trusted(std::move(mathml)));
}

Html formula_list(const ClaimResult& one) {
  Html entries;
  for (const Formula* formula : formulas_of(one.claim->id)) {
    entries += formula_entry(*formula);
  }
  if (entries.empty()) {
    return entries;
  }
  Html list = element("h4", {}, "Formulas");
  list += element("dl", look("formulas"), entries);
  return list;
}

}  // namespace dmc

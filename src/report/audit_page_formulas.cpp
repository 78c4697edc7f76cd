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

/// Those of the claim's own id and those that continue it after a full stop, in three blocks: as
/// printed, corrected, exact.
std::vector<const Formula*> formulas_of(std::string_view claim) {
  const std::string family = std::string(claim) + '.';
  std::vector<const Formula*> found;
  for (const Formula& formula : formulas()) {
    if (formula.id == claim || formula.id.starts_with(family)) {
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
    const std::string_view joint = all.empty() ? "where" : "and";
    all += typeset(definition.value.mathml(), fmt::format("{} {} = ", joint, definition.name));
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

/// Where the operators between a sum's terms begin: children of the outermost row.
std::vector<std::size_t> operators_of_sum(std::string_view mathml) {
  std::vector<std::size_t> places;
  int depth = 0;
  for (std::size_t at = mathml.find('<'); at != mathml.npos; at = mathml.find('<', at + 1)) {
    const std::string_view rest = mathml.substr(at);
    if (rest.starts_with("</")) {
      --depth;
      continue;
    }
    if (depth == 2 && (rest.starts_with("<mo>+<") || rest.starts_with("<mo>&#x2212;<"))) {
      places.push_back(at);
    }
    ++depth;
  }
  return places;
}

}  // namespace

Html typeset(std::string mathml, std::string_view before) {
  constexpr std::string_view k_row = "<mrow>";
  constexpr std::string_view k_apply = "<mo>&#x2061;</mo>";
  const std::size_t row = mathml.find(k_row);
  if (row != mathml.npos && !operators_of_sum(mathml).empty()) {
    mathml.replace(row, k_row.size(), R"(<mrow class="sum">)");
  }
  // Browsers set a function's name and its argument without any space between.
  for (std::size_t at = mathml.find(k_apply); at != mathml.npos; at = mathml.find(k_apply, at)) {
    mathml.replace(at, k_apply.size(), R"(<mo rspace="0.17em">&#x2061;</mo>)");
  }
  return element("div", look("formula"), before, Html::trusted(std::move(mathml)));
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

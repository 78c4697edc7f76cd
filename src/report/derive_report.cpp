#include "dmc/report/derive_report.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/derive/expressions.hpp"

namespace dmc {
namespace {

using derive::Derivation;
using derive::Int128;

// Whole as far as 64 bits go.
Value count_value(Int128 count) {
  if (count >= 0 && count <= static_cast<Int128>(std::numeric_limits<std::uint64_t>::max())) {
    return static_cast<std::uint64_t>(count);
  }
  return static_cast<double>(count);
}

Value size_value(std::int64_t size) {
  return static_cast<std::uint64_t>(size);
}

Object sizes_object(const Derivation& derivation, const derive::Sizes& sizes) {
  Object object;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    object.emplace_back(derivation.parameters[i], size_value(sizes[i]));
  }
  return object;
}

std::string sizes_words(const Derivation& derivation, const derive::Sizes& sizes) {
  std::string text;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    text += fmt::format("{}{}={}", i == 0 ? "" : " ", derivation.parameters[i], sizes[i]);
  }
  return text;
}

// Accesses but those to data that was never accessed before.
Expression reuses_expression(const Derivation& derivation) {
  const auto plain = [](const std::vector<derive::Amount>& amounts) {
    return std::all_of(amounts.begin(), amounts.end(),
                       [](const derive::Amount& one) { return one.indices.empty(); });
  };
  if (plain(derivation.accesses) && plain(derivation.data)) {
    derive::Polynomial reuses;
    for (const derive::Amount& amount : derivation.accesses) {
      reuses = reuses + amount.count;
    }
    for (const derive::Amount& amount : derivation.data) {
      reuses = reuses - amount.count;
    }
    return derive::expression_of(reuses, derivation.parameters);
  }
  return derive::expression_of(derivation.accesses, derivation.parameters) -
         derive::expression_of(derivation.data, derivation.parameters);
}

List texts(const std::vector<std::string>& all) {
  return {all.begin(), all.end()};
}

List verified_list(const Derivation& derivation) {
  List list;
  for (const derive::Sizes& sizes : derivation.verified) {
    list.emplace_back(sizes_object(derivation, sizes));
  }
  return list;
}

Int128 undecided_reuses(const Derivation& derivation, const std::optional<DerivedValues>& at) {
  if (derivation.undecided.empty()) {
    return 0;
  }
  if (at) {
    return at->values.undecided;
  }
  return derivation.verified.empty()
             ? Int128{0}
             : derive::values_at(derivation, derivation.verified.back()).undecided;
}

Object at_object(const DerivedValues& at) {
  Object parameters;
  for (const auto& [name, value] : at.parameters) {
    parameters.emplace_back(name, size_value(value));
  }
  return {{"parameters", std::move(parameters)},
          {"accesses", count_value(at.values.accesses)},
          {"data", count_value(at.values.data)},
          {"reuses", count_value(at.values.reuses)},
          {"dmd", at.values.dmd}};
}

void add_formulas(Document& document, const Derivation& derivation) {
  const auto add = [&](const std::string& key, const std::string& label, const Expression& formula,
                       bool for_people) {
    document.facts.push_back({key, "", formula_object(formula)});
    if (for_people) {
      document.facts.push_back({"", label, formula.text()});
    }
  };
  add("accesses", "accesses", derive::expression_of(derivation.accesses, derivation.parameters),
      true);
  add("data", "distinct data", derive::expression_of(derivation.data, derivation.parameters), true);
  add("reuses", "reuses", reuses_expression(derivation), true);
  add("dmd", "DMD", derive::dmd_of(derivation), false);
  document.facts.push_back({"", "DMD", "the sum of count \u00b7 \u221adistance below"});
}

void add_leading(Document& document, const std::optional<derive::Leading>& leading) {
  if (!leading) {
    return;
  }
  const std::string power =
      leading->order == 0 ? "1" : fmt::format("{}^{}", leading->variable, leading->order);
  const std::string rest = leading->times_log
                               ? fmt::format("O({} log {})", power, leading->variable)
                               : fmt::format("O({})", power);
  Object object = formula_object(leading->expression);
  object.emplace_back("remainder", rest);
  document.facts.push_back({"leading", "", std::move(object)});
  document.facts.push_back({"", fmt::format("DMD as {} grows", leading->variable),
                            fmt::format("{} + {}", leading->expression.text(), rest)});
}

void add_at(Document& document, const std::optional<DerivedValues>& at) {
  if (!at) {
    return;
  }
  std::string words;
  for (const auto& [name, value] : at->parameters) {
    words += fmt::format("{}{}={}", words.empty() ? "" : " ", name, value);
  }
  document.facts.push_back({"at", "", at_object(*at)});
  document.facts.push_back({"", "at", words});
  document.facts.push_back({"", "  accesses", count_value(at->values.accesses), Kind::count});
  document.facts.push_back({"", "  distinct data", count_value(at->values.data), Kind::count});
  document.facts.push_back({"", "  reuses", count_value(at->values.reuses), Kind::count});
  document.facts.push_back({"", "  DMD", at->values.dmd, Kind::real});
}

std::string ranges_words(const derive::TermExpressions& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.indices.size(); ++i) {
    text += fmt::format("{}{} = {} \u2026 {}", i == 0 ? "" : ", ", parts.indices[i],
                        parts.first[i].text(), parts.last[i].text());
  }
  return text;
}

List ranges_list(const derive::TermExpressions& parts) {
  List list;
  for (std::size_t i = 0; i < parts.indices.size(); ++i) {
    list.emplace_back(Object{{"index", parts.indices[i]},
                             {"first", parts.first[i].text()},
                             {"last", parts.last[i].text()}});
  }
  return list;
}

Section term_list(const Derivation& derivation) {
  Section section{"terms",
                  "Reuses, by array and by the loop that carries them",
                  {{"array", "array", Kind::text, 6},
                   {"reference", "reference", Kind::text, 2, 8},
                   {"carried_by", "carried by", Kind::text, 5},
                   {"", "count", Kind::text, 9, 24},
                   {"", "distance", Kind::text, 8, 24},
                   {"", "for each", Kind::text, 7, 16},
                   {"indices", ""},
                   {"count", ""},
                   {"distance", ""},
                   {"reuses", ""},
                   {"dmd", ""}},
                  {}};
  for (const derive::Term& term : derivation.terms) {
    const derive::TermExpressions parts = derive::expressions_of(derivation, term);
    section.rows.push_back({{term.array, term.reference, term.carried_by, parts.count.text(),
                             parts.distance.text(), ranges_words(parts), ranges_list(parts),
                             formula_object(parts.count), formula_object(parts.distance),
                             formula_object(parts.reuses), formula_object(parts.dmd)}});
  }
  return section;
}

Section undecided_list(const Derivation& derivation) {
  Section section{"undecided_reuses",
                  derivation.undecided.empty() ? "" : "Undecided",
                  {{"reference", "reference", Kind::text, 2}, {"reason", "why", Kind::text, 1}},
                  {}};
  for (const derive::Undecided& one : derivation.undecided) {
    section.rows.push_back({{one.reference, one.reason}});
  }
  return section;
}

std::string verified_words(const Derivation& derivation) {
  if (derivation.verified.empty()) {
    return "not verified";
  }
  std::string text = fmt::format(
      "verified against the engine, every count of the histogram, at {} "
      "{}: ",
      derivation.verified.size(), derivation.verified.size() == 1 ? "size" : "sizes");
  for (std::size_t i = 0; i < derivation.verified.size(); ++i) {
    text += (i == 0 ? "" : "; ") + sizes_words(derivation, derivation.verified[i]);
  }
  return text;
}

}  // namespace

Object formula_object(const Expression& expression) {
  return {{"text", expression.text()}, {"latex", expression.latex()}};
}

Document derive_document(const Derivation& derivation, const std::optional<DerivedValues>& at,
                         const std::optional<derive::Leading>& leading) {
  Document document;
  document.schema = "dmc.derive/1";
  document.title = fmt::format("{}, derived", derivation.name);
  const std::vector<std::string> region = derive::region_text(derivation);
  document.lead.push_back(region.empty() ? "no parameters"
                                         : fmt::format("where {}", fmt::join(region, ", ")));
  if (derivation.block != 1) {
    document.lead.push_back(fmt::format("distances and data in blocks of {}", derivation.block));
  }
  document.lead.push_back(verified_words(derivation));
  Object fixed;
  for (const auto& [name, value] : derivation.fixed) {
    fixed.emplace_back(name, size_value(value));
  }
  document.facts = {{"nest", "", derivation.name},
                    {"parameters", "", texts(derivation.parameters)},
                    {"fixed", "", std::move(fixed)},
                    {"block", "", size_value(derivation.block)},
                    {"region", "", texts(region)}};
  add_formulas(document, derivation);
  add_leading(document, leading);
  add_at(document, at);
  document.facts.push_back({"undecided", "", count_value(undecided_reuses(derivation, at))});
  document.facts.push_back({"verified", "", verified_list(derivation)});
  if (!derivation.undecided.empty()) {
    document.facts.push_back(
        {"", "undecided reuses", count_value(undecided_reuses(derivation, at)), Kind::count});
  }
  document.sections.push_back(term_list(derivation));
  document.sections.push_back(undecided_list(derivation));
  return document;
}

}  // namespace dmc

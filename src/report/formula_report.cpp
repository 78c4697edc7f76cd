#include "dmc/report/formula_report.hpp"

#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/report/listing.hpp"
#include "dmc/report/run_report.hpp"
#include "dmc/util/number.hpp"

namespace dmc {
namespace {

Value value_or_none(const std::optional<double>& number) {
  return number ? Value(*number) : Value();
}

// The parameters of the kernel, and the other symbols of the formula that have a value.
Object sizes_of(const FormulaResults& results, const Formula& formula) {
  Object sizes;
  if (results.kernel != nullptr) {
    sizes = parameters_object(*results.kernel, results.parameters);
  }
  for (const std::string_view name : formula.given) {
    const auto found = results.given.find(name);
    if (found != results.given.end()) {
      sizes.emplace_back(name, found->second);
    }
  }
  return sizes;
}

std::string sizes_text(const FormulaResults& results, const Formula& formula) {
  std::string text =
      results.kernel == nullptr ? "" : parameters_text(*results.kernel, results.parameters);
  for (const std::string_view name : formula.given) {
    const auto found = results.given.find(name);
    if (found != results.given.end()) {
      text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, shortest(found->second));
    }
  }
  return text;
}

List list_of(const std::vector<std::string_view>& names) {
  return {names.begin(), names.end()};
}

// What the formula gives: "DMD of kernel reuses", "reuses", "factor".
std::string formula_subject(const Formula& formula) {
  std::string text(to_string(formula.quantity));
  if (!formula.reuse_class.empty()) {
    text += fmt::format(" of {}", formula.reuse_class);
  }
  if (!formula.stages.empty()) {
    text += fmt::format(" of {}", fmt::join(formula.stages, ", "));
  }
  if (!formula.part.empty() && formula.part != formula.title) {
    text += fmt::format(" ({})", formula.part);
  }
  return text + (formula.per.empty() ? "" : fmt::format(", for one of {}", formula.per));
}

/// Everything about each formula, for machines.
Section records(std::string_view key) {
  return {std::string(key),
          "",
          {{"id", ""},       {"source", ""},      {"title", ""},   {"form", ""},   {"quantity", ""},
           {"relation", ""}, {"reuse_class", ""}, {"stages", ""},  {"per", ""},    {"part", ""},
           {"kernel", ""},   {"parameters", ""},  {"applies", ""}, {"value", ""},  {"measured", ""},
           {"ratio", ""},    {"text", ""},        {"latex", ""},   {"mathml", ""}, {"where", ""},
           {"note", ""},     {"missing", ""}},
          {}};
}

void add_record(Section& section, const FormulaResults& results, const FormulaValue& one) {
  const Formula& formula = *one.formula;
  const Value kernel = results.kernel == nullptr ? Value() : Value(results.kernel->name);
  section.rows.push_back({{formula.id,
                           formula.source,
                           formula.title,
                           to_string(formula.form),
                           to_string(formula.quantity),
                           formula.relation,
                           formula.reuse_class,
                           list_of(formula.stages),
                           formula.per,
                           formula.part,
                           kernel,
                           sizes_of(results, formula),
                           one.is_about,
                           value_or_none(one.value),
                           value_or_none(one.measured),
                           value_or_none(one.ratio()),
                           formula.expression.text(),
                           formula.expression.latex(),
                           formula.expression.mathml(),
                           where_object(formula),
                           formula.note,
                           one.missing}});
}

/// Formulas side by side, for people.
Section side_by_side(std::string title, bool is_measured) {
  const int measured = is_measured ? 8 : 0;
  return {"",
          std::move(title),
          {{"", "id", Kind::text, 10},
           {"", "form", Kind::text, 6},
           {"", "about", Kind::text, 3, 16},
           {"", "", Kind::text, 2},
           {"", "value", Kind::magnitude, 7},
           {"", "measured", Kind::magnitude, measured},
           {"", "ratio", Kind::ratio, is_measured ? 9 : 0},
           {"", "expression", Kind::text, 5, 24}},
          {}};
}

void add_row(Section& section, const FormulaValue& one) {
  const Formula& formula = *one.formula;
  section.rows.push_back({{formula.id, to_string(formula.form), formula.title, formula.relation,
                           value_or_none(one.value), value_or_none(one.measured),
                           value_or_none(one.ratio()), formula.expression.text()}});
}

// Other forms that speak about these sizes; how many do not is said below.
Section other_forms_of(const FormulaResults& results) {
  Section section = side_by_side("Other forms of it", results.is_measured);
  std::size_t left_out = 0;
  for (const FormulaValue& one : results.others) {
    if (one.is_about) {
      add_row(section, one);
    } else {
      ++left_out;
    }
  }
  if (left_out > 0) {
    section.notes.push_back(fmt::format("{} more {} about other sizes or another model: --json.",
                                        left_out, left_out == 1 ? "is" : "are"));
  }
  return section;
}

// Why a run says nothing of the formula.
std::string unmeasured_text(const FormulaValue& one) {
  if (!one.is_about) {
    return "Not measured: the formula is about other sizes or another model.";
  }
  return one.formula->part.empty() && one.formula->quantity != Quantity::number
             ? ""
             : "Not measured: no run shows this by itself.";
}

void show_in_full(Document& document, const FormulaResults& results, const FormulaValue& one) {
  const Formula& formula = *one.formula;
  document.title = fmt::format("{}  {}", formula.id, sizes_text(results, formula));
  document.lead = {
      fmt::format("{} ({}, {})", formula.title, formula.source, to_string(formula.form)),
      fmt::format("{} {} {}", formula_subject(formula), formula.relation,
                  formula.expression.text())};
  const auto add = [&](const std::string& line) {
    if (!line.empty()) {
      document.lead.push_back(line);
    }
  };
  for (const Definition& definition : formula.where) {
    add(fmt::format("{} = {}", definition.name, definition.value.text()));
  }
  add(std::string(formula.note));
  add(fmt::format("LaTeX: {}", formula.expression.latex()));
  add(results.is_measured && results.kernel != nullptr
          ? fmt::format("{}: {}", results.kernel->name, model_text(results.model))
          : "");
  add(results.is_measured && !one.measured ? unmeasured_text(one) : "");
  add(one.missing);
  if (one.value) {
    document.facts.push_back({"", "value", *one.value, Kind::real});
  }
  if (one.measured) {
    document.facts.push_back({"", "measured", *one.measured, Kind::real});
  }
  if (const auto ratio = one.ratio()) {
    document.facts.push_back({"", "measured / value", *ratio, Kind::ratio});
  }
}

void show_many(Document& document, const FormulaResults& results) {
  const std::string kernel =
      results.kernel == nullptr ? "any kernel"
                                : fmt::format("{}  {}", results.kernel->name,
                                              parameters_text(*results.kernel, results.parameters));
  Section section = side_by_side(kernel, results.is_measured);
  for (const FormulaValue& one : results.asked) {
    add_row(section, one);
  }
  document.sections.push_back(std::move(section));
}

}  // namespace

Document formula_document(std::span<const FormulaResults> results) {
  Document document;
  document.schema = "dmc.formula/1";
  document.facts.push_back({"model", "", model_object(results.front().model)});
  Section asked = records("formulas");
  Section others = records("others");
  for (const FormulaResults& some : results) {
    for (const FormulaValue& one : some.asked) {
      add_record(asked, some, one);
    }
    for (const FormulaValue& one : some.others) {
      add_record(others, some, one);
    }
  }
  if (asked.rows.size() == 1) {
    show_in_full(document, results.front(), results.front().asked.front());
    document.sections.push_back(other_forms_of(results.front()));
  } else {
    for (const FormulaResults& some : results) {
      show_many(document, some);
    }
  }
  document.sections.push_back(std::move(asked));
  document.sections.push_back(std::move(others));
  return document;
}

}  // namespace dmc

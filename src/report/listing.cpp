#include "dmc/report/listing.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/formulas/formula.hpp"
#include "dmc/kernels/kernel.hpp"
#include "dmc/kernels/nest_kernel.hpp"
#include "dmc/report/format.hpp"
#include "dmc/report/value_text.hpp"
#include "dmc/tracefile/trace_format.hpp"

namespace dmc {
namespace {

// What a number may be at most where nothing else limits it.
constexpr std::uint64_t k_no_limit = Parameter{}.max;

List list_of(std::span<const std::string_view> names) {
  List list;
  for (const std::string_view name : names) {
    list.emplace_back(name);
  }
  return list;
}

// The value in a run that gives no parameter at all; nothing where there is none.
Value default_of(const Parameter& parameter, const Parameters& defaults) {
  if (!defaults.has(parameter.name)) {
    return {};
  }
  const std::uint64_t value = defaults[parameter.name];
  return parameter.choices.empty() ? Value(value) : Value(parameter.choices[value]);
}

Object parameter_object(const Parameter& parameter, const Parameters& defaults) {
  Object object{{"name", parameter.name},
                {"meaning", parameter.meaning},
                {"default", default_of(parameter, defaults)}};
  if (!parameter.choices.empty()) {
    object.emplace_back("choices", list_of(parameter.choices));
    return object;
  }
  object.emplace_back("min", parameter.min);
  object.emplace_back("max", parameter.max);
  return object;
}

}  // namespace

Object where_object(const Formula& formula) {
  Object object;
  for (const Definition& definition : formula.where) {
    object.emplace_back(definition.name, definition.value.text());
  }
  return object;
}

std::string where_text(const Formula& formula) {
  std::string text;
  for (const auto& [name, value] : where_object(formula)) {
    text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", name, value_text(value, Kind::text));
  }
  return text;
}

std::string range_text(const Parameter& parameter) {
  if (!parameter.choices.empty()) {
    return fmt::format("{}", fmt::join(parameter.choices, ", "));
  }
  if (parameter.max == k_no_limit) {
    return fmt::format("{} or more", parameter.min);
  }
  return fmt::format("{} to {}", parameter.min, parameter.max);
}

std::string default_text(const Parameter& parameter, const Parameters& defaults) {
  const Value value = default_of(parameter, defaults);
  const auto* number = std::get_if<std::uint64_t>(&value.data);
  return number != nullptr ? fmt::format("{}", *number) : value_text(value, Kind::text);
}

Section kernel_list() {
  Section section{"kernels",
                  "",
                  {{"name", ""},
                   {"summary", ""},
                   {"source", ""},
                   {"task", ""},
                   {"parameters", ""},
                   {"arrays", ""}},
                  {}};
  for (const Kernel& kernel : kernels()) {
    const Parameters defaults = resolve_parameters(kernel, {});
    List parameters;
    for (const Parameter& parameter : kernel.parameters) {
      parameters.emplace_back(parameter_object(parameter, defaults));
    }
    section.rows.push_back({{kernel.name, kernel.summary, kernel.source, kernel.task,
                             std::move(parameters), list_of(kernel.arrays)}});
  }
  return section;
}

Section parameter_list() {
  Section section{"",
                  "Kernels",
                  {{"", "kernel", Kind::text, 9},
                   {"", "what it is", Kind::text, 7, 24},
                   {"", "default", Kind::text, 8},
                   {"", "values", Kind::text, 6}},
                  {},
                  {"dmc run KERNEL --help explains a kernel's parameters."}};
  for (const Kernel& kernel : kernels()) {
    const Parameters defaults = resolve_parameters(kernel, {});
    section.rows.push_back({{kernel.name, kernel.summary, "", ""}, Row::Emphasis::strong});
    for (const Parameter& parameter : kernel.parameters) {
      section.rows.push_back({{fmt::format("--{}", parameter.name), parameter.meaning,
                               default_text(parameter, defaults), range_text(parameter)},
                              Row::Emphasis::normal,
                              1});
    }
  }
  return section;
}

Section nest_list() {
  Section section{"nests",
                  "Loop nests",
                  {{"name", "nest", Kind::text, 9},
                   {"summary", "what it is", Kind::text, 7, 24},
                   {"parameters", "parameters", Kind::text, 6, 16},
                   {"arrays", ""}},
                  {},
                  {"dmc run NEST --help explains a nest's parameters, dmc show NEST prints it."}};
  for (const std::string_view name : shipped_nest_names()) {
    const Kernel& kernel = shipped_nest(name)->kernel();
    List parameters;
    for (const Parameter& parameter : kernel.parameters) {
      parameters.emplace_back(parameter.name);
    }
    section.rows.push_back(
        {{kernel.name, kernel.summary, std::move(parameters), list_of(kernel.arrays)}});
  }
  return section;
}

Section formula_list() {
  Section section{"formulas",
                  "Formulas",
                  {{"id", "id", Kind::text, 9},
                   {"source", "source", Kind::text, 5},
                   {"form", "form", Kind::text, 7},
                   {"kernels", "kernels", Kind::text, 4, 20},
                   {"title", "about", Kind::text, 6, 20},
                   {"quantity", ""},
                   {"reuse_class", ""},
                   {"stages", ""},
                   {"per", ""},
                   {"part", ""},
                   {"relation", ""},
                   {"text", "expression", Kind::text, 8, 16},
                   {"", "where", Kind::text, 3, 20},
                   {"latex", ""},
                   {"where", ""},
                   {"note", ""}},
                  {}};
  for (const Formula& formula : formulas()) {
    section.rows.push_back(
        {{formula.id, formula.source, to_string(formula.form), list_of(formula.kernels),
          formula.title, to_string(formula.quantity), formula.reuse_class, list_of(formula.stages),
          formula.per, formula.part, formula.relation, formula.expression.text(),
          where_text(formula), formula.expression.latex(), where_object(formula), formula.note}});
  }
  return section;
}

Section format_list() {
  Section section{
      "formats",
      "Formats",
      {{"name", "format", Kind::text, 9}, {"summary", "what it is for", Kind::text, 8, 24}},
      {}};
  for (const Format& format : formats()) {
    section.rows.push_back({{format.name, format.summary}});
  }
  return section;
}

Section trace_format_list() {
  constexpr std::array<std::string_view, 3> k_units{"memory", "storage", "id"};
  Section section{"traces",
                  "Traces that can be analyzed",
                  {{"name", "format", Kind::text, 9},
                   {"summary", "what writes it", Kind::text, 8, 24},
                   {"unit", "addresses", Kind::text, 5},
                   {"granule", "granule", Kind::count, 6},
                   {"threads", "threads", Kind::text, 4}},
                  {},
                  {"What dmc trace records can be analyzed as well. docs/traces.md says how to "
                   "record each of these."}};
  for (const TraceFormat& format : trace_formats()) {
    section.rows.push_back(
        {{format.name, format.summary, k_units[static_cast<std::size_t>(format.unit)],
          format.default_granule(), format.has_threads}});
  }
  return section;
}

}  // namespace dmc

#include <algorithm>
#include <array>
#include <cmath>

#include "dmc/formulas/formula.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/names.hpp"

#include "topics.hpp"
#include "vocabulary.hpp"

namespace dmc {
namespace {

// In the order of the paper.
constexpr std::array k_topics = {
    definition_formulas, matmul_formulas,      attention_formulas,  transformer_formulas,
    cold_formulas,       gqa_formulas,         conv_class_formulas, conv_formulas,
    asymmetry_formulas,  batchconv_formulas,   im2col_formulas,     winograd_formulas,
    fft_class_formulas,  fft_formulas,         fftconv_formulas,    granularity_formulas,
    block_formulas,      block_bound_formulas,
};

// A formula's own symbols, in turn: what is given, then what follows from the parameters.
Variables symbols_of(const Formula& formula, const Parameters& parameters, const Model& model,
                     const Variables& given) {
  Variables values = variables_of(parameters, model);
  for (const std::string_view name : formula.given) {
    // A parameter of the same name, such as m of matmul, is something else.
    values.erase(std::string(name));
    const auto found = given.find(name);
    if (found != given.end()) {
      values.insert(*found);
    }
  }
  for (const Definition& definition : formula.where) {
    values[std::string(definition.name)] = definition.value.evaluate(values);
  }
  return values;
}

bool is_a_cost(Quantity quantity) {
  return quantity == Quantity::dmd || quantity == Quantity::cold_cost;
}

}  // namespace

std::span<const Formula> formulas() {
  static const std::vector<Formula> k_table = [] {
    std::vector<Formula> all;
    for (const auto topic : k_topics) {
      const std::vector<Formula> rows = topic();
      all.insert(all.end(), rows.begin(), rows.end());
    }
    return all;
  }();
  return k_table;
}

const Formula& find_formula(std::string_view id) {
  const auto table = formulas();
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Formula& formula) { return formula.id == id; });
  if (found == table.end()) {
    std::vector<std::string_view> ids;
    for (const Formula& formula : table) {
      ids.push_back(formula.id);
    }
    throw Error(unknown_name("formula", id, ids));
  }
  return *found;
}

bool speaks_about(const Formula& formula, std::string_view kernel) {
  return formula.kernels.empty() ||
         std::find(formula.kernels.begin(), formula.kernels.end(), kernel) != formula.kernels.end();
}

Variables variables_of(const Parameters& parameters, const Model& model) {
  Variables values;
  for (const auto& [name, value] : parameters.entries()) {
    values[name] = static_cast<double>(value);
  }
  values["b"] = static_cast<double>(model.block);
  values["s"] = static_cast<double>(model.bits);
  return values;
}

bool applies(const Formula& formula, const Parameters& parameters, const Model& model) {
  if (!formula.part.empty()) {
    return false;
  }
  return formula.applies == nullptr ? is_plain(model) : formula.applies(parameters, model);
}

double evaluate(const Formula& formula, const Parameters& parameters, const Model& model,
                const Variables& given) {
  const double value = formula.expression.evaluate(symbols_of(formula, parameters, model, given));
  const double scale = is_a_cost(formula.quantity) ? std::sqrt(static_cast<double>(model.bits)) : 1;
  return scale * value + 0.0;  // never −0, as a difference times nothing is
}

std::string_view to_string(Form form) {
  switch (form) {
    case Form::printed:
      return "printed";
    case Form::corrected:
      return "corrected";
    case Form::exact:
      return "exact";
  }
  return "";
}

std::string_view to_string(Quantity quantity) {
  switch (quantity) {
    case Quantity::dmd:
      return "DMD";
    case Quantity::reuses:
      return "reuses";
    case Quantity::data:
      return "data";
    case Quantity::cold_cost:
      return "cold cost";
    case Quantity::number:
      return "number";
  }
  return "";
}

}  // namespace dmc

#include <algorithm>
#include <array>
#include <cmath>

#include "dmc/formulas/formula.hpp"
#include "dmc/formulas/real_values.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/names.hpp"

#include "topics.hpp"
#include "vocabulary.hpp"

namespace dmc {
namespace {

// In the order of the paper.
constexpr std::array k_topics = {
    definition_formulas,  matmul_formulas,    tiledmatmul_formulas, attention_formulas,
    transformer_formulas, cold_formulas,      gqa_formulas,         conv_class_formulas,
    conv_formulas,        asymmetry_formulas, batchconv_formulas,   im2col_formulas,
    winograd_formulas,    fft_class_formulas, fft_formulas,         fftconv_formulas,
    granularity_formulas, block_formulas,     block_bound_formulas,
};

// The parameters, and what a formula is given besides.
Variables values_of(const Formula& formula, const Parameters& parameters, const Model& model,
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
  return values;
}

std::vector<std::string_view> all_ids() {
  std::vector<std::string_view> ids;
  for (const Formula& formula : formulas()) {
    ids.push_back(formula.id);
  }
  return ids;
}

// The beginning of an id that says which statement it is of: "thm3.10", "winograd".
std::string_view statement_of(std::string_view id) {
  const std::size_t dot = id.find('.');
  const bool is_numbered = dot != id.npos && dot + 1 < id.size() && id[dot - 1] >= '0' &&
                           id[dot - 1] <= '9' && id[dot + 1] >= '0' && id[dot + 1] <= '9';
  return id.substr(0, is_numbered ? id.find('.', dot + 1) : dot);
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
    throw Error(unknown_name("formula", id, all_ids(), "dmc list formulas"));
  }
  return *found;
}

std::vector<const Formula*> find_formulas(std::string_view name) {
  const std::string id = statement_id(name);
  std::vector<const Formula*> family;
  for (const Formula& formula : formulas()) {
    if (is_named(formula.id, id)) {
      return {&formula};
    }
    if (belongs_to(formula.id, id)) {
      family.push_back(&formula);
    }
  }
  return family.empty() ? std::vector{&find_formula(name)} : family;
}

std::vector<const Formula*> other_forms(const Formula& formula) {
  std::vector<const Formula*> others;
  for (const Formula& one : formulas()) {
    const bool same_part = one.part == formula.part || one.part.empty() || formula.part.empty();
    if (&one != &formula && statement_of(one.id) == statement_of(formula.id) &&
        one.kernels == formula.kernels && one.quantity == formula.quantity &&
        one.reuse_class == formula.reuse_class && one.stages == formula.stages && same_part) {
      others.push_back(&one);
    }
  }
  return others;
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

bool is_about(const Formula& formula, const Parameters& parameters, const Model& model) {
  return formula.applies == nullptr ? is_plain(model) : formula.applies(parameters, model);
}

bool applies(const Formula& formula, const Parameters& parameters, const Model& model) {
  return formula.part.empty() && is_about(formula, parameters, model);
}

double evaluate(const Formula& formula, const Parameters& parameters, const Model& model,
                const Variables& given) {
  const double value = evaluate(formula, values_of(formula, parameters, model, given));
  const double scale = is_a_cost(formula.quantity) ? std::sqrt(static_cast<double>(model.bits)) : 1;
  return scale * value + 0.0;  // never −0, as a difference times nothing is
}

double evaluate(const Formula& formula, Variables values) {
  for (const Definition& definition : formula.where) {
    values[std::string(definition.name)] = definition.value.evaluate(values);
  }
  return formula.expression.evaluate(values);
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

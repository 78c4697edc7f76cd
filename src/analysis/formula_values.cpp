#include "dmc/analysis/formula_values.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "dmc/analysis/run.hpp"
#include "dmc/util/error.hpp"

namespace dmc {
namespace {

// Theorem 3.21 holds a run in blocks against the same one on elements of one bit.
constexpr std::string_view k_cost_on_elements = "f";

bool needs(const std::vector<const Formula*>& formulas, std::string_view symbol) {
  return std::any_of(formulas.begin(), formulas.end(), [&](const Formula* formula) {
    const auto& given = formula->given;
    return std::find(given.begin(), given.end(), symbol) != given.end();
  });
}

std::vector<const Formula*> other_forms_of(const std::vector<const Formula*>& asked) {
  std::vector<const Formula*> others;
  const auto is_in = [](const std::vector<const Formula*>& all, const Formula* one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  for (const Formula* formula : asked) {
    for (const Formula* other : other_forms(*formula)) {
      if (!is_in(asked, other) && !is_in(others, other)) {
        others.push_back(other);
      }
    }
  }
  return others;
}

RunResult measured_run(const FormulaRequest& request, const Parameters& parameters,
                       const Model& model) {
  return run({.kernel = request.kernel,
              .parameters = parameters,
              .model = model,
              .threads = request.threads,
              .progress = request.progress});
}

/// Formulas at one set of sizes, with a run where there is one.
class Evaluation {
 public:
  explicit Evaluation(const FormulaRequest& request) : request_(request), given_(request.given) {
    if (request.kernel != nullptr) {
      parameters_ = resolve_parameters(*request.kernel, request.parameters);
    }
    if (request.measure) {
      run_ = measured_run(request, parameters_, request.model);
      given_.emplace("m", static_cast<double>(run_->data));
      if (request.model.block > 1 && needs(request.formulas, k_cost_on_elements)) {
        Model elements = request.model;
        elements.block = 1;
        elements.bits = 1;
        given_.emplace(k_cost_on_elements, measured_run(request, parameters_, elements).dmd);
      }
    }
  }

  [[nodiscard]] const Parameters& parameters() const { return parameters_; }
  [[nodiscard]] const Variables& given() const { return given_; }

  [[nodiscard]] FormulaValue of(const Formula& formula) const {
    // A formula about any kernel is asked without one, too.
    const bool about = request_.kernel == nullptr
                           ? formula.applies == nullptr || formula.applies({}, request_.model)
                           : is_about(formula, parameters_, request_.model);
    FormulaValue result{.formula = &formula, .is_about = about};
    try {
      result.value = evaluate(formula, parameters_, request_.model, given_);
    } catch (const Error& error) {
      result.missing = error.what();
    }
    if (run_ && about && formula.part.empty() && formula.quantity != Quantity::number) {
      result.measured = measured_for(formula, *run_);
    }
    return result;
  }

 private:
  const FormulaRequest& request_;
  Variables given_;
  Parameters parameters_;
  std::optional<RunResult> run_;
};

}  // namespace

std::optional<double> FormulaValue::ratio() const {
  if (!value || !measured) {
    return std::nullopt;
  }
  return *value == *measured ? 1.0 : *measured / *value;
}

FormulaResults evaluate_formulas(const FormulaRequest& request) {
  if (request.measure && request.kernel == nullptr) {
    throw Error(fmt::format("{} is about every kernel; say which one to measure: --kernel conv",
                            request.formulas.front()->id));
  }
  const Evaluation evaluation(request);
  FormulaResults results{.kernel = request.kernel,
                         .parameters = evaluation.parameters(),
                         .model = request.model,
                         .given = evaluation.given(),
                         .is_measured = request.measure};
  for (const Formula* formula : request.formulas) {
    results.asked.push_back(evaluation.of(*formula));
  }
  for (const Formula* formula : other_forms_of(request.formulas)) {
    results.others.push_back(evaluation.of(*formula));
  }
  return results;
}

}  // namespace dmc

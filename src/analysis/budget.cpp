#include <cmath>

#include "dmc/analysis/tune.hpp"
#include "dmc/formulas/real_values.hpp"

namespace dmc {
namespace {

constexpr double k_widest = 1e6;

/// The width at which a formula comes to the budget; it grows with the width.
std::optional<double> width_by(const Formula& formula, const Parameters& parameters,
                               double budget) {
  Variables variables = variables_of(parameters, {});
  const auto cost = [&](double width) {
    variables["d"] = width;
    return evaluate(formula, variables);
  };
  if (cost(k_widest) < budget) {
    return std::nullopt;
  }
  double low = 0;
  double high = k_widest;
  while (high - low > 1e-9 * high) {
    const double middle = (low + high) / 2;
    (cost(middle) < budget ? low : high) = middle;
  }
  return high;
}

class WidthSearch {
 public:
  WidthSearch(const TuneRequest& request, const Kernel& kernel, double budget)
      : request_(request), kernel_(kernel), budget_(budget) {}

  /// The largest multiple of h whose layer costs no more than the budget.
  [[nodiscard]] std::optional<std::uint64_t> width(const Parameters& parameters) const {
    std::uint64_t good = 0;
    std::uint64_t bad = 1;
    while (is_affordable(parameters, bad)) {
      good = bad;
      bad *= 2;
    }
    while (bad - good > 1) {
      const std::uint64_t middle = (good + bad) / 2;
      (is_affordable(parameters, middle) ? good : bad) = middle;
    }
    return good == 0 ? std::nullopt : std::optional(good * parameters["h"]);
  }

  /// Whether not even h columns can be measured.
  [[nodiscard]] bool is_too_long(const Parameters& parameters) const {
    return exceeds_longest(with_columns(parameters, 1));
  }

 private:
  /// That many to each head.
  [[nodiscard]] Parameters with_columns(Parameters parameters, std::uint64_t columns) const {
    parameters.set("d", columns * parameters["h"]);
    return resolve_parameters(kernel_, parameters);
  }

  [[nodiscard]] bool exceeds_longest(const Parameters& parameters) const {
    return footprint(kernel_.plan(parameters), request_.model).accesses > request_.longest;
  }

  [[nodiscard]] bool is_affordable(const Parameters& parameters, std::uint64_t columns) const {
    const Parameters all = with_columns(parameters, columns);
    if (exceeds_longest(all)) {
      return false;
    }
    const RunResult cost = run({&kernel_, all, request_.model});
    return cost.dmd + cost.cold_cost <= budget_;
  }

  const TuneRequest& request_;
  const Kernel& kernel_;
  double budget_;
};

}  // namespace

BudgetResult width_for_budget(const TuneRequest& request, double budget) {
  const Kernel& kernel = find_kernel("gqa");
  BudgetResult result{.budget = budget,
                      .problem = resolve_parameters(kernel, request.problem),
                      .formulas = {&find_formula("lem3.6"), &find_formula("lem3.6.corrected")},
                      .rows = {}};
  const WidthSearch search(request, kernel, budget);
  const std::uint64_t heads = result.problem["h"];
  for (std::uint64_t group = 1; group <= heads; ++group) {
    if (heads % group != 0) {
      continue;
    }
    Parameters parameters = result.problem;
    parameters.set("p", heads / group);
    WidthForBudget row{.heads_per_group = group,
                       .groups = heads / group,
                       .is_too_long = search.is_too_long(parameters),
                       .measured = search.width(parameters)};
    for (const Formula* formula : result.formulas) {
      row.by_formula.push_back(width_by(*formula, parameters, budget));
    }
    result.rows.push_back(std::move(row));
  }
  return result;
}

}  // namespace dmc

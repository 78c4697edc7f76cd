#include "check_row.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "dmc/cost/dmd.hpp"

#include "interpret.hpp"

namespace dmc {
namespace {

constexpr double k_rounding = 1e-9;  // of sums of many terms
constexpr double k_exact = 1e15;     // whole numbers up to here are doubles, products nearly so
constexpr std::uint64_t k_most_terms = 10'000'000;

bool is_at_most(double a, double b) {
  return a <= b + k_rounding * std::abs(b);
}

bool is_near(double a, double b) {
  return a == b || (is_at_most(a, b) && is_at_most(b, a));
}

std::string fault_in_counts(const Kernel& kernel, const SweepRow& row) {
  const Footprint plan = footprint(kernel.plan(row.parameters), row.model);
  if (row.accesses != plan.accesses) {
    return fmt::format("it has {} accesses, and {} makes {}", row.accesses, kernel.name,
                       plan.accesses);
  }
  if (plan.data_is_exact ? row.data != plan.data : row.data > plan.data) {
    return fmt::format("it has {} data, and {} touches {}{}", row.data, kernel.name,
                       plan.data_is_exact ? "" : "no more than ", plan.data);
  }
  if (row.data > row.accesses || row.accesses - row.data != row.reuses) {
    return "its data and reuses do not add up to its accesses";
  }
  if (row.reuses == 0 ? row.max_distance != 0
                      : row.max_distance == 0 || row.max_distance > row.data) {
    return fmt::format("its max_distance, {}, is not from 1 to its data, {}", row.max_distance,
                       row.data);
  }
  return {};
}

/// A mean root lies between what the mean distance allows: the root is concave.
std::string fault_in_distances(const SweepRow& row) {
  if (row.reuses == 0) {
    return row.dmd == 0 && row.mean_distance == 0 ? ""
                                                  : "it has a dmd or mean distance, and no reuse";
  }
  const auto largest = static_cast<double>(row.max_distance);
  const double mean = row.mean_distance;
  if (!is_at_most(1, mean) || !is_at_most(mean, largest)) {
    return "its mean_distance is not from 1 to its max_distance";
  }
  const auto reuses = static_cast<double>(row.reuses);
  const double sum = std::round(mean * reuses);  // of distances, which are whole numbers
  if (sum < k_exact && sum / reuses != mean) {
    return "its mean_distance is not one of so many reuses";
  }
  const double root = row.dmd / std::sqrt(static_cast<double>(row.model.bits)) / reuses;
  const double share = largest > 1 ? (mean - 1) / (largest - 1) : 0;
  if (!is_at_most(1 + share * (std::sqrt(largest) - 1), root) ||
      !is_at_most(root, std::sqrt(mean))) {
    return "its dmd does not agree with its reuses and distances";
  }
  return {};
}

std::string fault_in_cold_cost(const SweepRow& row) {
  const Model& model = row.model;
  const bool is_long = model.cold == Cold::stack && row.data > k_most_terms;
  return is_long || is_near(row.cold_cost, cold_cost(row.data, model.cold, model.bits))
             ? ""
             : "its cold_cost does not agree with its data";
}

std::string fault_in_classes(const SweepRow& row) {
  std::uint64_t reuses = 0;
  double dmd = 0;
  const double scale = std::sqrt(static_cast<double>(row.model.bits));
  for (const SweepClass& one : row.classes) {
    const double least = scale * static_cast<double>(one.reuses);
    if (!is_at_most(least, one.dmd) ||
        !is_at_most(one.dmd, least * std::sqrt(static_cast<double>(row.max_distance)))) {
      return fmt::format("dmd.{} does not agree with reuses.{}", one.name, one.name);
    }
    if (one.reuses > row.reuses - reuses) {
      return "its classes have more reuses than the whole";
    }
    reuses += one.reuses;
    dmd += one.dmd;
  }
  return is_at_most(dmd, row.dmd) ? "" : "the dmd of its classes is more than that of the whole";
}

/// As far as a row tells: what stages cost it does not, nor what classes do unless they are there.
bool is_told(const Formula& formula, const SweepRow& row) {
  return formula.stages.empty() && (formula.reuse_class.empty() || !row.classes.empty());
}

bool have_one_subject(const Formula& a, const Formula& b) {
  return a.quantity == b.quantity && a.reuse_class == b.reuse_class && a.per == b.per &&
         std::equal(a.stages.begin(), a.stages.end(), b.stages.begin(), b.stages.end());
}

/// What a row does not tell it still says through its ratios: a part of the whole, and the same for
/// every formula about it.
bool may_be(std::size_t i, const std::vector<FormulaResult>& formulas, const SweepRow& row) {
  const Formula& formula = *formulas[i].formula;
  const double ratio = row.ratios[i].second;
  const double measured = ratio * formulas[i].value;
  if (formulas[i].value == 0) {
    return true;  // then the ratio tells nothing
  }
  const double whole =
      formula.quantity == Quantity::reuses ? static_cast<double>(row.reuses) : row.dmd;
  if (measured < 0 || !is_at_most(measured, whole) ||
      (formula.form == Form::exact && !is_near(ratio, 1))) {
    return false;
  }
  for (std::size_t j = 0; j < i; ++j) {
    if (have_one_subject(formula, *formulas[j].formula) &&
        !is_near(measured, row.ratios[j].second * formulas[j].value)) {
      return false;
    }
  }
  return true;
}

/// The run that the row tells of, held against the formulas.
std::vector<FormulaResult> formulas_about(const Kernel& kernel, const SweepRow& row) {
  RunResult run;
  run.kernel = &kernel;
  run.parameters = row.parameters;
  run.model = row.model;
  run.accesses = row.accesses;
  run.data = row.data;
  run.reuses = row.reuses;
  run.dmd = row.dmd;
  run.cold_cost = row.cold_cost;
  run.max_distance = row.max_distance;
  for (const SweepClass& one : row.classes) {
    run.named.push_back({one.name, "", {one.reuses, one.dmd, 0, 0}});
  }
  interpret(run);
  return std::move(run.formulas);
}

std::string fault_in_ratios(const Kernel& kernel, const SweepRow& row) {
  const std::vector<FormulaResult> formulas = formulas_about(kernel, row);
  const auto is_about = [](const FormulaResult& formula, const auto& ratio) {
    return formula.formula->id == ratio.first;
  };
  if (!std::equal(formulas.begin(), formulas.end(), row.ratios.begin(), row.ratios.end(),
                  is_about)) {
    return "its ratios are not to the formulas that speak about it";
  }
  for (std::size_t i = 0; i < formulas.size(); ++i) {
    const double ratio = row.ratios[i].second;
    const bool agrees = is_told(*formulas[i].formula, row) ? is_near(ratio, formulas[i].ratio)
                                                           : may_be(i, formulas, row);
    if (!agrees) {
      return fmt::format("ratio.{} does not agree with its other figures", row.ratios[i].first);
    }
  }
  return {};
}

}  // namespace

std::string fault_in(const Kernel& kernel, const SweepRow& row) {
  for (const double figure : {row.dmd, row.cold_cost, row.mean_distance}) {
    if (!std::isfinite(figure) || figure < 0) {
      return "a figure of it is not a number, or is negative";
    }
  }
  std::string fault = fault_in_counts(kernel, row);
  fault = fault.empty() ? fault_in_distances(row) : fault;
  fault = fault.empty() ? fault_in_cold_cost(row) : fault;
  fault = fault.empty() ? fault_in_classes(row) : fault;
  return fault.empty() ? fault_in_ratios(kernel, row) : fault;
}

}  // namespace dmc

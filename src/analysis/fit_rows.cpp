#include "fit_rows.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/util/error.hpp"

namespace dmc {
namespace {

double class_value(const FitResult& what, const SweepRow& row) {
  const auto found =
      std::find_if(row.classes.begin(), row.classes.end(),
                   [&](const SweepClass& one) { return one.name == what.reuse_class; });
  if (found == row.classes.end()) {
    return 0;  // classes that no reuse belongs to are not listed
  }
  return what.fitted == Fitted::dmd ? found->dmd : static_cast<double>(found->reuses);
}

double fitted_value(const FitResult& what, const SweepRow& row) {
  if (!what.reuse_class.empty()) {
    return class_value(what, row);
  }
  switch (what.fitted) {
    case Fitted::dmd:
      return row.dmd;
    case Fitted::cost:
      return row.dmd + row.cold_cost;
    case Fitted::reuses:
      return static_cast<double>(row.reuses);
    case Fitted::accesses:
      return static_cast<double>(row.accesses);
    case Fitted::data:
      return static_cast<double>(row.data);
  }
  return 0;
}

/// Whether a formula speaks about what is fitted.
bool is_about(const FitResult& what, const Formula& formula) {
  const bool same_quantity =
      (what.fitted == Fitted::dmd && formula.quantity == Quantity::dmd) ||
      (what.fitted == Fitted::reuses && formula.quantity == Quantity::reuses) ||
      (what.fitted == Fitted::data && formula.quantity == Quantity::data);
  return same_quantity && formula.reuse_class == what.reuse_class;
}

/// The quotient of two coefficients, each anywhere in its interval.
Estimate quotient(const Estimate& a, const Estimate& b) {
  return {.value = a.value / b.value, .low = a.low / b.high, .high = a.high / b.low};
}

/// What measured / formula tends to: as the ratio itself tells, or else the laws of the two.
void set_limit(FormulaLimit& formula, const Growth& measured,
               const std::vector<SizedValue>& ratios) {
  const Growth ratio = growth_of(ratios);
  formula.limit = limit_of(ratio);
  if (formula.limit) {
    return;
  }
  std::vector<SizedValue> values;
  for (std::size_t i = 0; i < ratios.size(); ++i) {
    values.push_back({ratios[i].x, measured.points[i].y / ratios[i].y});
  }
  const Growth claimed = growth_of(values);
  if (measured.is_decided() && claimed.is_decided()) {
    const LawFit& a = measured.laws.front();
    const LawFit& b = claimed.laws.front();
    const GrowthLaw law{a.law.exponent - b.law.exponent, a.law.log_power - b.law.log_power};
    if (law.exponent == 0 && law.log_power == 0) {
      formula.limit = quotient(a.coefficient, b.coefficient);
    } else {
      formula.runs = law;
    }
  } else if (ratio.is_decided()) {
    formula.runs = ratio.laws.front().law;
  }
}

/// Those formulas that apply at every size.
std::vector<FormulaLimit> formula_limits(const FitResult& what, std::span<const SweepRow> rows,
                                         const Growth& measured) {
  std::vector<FormulaLimit> limits;
  for (const auto& [id, first] : rows.front().ratios) {
    const Formula& formula = find_formula(id);
    if (!is_about(what, formula)) {
      continue;
    }
    FormulaLimit limit{.formula = &formula, .ratios = {}, .limit = {}};
    std::vector<SizedValue> ratios;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (const auto& [other, ratio] : rows[i].ratios) {
        if (other == id && std::isfinite(ratio) && ratio > 0) {
          limit.ratios.push_back(ratio);
          ratios.push_back({measured.points[i].x, ratio});
        }
      }
    }
    if (ratios.size() == rows.size()) {
      set_limit(limit, measured, ratios);
      limits.push_back(std::move(limit));
    }
  }
  return limits;
}

}  // namespace

void check_class(const FitResult& what) {
  if (what.reuse_class.empty()) {
    return;
  }
  std::vector<std::string_view> names;
  for (const ReuseClass& named : what.kernel->classes) {
    names.push_back(named.name);
  }
  if (std::find(names.begin(), names.end(), what.reuse_class) == names.end()) {
    throw Error(fmt::format("--class: {} has no class '{}'; its classes are: {}", what.kernel->name,
                            what.reuse_class, fmt::join(names, ", ")));
  }
  if (what.fitted != Fitted::dmd && what.fitted != Fitted::reuses) {
    throw Error("--class: a class has a DMD and reuses, nothing else; give --of dmd or reuses");
  }
}

FitSlice fit_rows(const FitResult& what, const std::string& parameter,
                  std::span<const SweepRow> rows) {
  std::vector<SizedValue> points;
  points.reserve(rows.size());
  for (const SweepRow& row : rows) {
    const std::uint64_t size = row.parameters[parameter];
    points.push_back({static_cast<double>(size), fitted_value(what, row)});
    if (!(points.back().y > 0)) {
      throw Error(fmt::format(
          "--{} {}: what is to be fitted is 0 there, which grows by no power; leave it out",
          parameter, size));
    }
  }
  Growth growth = growth_of(points);
  std::vector<FormulaLimit> limits = formula_limits(what, rows, growth);
  return {parameter, rows.back().parameters, std::move(growth), std::move(limits)};
}

}  // namespace dmc

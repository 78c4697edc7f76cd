#include "dmc/analysis/fit_growth.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/analysis/run_all.hpp"
#include "dmc/util/error.hpp"

namespace dmc {
namespace {

using Values = std::pair<std::string, std::vector<std::uint64_t>>;

Parameters parameters_at(const FitRequest& request, const std::string& varied,
                         std::uint64_t value) {
  Parameters parameters;
  for (const auto& [name, values] : request.values) {
    parameters.set(name, name == varied ? value : *std::max_element(values.begin(), values.end()));
  }
  for (const auto& [name, other] : request.same) {
    if (!parameters.has(other)) {
      throw Error(fmt::format("--{} {}: give --{} as well, with values", name, other, other));
    }
    parameters.set(name, parameters[other]);
  }
  return parameters;
}

void check_class(const FitRequest& request) {
  std::vector<std::string_view> names;
  for (const ReuseClass& named : request.kernel->classes) {
    names.push_back(named.name);
  }
  if (!request.reuse_class.empty() &&
      std::find(names.begin(), names.end(), request.reuse_class) == names.end()) {
    throw Error(fmt::format("--class: {} has no class '{}'; its classes are: {}",
                            request.kernel->name, request.reuse_class, fmt::join(names, ", ")));
  }
  if (!request.reuse_class.empty() && request.fitted != Fitted::dmd &&
      request.fitted != Fitted::reuses) {
    throw Error("--class: a class has a DMD and reuses, nothing else; give --of dmd or reuses");
  }
}

double fitted_value(const FitRequest& request, const RunResult& run) {
  if (!request.reuse_class.empty()) {
    for (const NamedTotals& named : run.named) {
      if (named.name == request.reuse_class) {
        return request.fitted == Fitted::dmd ? named.totals.dmd
                                             : static_cast<double>(named.totals.reuses);
      }
    }
    return 0;
  }
  switch (request.fitted) {
    case Fitted::dmd:
      return run.dmd;
    case Fitted::cost:
      return run.dmd + run.cold_cost;
    case Fitted::reuses:
      return static_cast<double>(run.reuses);
    case Fitted::accesses:
      return static_cast<double>(run.accesses);
    case Fitted::data:
      return static_cast<double>(run.data);
  }
  return 0;
}

/// Whether a formula speaks about what is fitted.
bool is_about(const FitRequest& request, const Formula& formula) {
  const bool same_quantity =
      (request.fitted == Fitted::dmd && formula.quantity == Quantity::dmd) ||
      (request.fitted == Fitted::reuses && formula.quantity == Quantity::reuses) ||
      (request.fitted == Fitted::data && formula.quantity == Quantity::data);
  return same_quantity && formula.reuse_class == request.reuse_class;
}

/// Those formulas that apply at every size.
std::vector<FormulaLimit> formula_limits(const FitRequest& request, std::span<const RunResult> runs,
                                         const std::vector<SizedValue>& points) {
  std::vector<FormulaLimit> limits;
  for (const FormulaResult& first : runs.front().formulas) {
    if (!is_about(request, *first.formula)) {
      continue;
    }
    FormulaLimit limit{first.formula, {}, {}};
    std::vector<SizedValue> ratios;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      for (const FormulaResult& one : runs[i].formulas) {
        if (one.formula == first.formula && std::isfinite(one.ratio)) {
          limit.ratios.push_back(one.ratio);
          ratios.push_back({points[i].x, one.ratio});
        }
      }
    }
    if (ratios.size() == runs.size()) {
      limit.limit = limit_of(ratios);
      limits.push_back(std::move(limit));
    }
  }
  return limits;
}

FitSlice fit_slice(const FitRequest& request, const std::string& parameter,
                   std::span<const RunResult> runs, const std::vector<std::uint64_t>& sizes) {
  std::vector<SizedValue> points;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    points.push_back({static_cast<double>(sizes[i]), fitted_value(request, runs[i])});
    if (!(points.back().y > 0)) {
      throw Error(fmt::format(
          "--{} {}: what is to be fitted is 0 there, which grows by no power; leave it out",
          parameter, sizes[i]));
    }
  }
  return {parameter, runs.back().parameters, growth_of(points),
          formula_limits(request, runs, points)};
}

/// Varied parameters with their sizes in ascending order.
std::vector<Values> varied_values(const FitRequest& request) {
  std::vector<Values> varied;
  for (const auto& [name, values] : request.values) {
    if (values.size() > 1) {
      varied.emplace_back(name, values);
      std::sort(varied.back().second.begin(), varied.back().second.end());
    }
  }
  if (varied.empty()) {
    throw Error(
        fmt::format("nothing varies: give a parameter of {} several values, as in --{} 64:1024:x2",
                    request.kernel->name, request.kernel->parameters.front().name));
  }
  return varied;
}

}  // namespace

std::string_view to_string(Fitted fitted) {
  static constexpr std::string_view k_names[] = {"DMD", "DMD and cold cost", "reuses", "accesses",
                                                 "distinct data"};
  return k_names[static_cast<std::size_t>(fitted)];
}

FitResult fit_growth(const FitRequest& request) {
  check_class(request);
  const std::vector<Values> varied = varied_values(request);
  std::vector<RunRequest> requests;
  for (const auto& [name, sizes] : varied) {
    for (const std::uint64_t size : sizes) {
      requests.push_back({request.kernel, parameters_at(request, name, size), request.model});
    }
  }
  const auto started = std::chrono::steady_clock::now();
  const std::vector<RunResult> runs = run_all(requests, {request.threads, request.progress});
  FitResult result{.kernel = request.kernel,
                   .model = request.model,
                   .fitted = request.fitted,
                   .reuse_class = request.reuse_class,
                   .slices = {}};
  std::size_t next = 0;
  for (const auto& [name, sizes] : varied) {
    result.slices.push_back(
        fit_slice(request, name, std::span(runs).subspan(next, sizes.size()), sizes));
    next += sizes.size();
  }
  result.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return result;
}

}  // namespace dmc

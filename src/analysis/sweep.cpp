#include "dmc/analysis/sweep.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/util/error.hpp"
#include "dmc/util/number.hpp"

namespace dmc {
namespace {

constexpr std::size_t k_most_points = 1'000'000;

std::vector<Model> models_of(const SweepRequest& request) {
  std::vector<Model> models;
  for (const std::uint64_t block : request.blocks) {
    for (const std::uint64_t bits : request.bits) {
      for (const Cold cold : request.colds) {
        for (const std::vector<std::string>& omit : request.omits) {
          for (const Temporaries temporaries : request.temporaries) {
            models.push_back({block, bits, cold, omit, temporaries});
          }
        }
      }
    }
  }
  return models;
}

std::vector<Parameters> combinations_of(const SweepRequest& request) {
  std::vector<Parameters> all(1);
  for (const auto& [name, values] : request.values) {
    std::vector<Parameters> longer;
    longer.reserve(all.size() * values.size());
    for (const Parameters& some : all) {
      for (const std::uint64_t value : values) {
        longer.push_back(some);
        longer.back().set(name, value);
      }
    }
    all = std::move(longer);
  }
  return all;
}

void check_size(const SweepRequest& request) {
  std::uint64_t points = request.blocks.size() * request.bits.size() * request.colds.size() *
                         request.omits.size() * request.temporaries.size();
  for (const auto& [name, values] : request.values) {
    points = checked_mul(points, values.size());
  }
  if (points > k_most_points) {
    throw Error(
        fmt::format("these are {} combinations, and a sweep has {} at most; give fewer "
                    "values",
                    grouped(points), grouped(k_most_points)));
  }
}

std::string name_of(const Parameters& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters.entries()) {
    text += fmt::format("{}--{} {}", text.empty() ? "" : " ", name, value);
  }
  return text;
}

/// What run() refuses in any case, and what does not fit in the memory that the sweep may take.
void check_memory(const RunRequest& point, std::uint64_t memory) {
  const std::uint64_t needed = memory_needed(check_run(point));
  if (memory != 0 && needed > memory) {
    throw Error(fmt::format(
        "{} {} would need {} of memory, which is more than --memory {}; leave "
        "it out, or allow more",
        point.kernel->name, name_of(point.parameters), memory_text(needed), memory_text(memory)));
  }
}

/// The combinations that the kernel takes.
std::vector<Parameters> possible(const SweepRequest& request, SweepPlan& plan) {
  std::vector<Parameters> all;
  for (const Parameters& given : combinations_of(request)) {
    try {
      all.push_back(resolve_parameters(*request.kernel, given));
    } catch (const Error& error) {
      plan.why = plan.skipped == 0 ? error.what() : plan.why;
      ++plan.skipped;
    }
  }
  if (all.empty()) {
    throw Error(plan.skipped == 1 ? plan.why
                                  : fmt::format("none of the {} combinations is possible; of the "
                                                "first: {}",
                                                grouped(plan.skipped), plan.why));
  }
  return all;
}

}  // namespace

SweepPlan plan_sweep(const SweepRequest& request, std::uint64_t memory) {
  check_size(request);
  SweepPlan plan{.kernel = request.kernel, .points = {}};
  const std::vector<Parameters> combinations = possible(request, plan);
  const std::vector<Model> models = models_of(request);
  for (const Model& model : models) {
    for (const Parameters& parameters : combinations) {
      plan.points.push_back({request.kernel, parameters, model});
      check_memory(plan.points.back(), memory);
    }
  }
  plan.skipped *= models.size();
  return plan;
}

SweepRow sweep_row(const RunResult& run) {
  SweepRow row{.parameters = run.parameters,
               .model = run.model,
               .accesses = run.accesses,
               .data = run.data,
               .reuses = run.reuses,
               .dmd = run.dmd,
               .cold_cost = run.cold_cost,
               .mean_distance = run.mean_distance,
               .max_distance = run.max_distance};
  for (const FormulaResult& one : run.formulas) {
    row.ratios.emplace_back(one.formula->id, one.ratio);
  }
  for (const NamedTotals& named : run.named) {
    row.classes.push_back({named.name, named.totals.reuses, named.totals.dmd});
  }
  return row;
}

void sweep(const SweepPlan& plan,
           const std::function<void(std::size_t place, const SweepRow& row)>& finished,
           const RunAllOptions& options, const std::vector<bool>& is_known) {
  std::vector<RunRequest> requests;
  std::vector<std::size_t> places;
  for (std::size_t place = 0; place < plan.points.size(); ++place) {
    if (is_known.empty() || !is_known[place]) {
      requests.push_back(plan.points[place]);
      places.push_back(place);
    }
  }
  run_each(
      requests,
      [&](const std::vector<std::size_t>& equal, RunResult&& run) {
        const SweepRow row = sweep_row(run);
        for (const std::size_t one : equal) {
          finished(places[one], row);
        }
      },
      options);
}

}  // namespace dmc

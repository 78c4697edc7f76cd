#include "dmc/analysis/tune.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "dmc/analysis/run_all.hpp"
#include "dmc/util/error.hpp"

namespace dmc {
namespace {

constexpr double k_none = std::numeric_limits<double>::quiet_NaN();

std::uint64_t accesses_of(const Kernel& kernel, const Parameters& parameters, const Model& model) {
  return footprint(kernel.plan(parameters), model).accesses;
}

std::uint64_t longest_of(const Kernel& kernel, const std::vector<Parameters>& candidates,
                         const Model& model) {
  std::uint64_t longest = 0;
  for (const Parameters& one : candidates) {
    longest = std::max(longest, accesses_of(kernel, one, model));
  }
  return longest;
}

/// The problem without what is to be found.
Parameters problem_of(const TuneRequest& request, const Kernel& kernel) {
  return resolve_parameters(kernel, request.problem);
}

/// All sizes that can be made smaller, half as large; none where one of them is 1 already, or the
/// kernel does not work with it.
std::optional<Parameters> half_of(const Tuning& tuning, const Kernel& kernel,
                                  const Parameters& problem) {
  Parameters half = problem;
  for (const std::string_view size : tuning.scaled) {
    if (problem[size] < 2) {
      return std::nullopt;
    }
    half.set(size, problem[size] / 2);
  }
  try {
    return resolve_parameters(kernel, half);
  } catch (const Error&) {
    return std::nullopt;
  }
}

bool is_known(const TuneTable& table, const Parameters& parameters) {
  return std::any_of(table.rows.begin(), table.rows.end(), [&](const TuneRow& row) {
    return row.parameters.entries() == parameters.entries();
  });
}

double stage_total(const Tuning& tuning, const RunResult& run) {
  double total = 0;
  for (const StageTotals& stage : run.stages) {
    if (std::find(tuning.stages.begin(), tuning.stages.end(), stage.name) != tuning.stages.end()) {
      total += stage.totals.dmd;
    }
  }
  return total;
}

class Tuner {
 public:
  Tuner(const TuneRequest& request, const Kernel& kernel) : request_(request), kernel_(kernel) {}

  TuneTable table(const Parameters& problem, bool measures) {
    const auto candidates = request_.tuning->candidates(kernel_, problem);
    TuneTable table{.kernel = &kernel_,
                    .problem = problem,
                    .sources = sources(candidates, measures),
                    .rows = {},
                    .plain = {}};
    add(table, candidates, measures);
    while (request_.tuning->neighbours != nullptr && !table.sources.empty() &&
           add_neighbours(table, measures)) {
    }
    sort(table);
    find_best(table);
    if (measures && !request_.tuning->plain.empty()) {
      table.plain = plain(problem);
    }
    return table;
  }

 private:
  /// The measurement, and the formulas for the whole run that speak about some of the ways.
  [[nodiscard]] std::vector<TuneSource> sources(const std::vector<Parameters>& candidates,
                                                bool measures) const {
    std::vector<TuneSource> all;
    if (measures) {
      all.push_back({nullptr});
    }
    for (const Formula& formula : formulas()) {
      const bool is_whole = formula.quantity == Quantity::dmd && formula.reuse_class.empty() &&
                            formula.part.empty() && formula.given.empty();
      if (is_whole && !formula.kernels.empty() && speaks_about(formula, kernel_.name) &&
          std::any_of(candidates.begin(), candidates.end(), [&](const Parameters& one) {
            return applies(formula, one, request_.model);
          })) {
        all.push_back({&formula});
      }
    }
    return all;
  }

  void add(TuneTable& table, std::vector<Parameters> candidates, bool measures) {
    std::erase_if(candidates, [&](const Parameters& one) { return is_known(table, one); });
    std::vector<RunRequest> runs;
    runs.reserve(candidates.size());
    for (const Parameters& one : candidates) {
      runs.push_back({&kernel_, one, request_.model});
    }
    std::vector<RunResult> results;
    if (measures) {
      results = run_all(runs, {request_.threads, request_.progress});
    }
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      TuneRow row{.parameters = candidates[i], .costs = {}};
      if (measures) {
        row.stages = stage_total(*request_.tuning, results[i]);
        row.run = std::move(results[i]);
      }
      for (const TuneSource& source : table.sources) {
        row.costs.push_back(cost(source, row));
      }
      table.rows.push_back(std::move(row));
    }
  }

  [[nodiscard]] double cost(const TuneSource& source, const TuneRow& row) const {
    if (source.formula == nullptr) {
      return row.run->dmd + row.run->cold_cost;
    }
    return applies(*source.formula, row.parameters, request_.model)
               ? evaluate(*source.formula, row.parameters, request_.model)
               : k_none;
  }

  /// Around the best by each source; whether there was anything new.
  bool add_neighbours(TuneTable& table, bool measures) {
    find_best(table);
    std::vector<Parameters> more;
    for (const TuneSource& source : table.sources) {
      for (Parameters& one :
           request_.tuning->neighbours(kernel_, table.rows[source.best].parameters)) {
        const bool repeated = std::any_of(more.begin(), more.end(), [&](const Parameters& other) {
          return other.entries() == one.entries();
        });
        if (!repeated && !is_known(table, one)) {
          more.push_back(std::move(one));
        }
      }
    }
    const bool any = !more.empty();
    add(table, std::move(more), measures);
    return any;
  }

  static void find_best(TuneTable& table) {
    for (std::size_t i = 0; i < table.sources.size(); ++i) {
      std::size_t best = 0;
      for (std::size_t row = 1; row < table.rows.size(); ++row) {
        const double least = table.rows[best].costs[i];
        if (table.rows[row].costs[i] < least || std::isnan(least)) {
          best = row;
        }
      }
      table.sources[i].best = best;
    }
  }

  void sort(TuneTable& table) const {
    std::stable_sort(table.rows.begin(), table.rows.end(), [&](const TuneRow& a, const TuneRow& b) {
      for (const std::string_view name : request_.tuning->tuned) {
        if (a.parameters[name] != b.parameters[name]) {
          return a.parameters[name] < b.parameters[name];
        }
      }
      return false;
    });
  }

  [[nodiscard]] RunResult plain(const Parameters& problem) const {
    const Kernel& kernel = find_kernel(request_.tuning->plain);
    Parameters own;
    for (const Parameter& parameter : kernel.parameters) {
      own.set(parameter.name, problem[parameter.name]);
    }
    Model model = request_.model;
    std::erase_if(model.omit, [&](const std::string& array) {
      return std::find(kernel.arrays.begin(), kernel.arrays.end(), array) == kernel.arrays.end();
    });
    return run({&kernel, own, model});
  }

  const TuneRequest& request_;
  const Kernel& kernel_;
};

}  // namespace

TuneResult tune(const TuneRequest& request) {
  const Tuning& tuning = *request.tuning;
  const Kernel& kernel = find_kernel(tuning.kernel);
  const auto started = std::chrono::steady_clock::now();
  const Parameters problem = problem_of(request, kernel);
  TuneResult result{
      .tuning = &tuning, .model = request.model, .tables = {}, .longest = request.longest};
  result.accesses = longest_of(kernel, tuning.candidates(kernel, problem), request.model);
  Tuner tuner(request, kernel);
  std::optional<Parameters> measured = problem;
  while (measured && longest_of(kernel, tuning.candidates(kernel, *measured), request.model) >
                         request.longest) {
    measured = half_of(tuning, kernel, *measured);
  }
  const bool is_whole = measured && measured->entries() == problem.entries();
  result.tables.push_back(tuner.table(problem, is_whole));
  if (measured && !is_whole) {
    result.tables.push_back(tuner.table(*measured, true));
    result.tables.back().is_scaled = true;
  }
  if (!measured && result.tables.front().sources.empty()) {
    throw Error(
        "nothing can be said: no formula speaks about this, and --longest allows no run; give a "
        "larger --longest");
  }
  result.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return result;
}

}  // namespace dmc

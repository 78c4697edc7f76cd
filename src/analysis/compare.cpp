#include "dmc/analysis/compare.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "dmc/util/error.hpp"
#include "dmc/util/memory.hpp"

#include "jobs.hpp"

namespace dmc {
namespace {

std::string names_of(const std::vector<const Kernel*>& kernels) {
  std::vector<std::string_view> names;
  for (const Kernel* kernel : kernels) {
    names.push_back(kernel->name);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

bool has_parameter(const Kernel& kernel, std::string_view name) {
  return std::any_of(kernel.parameters.begin(), kernel.parameters.end(),
                     [&](const Parameter& parameter) { return parameter.name == name; });
}

// What a kernel cannot vary must be what the problem says.
void check_fixed(const Kernel& kernel, std::string_view name, std::uint64_t value) {
  for (const auto& [fixed, is] : kernel.fixed) {
    if (fixed == name && is != value) {
      throw Error(
          fmt::format("--{} {}: {} works with --{} {} alone", name, value, kernel.name, name, is));
    }
  }
}

bool is_fixed(const Kernel& kernel, std::string_view name) {
  return std::any_of(kernel.fixed.begin(), kernel.fixed.end(),
                     [&](const auto& fixed) { return fixed.first == name; });
}

// Kernels that solve one task without a size in common cannot be given the same problem.
void check_parameters(const CompareRequest& request, const std::vector<const Kernel*>& kernels) {
  for (const auto& [name, values] : request.values) {
    const bool known =
        std::any_of(kernels.begin(), kernels.end(), [&name = name](const Kernel* kernel) {
          return has_parameter(*kernel, name) || is_fixed(*kernel, name);
        });
    if (!known) {
      throw Error(fmt::format("none of {} has a parameter --{}", names_of(kernels), name));
    }
  }
}

// An array to omit concerns the kernels that have it.
Model model_for(const Kernel& kernel, Model model, const std::vector<const Kernel*>& kernels) {
  const auto has = [](const Kernel& some, const std::string& array) {
    return std::find(some.arrays.begin(), some.arrays.end(), array) != some.arrays.end();
  };
  std::erase_if(model.omit, [&](const std::string& array) {
    const bool known = std::any_of(kernels.begin(), kernels.end(),
                                   [&](const Kernel* some) { return has(*some, array); });
    return known && !has(kernel, array);
  });
  return model;
}

// A fixed value of one kernel is what the others are compared at, unless they are told otherwise.
Parameters parameters_for(const Kernel& kernel, const Parameters& given,
                          const std::vector<const Kernel*>& kernels) {
  Parameters own;
  for (const Kernel* other : kernels) {
    for (const auto& [name, value] : other->fixed) {
      if (has_parameter(kernel, name)) {
        own.set(name, value);
      }
    }
  }
  for (const auto& [name, value] : given.entries()) {
    check_fixed(kernel, name, value);
    if (has_parameter(kernel, name)) {
      own.set(name, value);
    }
  }
  return own;
}

std::vector<Parameters> combinations(
    const std::vector<std::pair<std::string, std::vector<std::uint64_t>>>& values) {
  std::vector<Parameters> all(1);
  for (const auto& [name, list] : values) {
    std::vector<Parameters> longer;
    for (const Parameters& some : all) {
      for (const std::uint64_t value : list) {
        longer.push_back(some);
        longer.back().set(name, value);
      }
    }
    all = std::move(longer);
  }
  return all;
}

// Each named class of either kernel, and what is left over, as the loser's DMD less the winner's.
std::vector<ClassDifference> differences(const RunResult& loser, const RunResult& winner) {
  std::map<std::string, double> by_class;
  const auto add = [&](const RunResult& run, double sign) {
    double named = 0;
    for (const NamedTotals& totals : run.named) {
      by_class[totals.name] += sign * totals.totals.dmd;
      named += totals.totals.dmd;
    }
    by_class["other reuses"] += sign * (run.dmd - named);
    by_class["first accesses"] += sign * run.cold_cost;
  };
  add(loser, 1);
  add(winner, -1);
  std::vector<ClassDifference> all;
  const double noise = 1e-9 * (loser.dmd + winner.dmd);
  for (const auto& [name, dmd] : by_class) {
    if (std::abs(dmd) > noise) {
      all.push_back({name, dmd});
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const ClassDifference& a, const ClassDifference& b) {
    return std::abs(a.dmd) > std::abs(b.dmd);
  });
  return all;
}

void judge(Problem& problem) {
  for (std::size_t i = 0; i < problem.contenders.size(); ++i) {
    Contender& contender = problem.contenders[i];
    contender.cost = contender.run.dmd + contender.run.cold_cost;
    const double first = problem.contenders.front().cost;
    contender.ratio = contender.cost == first ? 1 : contender.cost / first;
    problem.winner = contender.cost < problem.contenders[problem.winner].cost ? i : problem.winner;
  }
  const Contender& winner = problem.contenders[problem.winner];
  double next = HUGE_VAL;
  for (std::size_t i = 0; i < problem.contenders.size(); ++i) {
    if (i != problem.winner) {
      next = std::min(next, problem.contenders[i].cost);
      problem.contenders[i].why = differences(problem.contenders[i].run, winner.run);
    }
  }
  problem.factor = next == winner.cost ? 1 : next / winner.cost;
}

// One run of the comparison, known to be possible.
struct Planned {
  RunRequest request;
  std::uint64_t accesses;
  std::uint64_t bytes;
  RunResult* result;
};

std::vector<Planned> plan_runs(const CompareRequest& request, CompareResult& result) {
  std::vector<Planned> runs;
  for (Problem& problem : result.problems) {
    problem.contenders.resize(result.kernels.size());
    for (std::size_t i = 0; i < result.kernels.size(); ++i) {
      const Kernel& kernel = *result.kernels[i];
      RunRequest run{&kernel, parameters_for(kernel, problem.given, result.kernels),
                     model_for(kernel, request.model, result.kernels)};
      const Footprint size = check_run(run);
      runs.push_back({run, size.accesses, memory_needed(size, 1), &problem.contenders[i].run});
    }
  }
  // The longest first, so that none is left for the end.
  std::stable_sort(runs.begin(), runs.end(),
                   [](const Planned& a, const Planned& b) { return a.accesses > b.accesses; });
  return runs;
}

}  // namespace

std::vector<const Kernel*> comparable(std::vector<const Kernel*> kernels,
                                      std::vector<std::string>& notes) {
  if (kernels.size() < 2) {
    throw Error("compare takes two or more kernels, as in: dmc compare conv im2col --n 64 --k 3");
  }
  const Kernel& fftconv = find_kernel("fftconv");
  const bool has_convolution =
      std::any_of(kernels.begin(), kernels.end(),
                  [&](const Kernel* kernel) { return kernel->task == fftconv.task; });
  for (const Kernel*& kernel : kernels) {
    if (has_convolution && kernel->name == "fft") {
      kernel = &fftconv;
      notes.emplace_back("fft stands for fftconv here: convolution by Fourier transforms.");
    }
  }
  for (const Kernel* kernel : kernels) {
    if (kernel->task != kernels.front()->task) {
      throw Error(fmt::format("{} and {} cannot be compared: one is for {}, the other for {}",
                              kernels.front()->name, kernel->name, kernels.front()->task,
                              kernel->task));
    }
  }
  return kernels;
}

CompareResult compare(const CompareRequest& request) {
  CompareResult result;
  result.kernels = comparable(request.kernels, result.notes);
  result.model = request.model;
  check_parameters(request, result.kernels);
  for (const Parameters& given : combinations(request.values)) {
    result.problems.push_back({given, {}});
  }

  std::vector<Planned> runs = plan_runs(request, result);
  std::uint64_t total = 0;
  for (const Planned& planned : runs) {
    total += planned.accesses;
  }
  std::atomic<std::uint64_t> done = 0;
  std::vector<Job> jobs;
  for (Planned& planned : runs) {
    jobs.push_back({planned.bytes, [&, reported = std::uint64_t{0}]() mutable {
                      if (request.progress) {
                        planned.request.progress = [&](std::uint64_t now, std::uint64_t) {
                          done += now - reported;
                          reported = now;
                          request.progress(done, total);
                        };
                      }
                      *planned.result = run(planned.request);
                    }});
  }
  do_jobs(std::move(jobs), request.threads, available_memory());
  for (Problem& problem : result.problems) {
    judge(problem);
  }
  return result;
}

}  // namespace dmc

#include "contenders.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

namespace dmc {
namespace {

using Kernels = std::vector<const Kernel*>;

std::string names_of(const Kernels& kernels) {
  std::vector<std::string_view> names;
  for (const Kernel* kernel : kernels) {
    names.push_back(kernel->name);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

std::optional<std::uint64_t> fixed_value(const Kernel& kernel, std::string_view name) {
  for (const auto& [fixed, value] : kernel.fixed) {
    if (fixed == name) {
      return value;
    }
  }
  return std::nullopt;
}

/// What says which problem it is: parameters, and those that have one value only.
std::vector<std::string_view> sizes_of(const Kernel& kernel) {
  std::vector<std::string_view> names;
  for (const Parameter& parameter : kernel.parameters) {
    names.push_back(parameter.name);
  }
  for (const auto& fixed : kernel.fixed) {
    names.push_back(fixed.first);
  }
  return names;
}

std::vector<std::string_view> common_sizes(const Kernel& a, const Kernel& b) {
  std::vector<std::string_view> common = sizes_of(a);
  const std::vector<std::string_view> others = sizes_of(b);
  std::erase_if(common, [&](std::string_view name) {
    return std::find(others.begin(), others.end(), name) == others.end();
  });
  return common;
}

void check_values(const CompareRequest& request, const Kernels& kernels) {
  for (const auto& [name, values] : request.values) {
    const bool known =
        std::any_of(kernels.begin(), kernels.end(), [&name = name](const Kernel* kernel) {
          return has_parameter(*kernel, name) || fixed_value(*kernel, name);
        });
    if (!known) {
      throw Error(fmt::format("none of {} has a parameter --{}", names_of(kernels), name));
    }
    for (const Kernel* kernel : kernels) {
      const auto fixed = fixed_value(*kernel, name);
      for (const std::uint64_t value : values) {
        if (fixed && *fixed != value) {
          throw Error(fmt::format("--{} {}: {} works only with --{} {}; give that, or leave {} out",
                                  name, value, kernel->name, name, *fixed, kernel->name));
        }
      }
    }
  }
}

bool has_array(const Kernel& kernel, const std::string& array) {
  return std::find(kernel.arrays.begin(), kernel.arrays.end(), array) != kernel.arrays.end();
}

void check_omitted(const Model& model, const Kernels& kernels) {
  for (const std::string& array : model.omit) {
    if (std::none_of(kernels.begin(), kernels.end(),
                     [&](const Kernel* kernel) { return has_array(*kernel, array); })) {
      throw Error(fmt::format("--omit {}: none of {} has such an array", array, names_of(kernels)));
    }
  }
}

Model model_for(const Kernel& kernel, Model model) {
  std::erase_if(model.omit, [&](const std::string& array) { return !has_array(kernel, array); });
  return model;
}

Parameters parameters_for(const Kernel& kernel, const Parameters& given, const Kernels& kernels) {
  Parameters own = fixed_by_others(kernel, kernels);
  for (const auto& [name, value] : given.entries()) {
    if (has_parameter(kernel, name)) {
      own.set(name, value);
    }
  }
  return own;
}

/// The value of a size in a run; none where it follows from others in no single value, as conv's
/// --n does where --h and --w differ.
std::optional<std::uint64_t> size_of(const RunRequest& run, std::string_view name) {
  if (const auto fixed = fixed_value(*run.kernel, name)) {
    return fixed;
  }
  return run.parameters.has(name) ? std::optional(run.parameters[name]) : std::nullopt;
}

// Defaults, and parameters that stand for others, can lead kernels to different problems.
void check_same_problem(const RunRequest& a, const RunRequest& b) {
  const auto text = [](std::string_view name, std::optional<std::uint64_t> value) {
    return value ? fmt::format("--{} {}", name, *value) : fmt::format("no --{}", name);
  };
  for (const std::string_view name : common_sizes(*a.kernel, *b.kernel)) {
    const auto of_a = size_of(a, name);
    const auto of_b = size_of(b, name);
    if (of_a != of_b || !of_a) {
      throw Error(fmt::format(
          "{} would have {} and {} {}, which are different problems; give --{}, which both take",
          a.kernel->name, text(name, of_a), b.kernel->name, text(name, of_b), name));
    }
  }
}

void check_same_problem(const std::vector<RunRequest>& runs) {
  for (auto run = runs.begin(); run != runs.end(); ++run) {
    std::for_each(runs.begin(), run,
                  [&](const RunRequest& other) { check_same_problem(other, *run); });
  }
}

RunRequest request_for(const Kernel& kernel, const Parameters& given, const CompareRequest& request,
                       const Kernels& kernels) {
  return {&kernel, resolve_parameters(kernel, parameters_for(kernel, given, kernels)),
          model_for(kernel, request.model)};
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

void check_different(const Kernels& kernels, const std::vector<std::string>& notes) {
  for (auto kernel = kernels.begin(); kernel != kernels.end(); ++kernel) {
    if (std::find(kernels.begin(), kernel, *kernel) != kernel) {
      throw Error(fmt::format("{}{}{} would be compared with itself; name each kernel once",
                              fmt::join(notes, " "), notes.empty() ? "" : " So ", (*kernel)->name));
    }
  }
}

/// "; conv can be compared with im2col, fftconv", or nothing where it has no peers.
std::string peers_text(const Kernel& kernel) {
  Kernels peers;
  for (const Kernel& other : dmc::kernels()) {
    if (!kernel.task.empty() && other.task == kernel.task && other.name != kernel.name) {
      peers.push_back(&other);
    }
  }
  return peers.empty() ? ""
                       : fmt::format("; {} can be compared with {}", kernel.name, names_of(peers));
}

void check_peers(const Kernel& a, const Kernel& b) {
  const bool known = !a.task.empty() && !b.task.empty();
  if (known && a.task != b.task) {
    throw Error(fmt::format("{} and {} cannot be compared: one is for {}, the other for {}{}{}",
                            a.name, b.name, a.task, b.task, peers_text(a), peers_text(b)));
  }
  const bool sized = !a.parameters.empty() && !b.parameters.empty();
  if (common_sizes(a, b).empty() && (known || sized)) {
    throw Error(fmt::format(
        "{} and {} cannot be compared: they have no parameter in common that would give them the "
        "same problem",
        a.name, b.name));
  }
}

}  // namespace

std::vector<const Kernel*> comparable(std::vector<const Kernel*> kernels,
                                      std::vector<std::string>& notes) {
  if (kernels.size() < 2) {
    throw Error(fmt::format(
        "compare takes two or more kernels, as in: dmc compare conv im2col --n 64 --k 3{}",
        kernels.empty() ? "" : peers_text(*kernels.front())));
  }
  const Kernel& fftconv = find_kernel("fftconv");
  const bool has_convolution =
      std::any_of(kernels.begin(), kernels.end(),
                  [&](const Kernel* kernel) { return kernel->task == fftconv.task; });
  for (const Kernel*& kernel : kernels) {
    if (has_convolution && kernel->name == "fft") {
      kernel = &fftconv;
      notes.emplace_back("fft stands for fftconv here: convolution by way of Fourier transforms.");
    }
  }
  check_different(kernels, notes);
  for (auto kernel = kernels.begin(); kernel != kernels.end(); ++kernel) {
    std::for_each(kernels.begin(), kernel,
                  [&](const Kernel* other) { check_peers(*other, **kernel); });
  }
  return kernels;
}

Parameters fixed_by_others(const Kernel& kernel, const std::vector<const Kernel*>& kernels) {
  Parameters fixed;
  for (const Kernel* other : kernels) {
    for (const auto& [name, value] : other->fixed) {
      if (has_parameter(kernel, name)) {
        fixed.set(name, value);
      }
    }
  }
  return fixed;
}

std::vector<PlannedRun> plan_runs(const CompareRequest& request, CompareResult& result) {
  result.kernels = comparable(request.kernels, result.notes);
  result.model = request.model;
  check_values(request, result.kernels);
  check_omitted(request.model, result.kernels);
  for (Parameters& given : combinations(request.values)) {
    result.problems.push_back({.given = std::move(given)});
  }
  std::vector<PlannedRun> runs;
  for (Problem& problem : result.problems) {
    std::vector<RunRequest> requests;
    for (const Kernel* kernel : result.kernels) {
      requests.push_back(request_for(*kernel, problem.given, request, result.kernels));
    }
    check_same_problem(requests);
    problem.contenders.resize(requests.size());
    for (std::size_t i = 0; i < requests.size(); ++i) {
      static_cast<void>(check_run(requests[i]));
      runs.push_back({std::move(requests[i]), &problem.contenders[i].run});
    }
  }
  return runs;
}

}  // namespace dmc

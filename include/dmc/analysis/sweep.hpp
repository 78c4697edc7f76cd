#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "dmc/analysis/run_all.hpp"

namespace dmc {

/// Every combination of values of a kernel's parameters and of the model's choices. Parameters vary
/// in the order given, the last fastest, within the models, which vary in the order of the members.
struct SweepRequest {
  const Kernel* kernel;
  std::vector<std::pair<std::string, std::vector<std::uint64_t>>> values = {};
  std::vector<std::uint64_t> blocks = {1};
  std::vector<std::uint64_t> bits = {1};
  std::vector<Cold> colds = {Cold::free};
  std::vector<std::vector<std::string>> omits = {{}};
  std::vector<Temporaries> temporaries = {Temporaries::fresh};
};

struct SweepPlan {
  const Kernel* kernel;
  std::vector<RunRequest> points;  ///< with complete parameters, in order
  std::size_t skipped = 0;         ///< combinations that the kernel refuses: k > n
  std::string why = {};            ///< the first of them was; what the kernel says
};

/// Completes the combinations and checks each. Throws dmc::Error where the kernel refuses all of
/// them, where there are too many to list, and where one would need more than `memory` bytes (0:
/// than are available), all before anything is run.
[[nodiscard]] SweepPlan plan_sweep(const SweepRequest& request, std::uint64_t memory = 0);

/// One of the kernel's named classes of reuses.
struct SweepClass {
  std::string name;
  std::uint64_t reuses = 0;
  double dmd = 0;
};

/// What a sweep keeps of a run.
struct SweepRow {
  Parameters parameters;  ///< complete
  Model model;
  std::uint64_t accesses = 0;
  std::uint64_t data = 0;
  std::uint64_t reuses = 0;
  double dmd = 0;
  double cold_cost = 0;
  double mean_distance = 0;
  std::uint64_t max_distance = 0;
  std::vector<std::pair<std::string, double>> ratios = {};  ///< measured / formula, by its id
  std::vector<SweepClass> classes = {};                     ///< in the kernel's order
};

[[nodiscard]] SweepRow sweep_row(const RunResult& run);

/// Runs the points that `is_known` does not hold of (all, where it is empty), the longest first,
/// and hands on each row as soon as it is there, with its place in the plan: one call at a time, in
/// no certain order.
void sweep(const SweepPlan& plan,
           const std::function<void(std::size_t place, const SweepRow& row)>& finished,
           const RunAllOptions& options, const std::vector<bool>& is_known = {});

}  // namespace dmc

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "dmc/analysis/run.hpp"

namespace dmc {

/// Two or more kernels on the same problem, for every combination of the values given.
struct CompareRequest {
  std::vector<const Kernel*> kernels;
  /// Values by parameter, in the order given; the last parameter varies fastest. A parameter goes
  /// to every kernel that has it.
  std::vector<std::pair<std::string, std::vector<std::uint64_t>>> values;
  Model model;           ///< an array to omit concerns the kernels that have it
  unsigned threads = 1;  ///< runs at a time at most; never more than fit in memory together
  /// Called now and then with the accesses done so far and in all, by several threads at a time and
  /// so not always in order; may be empty.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

/// A part of what a run costs.
struct CostPart {
  std::string name;  ///< of a class of reuses; "other reuses" or "first accesses"
  double cost;
};

/// One kernel's part in a comparison.
struct Contender {
  RunResult run;
  double cost = 0;            ///< DMD and the cost of first accesses
  double ratio = 1;           ///< its cost over the first kernel's
  std::vector<CostPart> why;  ///< its cost less the winner's, the largest difference first
};

/// One combination of parameter values.
struct Problem {
  Parameters given;  ///< what was asked for: each kernel's run has its own complete set
  std::vector<Contender> contenders = {};  ///< in the order of the kernels
  std::size_t winner = 0;                  ///< the contender of least cost; the first of equals
  double factor = 1;                       ///< the cost of the next best over the winner's
};

struct CompareResult {
  std::vector<const Kernel*> kernels = {};  ///< those that were run
  std::vector<std::string> notes =
      {};  ///< sentences: where another kernel stands for one asked for
  Model model = {};
  std::vector<Problem> problems = {};
  double seconds = 0;  ///< wall time of all
};

/// The kernels that a comparison runs: in the company of a convolution `fft` stands for `fftconv`,
/// and a sentence that says so is added to `notes`. Throws dmc::Error unless there are at least two
/// different ones, all for the same task and with parameters in common.
[[nodiscard]] std::vector<const Kernel*> comparable(std::vector<const Kernel*> kernels,
                                                    std::vector<std::string>& notes);

/// Values that a kernel is given because another one of the comparison works with these alone.
[[nodiscard]] Parameters fixed_by_others(const Kernel& kernel,
                                         const std::vector<const Kernel*>& kernels);

/// Runs every kernel on every problem. Throws dmc::Error, before anything is run, for kernels that
/// cannot be compared, values that none of them takes or that would give them different problems,
/// and whatever run() refuses.
[[nodiscard]] CompareResult compare(const CompareRequest& request);

/// All that compare() checks before it starts; throws dmc::Error as it does.
void check_compare(const CompareRequest& request);

/// The kernel's named classes in its order, then what is outside of them; together the run's cost.
/// Parts that cost nothing are left out.
[[nodiscard]] std::vector<CostPart> cost_parts(const RunResult& run);

}  // namespace dmc

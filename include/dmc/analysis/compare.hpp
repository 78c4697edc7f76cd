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
  Model model;
  unsigned threads = 1;  ///< runs at a time at most; never more than fit in memory together
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

/// How much more of one class of reuses the dearer kernel has.
struct ClassDifference {
  std::string reuse_class;  ///< the kernels' name for it
  double dmd;               ///< the loser's less the winner's
};

/// One kernel's part in a comparison.
struct Contender {
  RunResult run;
  double cost = 0;                   ///< DMD and the cost of first accesses
  double ratio = 1;                  ///< its cost over the first kernel's
  std::vector<ClassDifference> why;  ///< against the winner, largest first; empty for the winner
};

/// One combination of parameter values.
struct Problem {
  Parameters given;  ///< what was asked for: each kernel's run has its own complete set
  std::vector<Contender> contenders;  ///< in the order of the kernels
  std::size_t winner = 0;             ///< the contender of least cost; the first of equals
  double factor = 1;                  ///< the cost of the next best over the winner's
};

struct CompareResult {
  std::vector<const Kernel*> kernels;  ///< those that were run
  std::vector<std::string> notes;      ///< sentences: where another kernel stands for one asked for
  Model model;
  std::vector<Problem> problems;
};

/// The kernels that a comparison runs: in the company of a convolution `fft` stands for `fftconv`.
/// Throws dmc::Error unless there are at least two and all solve the same task.
[[nodiscard]] std::vector<const Kernel*> comparable(std::vector<const Kernel*> kernels,
                                                    std::vector<std::string>& notes);

/// Runs every kernel on every problem. Throws dmc::Error, before anything is run, for kernels that
/// share no task, parameters that none of them has, and whatever run() refuses.
[[nodiscard]] CompareResult compare(const CompareRequest& request);

}  // namespace dmc

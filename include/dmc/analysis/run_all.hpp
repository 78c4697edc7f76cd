#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "dmc/analysis/run.hpp"

namespace dmc {

/// How many runs are made at a time, and who wants to know how far they are.
struct RunAllOptions {
  unsigned threads = 1;  ///< runs at a time at most; never more than fit in memory together
  /// Called now and then with the accesses done so far and in all, by several threads at a time and
  /// so not always in order; may be empty.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

/// Makes independent runs and gives their results in the same order; they do not depend on the
/// options. A request's own progress is not called. Throws dmc::Error for whatever run() refuses,
/// before anything is run.
[[nodiscard]] std::vector<RunResult> run_all(std::vector<RunRequest> requests,
                                             const RunAllOptions& options);

}  // namespace dmc

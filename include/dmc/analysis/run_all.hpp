#pragma once

#include <cstddef>
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
  std::uint64_t memory = 0;  ///< bytes for the runs under way together; 0: what is available
};

/// Makes independent runs, equal ones once and the longest first, and hands each result on as soon
/// as it is there: `finished` is given the places of its requests in the list, and is called by one
/// thread at a time. A request's own progress is not called. Throws dmc::Error for whatever run()
/// refuses, before anything is run; when `finished` throws, nothing new is begun.
void run_each(
    const std::vector<RunRequest>& requests,
    const std::function<void(const std::vector<std::size_t>& places, RunResult&& result)>& finished,
    const RunAllOptions& options);

/// Makes independent runs and gives their results in the same order; they do not depend on the
/// options. Otherwise as run_each().
[[nodiscard]] std::vector<RunResult> run_all(const std::vector<RunRequest>& requests,
                                             const RunAllOptions& options);

}  // namespace dmc

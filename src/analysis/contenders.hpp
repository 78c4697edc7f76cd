#pragma once

#include <vector>

#include "dmc/analysis/compare.hpp"

namespace dmc {

/// One run of a comparison, known to be possible.
struct PlannedRun {
  RunRequest request;  ///< with complete parameters
  RunResult* result;   ///< where it goes
};

/// The runs of a comparison, with places for their results in `result`, which is otherwise
/// complete. Throws dmc::Error for everything that is wrong with the request.
[[nodiscard]] std::vector<PlannedRun> plan_runs(const CompareRequest& request,
                                                CompareResult& result);

}  // namespace dmc

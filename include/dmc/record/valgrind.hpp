#pragma once

#include <string>
#include <vector>

#include "dmc/analysis/analyze.hpp"

namespace dmc {

struct ValgrindRun {
  AnalyzeResult analysis;
  int status = 0;  ///< the program's, as a shell gives it
};

[[nodiscard]] bool has_valgrind();

/// Runs a program as it is under Valgrind and measures the accesses that its tool lackey prints,
/// while it runs. Throws dmc::Error, which says how to do without, where there is no Valgrind.
[[nodiscard]] ValgrindRun run_valgrind(const std::vector<std::string>& command,
                                       const AnalyzeRequest& request);

}  // namespace dmc

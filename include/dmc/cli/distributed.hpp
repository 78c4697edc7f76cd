#pragma once

#include <functional>
#include <string>

#include "dmc/tracefile/trace_part.hpp"

namespace dmc::cli {

/// One of several processes that do a job together. What lies between them is not known here.
struct Ranks {
  unsigned number = 0;  ///< from 0; this one prints
  unsigned of = 1;
  /// Tells all ranks what went wrong in the first that says so; empty: nothing in any. Every rank
  /// calls it.
  std::function<std::string(const std::string& failure)> first_failure;
  /// Combines the ranks' parts, in order of rank; the result is there for rank 0 alone. Every rank
  /// calls it.
  std::function<TracePart(TracePart part)> combine;
};

/// `dmc analyze` where each rank measures one segment of the trace. Returns the exit code.
int run_distributed(int argc, const char* const* argv, const Ranks& ranks);

}  // namespace dmc::cli

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "dmc/analysis/measure.hpp"
#include "dmc/formulas/formula.hpp"
#include "dmc/kernels/kernel.hpp"
#include "dmc/trace/model.hpp"

namespace dmc {

/// One measurement of one kernel.
struct RunRequest {
  const Kernel* kernel;
  Parameters parameters;  ///< as given; defaults are filled in
  Model model;
  unsigned threads = 1;  ///< that measure; the result does not depend on it
  /// Called now and then with the accesses done so far and in all; may be empty.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

/// One of the kernel's named classes, summed over the arrays and scopes that make it up.
struct NamedTotals {
  std::string name;
  std::string source;  ///< "Lemma 3.7", or empty
  ReuseTotals totals;
};

/// A formula held against the measurement.
struct FormulaResult {
  const Formula* formula;
  double value;
  double measured;  ///< of the quantity that the formula speaks about
  double ratio;     ///< measured / value
};

struct RunResult : Measurement {
  const Kernel* kernel = nullptr;  ///< null for a recorded program that is none of dmc's kernels,
  std::string program;             ///< which has a name all the same
  Parameters parameters;           ///< complete
  Model model;
  std::vector<NamedTotals> named;  ///< in the kernel's order; only those with reuses
  std::vector<FormulaResult> formulas;
  double seconds = 0;  ///< wall time
};

/// Runs a kernel through the engine. Throws dmc::Error for bad parameters, an array to omit that
/// the kernel does not have, or a footprint that cannot fit in memory, before anything is run.
[[nodiscard]] RunResult run(const RunRequest& request);

/// What a formula speaks about, as the run measured it; the formula must apply to the run.
[[nodiscard]] double measured_for(const Formula& formula, const RunResult& result);

/// All that run() checks before it starts; throws dmc::Error as it does.
[[nodiscard]] Footprint check_run(const RunRequest& request);

/// Bytes a run needs at most, the kernel's own values included.
[[nodiscard]] std::uint64_t memory_needed(const Footprint& footprint, unsigned threads = 1);

}  // namespace dmc

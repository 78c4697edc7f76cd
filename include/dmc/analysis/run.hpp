#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "dmc/engine/histogram.hpp"
#include "dmc/formulas/formula.hpp"
#include "dmc/kernels/kernel.hpp"
#include "dmc/trace/model.hpp"

namespace dmc {

/// One measurement of one kernel.
struct RunRequest {
  const Kernel* kernel;
  Parameters parameters;  ///< as given; defaults are filled in
  Model model;
  /// Called now and then with the accesses done so far and in all; may be empty.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

/// A reuse's share of the whole, by some criterion.
struct ReuseTotals {
  std::uint64_t reuses = 0;
  double dmd = 0;
  std::uint64_t min_distance = 0;  ///< 0 where there is no reuse
  std::uint64_t max_distance = 0;
};

struct ArrayTotals {
  std::string name;
  std::uint64_t accesses = 0;
  ReuseTotals totals;
};

/// Reuses of one array carried by one scope.
struct ClassTotals {
  std::string array;
  std::string carried_by;
  std::string reuse_class;  ///< the kernel's named class it belongs to; empty: none
  ReuseTotals totals;
};

/// The kernel's named classes, summed.
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

struct RunResult {
  const Kernel* kernel;
  Parameters parameters;  ///< complete
  Model model;
  std::uint64_t accesses = 0;
  std::uint64_t data = 0;  ///< distinct data, which is the number of cold misses
  std::uint64_t reuses = 0;
  double dmd = 0;  ///< of all reuses; includes sqrt(bits)
  double cold_cost = 0;
  double mean_distance = 0;
  std::uint64_t max_distance = 0;
  Histogram histogram;
  std::vector<FormulaResult> formulas;
  std::vector<ArrayTotals> arrays;   ///< in order of creation
  std::vector<ClassTotals> classes;  ///< by descending DMD
  std::vector<NamedTotals> named;    ///< in the kernel's order; only those with reuses
  double seconds = 0;                ///< wall time
};

/// Runs a kernel through the engine. Throws dmc::Error for bad parameters or a footprint that
/// cannot fit in memory, before anything is run.
[[nodiscard]] RunResult run(const RunRequest& request);

}  // namespace dmc

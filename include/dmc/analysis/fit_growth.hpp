#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dmc/analysis/growth.hpp"
#include "dmc/analysis/run.hpp"

namespace dmc {

/// What of a run is fitted.
enum class Fitted : std::uint8_t { dmd, cost, reuses, accesses, data };

[[nodiscard]] std::string_view to_string(Fitted fitted);

/// Along which sizes the growth of a kernel is measured.
struct FitRequest {
  const Kernel* kernel;
  /// Values by parameter. One with several is varied, the others then at their largest.
  std::vector<std::pair<std::string, std::vector<std::uint64_t>>> values;
  /// Parameters that always have the value of another: {"m", "n"}.
  std::vector<std::pair<std::string, std::string>> same = {};
  Model model = {};
  Fitted fitted = Fitted::dmd;
  std::string reuse_class = {};  ///< the DMD or reuses of this named class alone; empty: of the run
  unsigned threads = 1;          ///< runs at a time
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

/// A formula's part in a fit.
struct FormulaLimit {
  const Formula* formula;
  std::vector<double> ratios;          ///< measured / formula, one a size
  std::optional<Estimate> limit;       ///< what they tend to; none where that is not known
  std::optional<GrowthLaw> runs = {};  ///< by which law they grow or fall where they have no limit
};

/// Growth with one parameter.
struct FitSlice {
  std::string parameter;
  Parameters others = {};  ///< complete parameters at the largest size
  Growth growth = {};
  std::vector<FormulaLimit> formulas = {};
};

struct FitResult {
  const Kernel* kernel = nullptr;
  Model model = {};
  Fitted fitted = Fitted::dmd;
  std::string reuse_class = {};
  std::string sweep = {};  ///< the file that the sizes were read from; empty: measured now
  std::vector<FitSlice> slices = {};  ///< one a varied parameter
  double seconds = 0;
};

/// Measures the kernel at all sizes and fits. Throws dmc::Error where nothing varies, for a class
/// the kernel does not have, and for what run() refuses, before anything is run.
[[nodiscard]] FitResult fit_growth(const FitRequest& request);

}  // namespace dmc

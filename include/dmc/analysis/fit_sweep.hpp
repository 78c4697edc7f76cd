#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "dmc/analysis/fit_growth.hpp"
#include "dmc/analysis/sweep_file.hpp"

namespace dmc {

/// Which rows of a sweep are meant. What is left out may be anything.
struct SweepSelection {
  /// Values by parameter; each must be there.
  std::vector<std::pair<std::string, std::vector<std::uint64_t>>> values = {};
  /// Parameters that have the value of another: {"m", "n"}.
  std::vector<std::pair<std::string, std::string>> same = {};
  std::optional<std::uint64_t> block = {};
  std::optional<std::uint64_t> bits = {};
  std::optional<Cold> cold = {};
  std::optional<std::set<std::string>> omit = {};  ///< exactly these arrays
  std::optional<Temporaries> temporaries = {};
};

struct SweepFitRequest {
  const Sweep* sweep;
  std::string path;  ///< where it was read from, for messages and the result
  SweepSelection only = {};
  Fitted fitted = Fitted::dmd;
  std::string reuse_class = {};  ///< as of a FitRequest; a sweep has them if made with classes
};

/// Fits what a sweep has measured, as fit_growth() does with what it measures itself: along each
/// parameter that varies, the others at their largest. A parameter that follows from others in
/// every row, as --h and --w do from --n, does not count. Throws dmc::Error where no row is as
/// selected, where rows of several models are, and where nothing varies.
[[nodiscard]] FitResult fit_sweep(const SweepFitRequest& request);

}  // namespace dmc

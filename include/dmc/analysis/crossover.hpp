#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dmc/analysis/run.hpp"

namespace dmc {

/// One of two ways to solve a problem: a kernel, with values that are its own.
struct CrossoverSide {
  const Kernel* kernel;
  Parameters own = {};  ///< x = 1 of "batchconv:x=1"
};

/// "batchconv:x=1".
[[nodiscard]] std::string side_text(const CrossoverSide& side);

/// Over which size one of two ways overtakes the other.
struct CrossoverRequest {
  std::array<CrossoverSide, 2> sides;
  std::string over;                        ///< the size
  std::vector<std::uint64_t> values = {};  ///< of the size; empty: as many as can be measured
  Parameters problem = {};                 ///< of both, where they have it
  Model model = {};
  std::uint64_t longest = 100'000'000;  ///< accesses of one run at most
  unsigned threads = 1;
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

struct CrossoverRow {
  std::uint64_t at;
  std::array<double, 2> costs;
};

/// Where the cheaper of the two changes: between two sizes with no legal one in between, or none
/// that can be measured.
struct Crossing {
  std::uint64_t before;
  std::uint64_t after;
  std::size_t winner;  ///< which side is cheaper from `after` on
};

/// Who says what the two cost.
struct CrossoverSource {
  std::array<const Formula*, 2> formulas;  ///< null: the measurement
  std::vector<CrossoverRow> rows;          ///< by ascending size
  std::vector<Crossing> crossings;
};

struct CrossoverResult {
  std::array<CrossoverSide, 2> sides;
  std::string over;
  std::array<Parameters, 2> parameters;  ///< complete, at the largest size measured
  Model model;
  /// The measurement, then for each form in which both have a formula for the whole run the first
  /// of these; formulas go on to sizes that cannot be measured.
  std::vector<CrossoverSource> sources;
  double seconds = 0;
};

/// Measures both over the sizes, and again between those where the cheaper one changes. Throws
/// dmc::Error for kernels that do not solve the same problem, a size that they do not share, and
/// where no size can be measured.
[[nodiscard]] CrossoverResult find_crossover(const CrossoverRequest& request);

}  // namespace dmc

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dmc/analysis/run.hpp"

namespace dmc {

/// A question of the form: which value of these parameters costs least?
struct Tuning {
  std::string_view name;     ///< "batch", as `dmc tune` takes it
  std::string_view summary;  ///< one line, no full stop
  std::string_view kernel;
  std::vector<std::string_view> tuned;   ///< the parameters that are looked for
  std::vector<std::string_view> scaled;  ///< sizes that are halved where a run would be too long
  /// A kernel that does the same without what is tuned; empty: none.
  std::string_view plain = {};
  /// Complete parameters of what is tried first, for a problem: complete parameters, of which the
  /// tuned ones do not matter.
  std::vector<Parameters> (*candidates)(const Kernel& kernel, const Parameters& problem);
  /// Others to try once the best so far is known, again and again until it gives none that are new;
  /// null: none.
  std::vector<Parameters> (*neighbours)(const Kernel& kernel, const Parameters& best) = nullptr;
  /// What that comes to, a sentence after "Tried:"; empty: everything there is.
  std::string_view tried = {};
  /// Stages that are shown apart from the whole; empty: none.
  std::vector<std::string_view> stages = {};
};

/// Every tuning, in the order of the paper.
[[nodiscard]] std::span<const Tuning> tunings();

struct TuneRequest {
  const Tuning* tuning;
  Parameters problem;  ///< as given; tuned parameters among it stay as they are
  Model model = {};
  /// Accesses of one run at most; problems of which a run makes more are measured at half the size,
  /// or a quarter, and so on. 0: nothing is measured.
  std::uint64_t longest = 100'000'000;
  unsigned threads = 1;
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

/// One way that was tried.
struct TuneRow {
  Parameters parameters;
  std::vector<double> costs;          ///< one a source; not a number where it has none
  std::optional<RunResult> run = {};  ///< where it was measured
  std::optional<double> stages = {};  ///< DMD of the tuning's stages
};

/// Who says what it costs.
struct TuneSource {
  const Formula* formula;  ///< null: the measurement
  std::size_t best = 0;    ///< the row of least cost
};

/// All that was tried for one problem.
struct TuneTable {
  const Kernel* kernel = nullptr;
  Parameters problem;               ///< complete
  bool is_scaled = false;           ///< a smaller problem than the one asked for
  std::vector<TuneSource> sources;  ///< the measurement first, where there is one
  std::vector<TuneRow> rows;
  std::optional<RunResult> plain;  ///< what the plain kernel costs

  [[nodiscard]] bool is_measured() const {
    return !sources.empty() && sources.front().formula == nullptr;
  }
};

struct TuneResult {
  const Tuning* tuning = nullptr;
  Model model;
  /// The problem asked for; where that is too long to be measured, the largest that is not comes
  /// second, and the first has the formulas alone.
  std::vector<TuneTable> tables;
  std::uint64_t longest = 0;
  std::uint64_t accesses = 0;  ///< of the longest run at full size
  double seconds = 0;
};

/// Tries everything. Throws dmc::Error for what run() refuses.
[[nodiscard]] TuneResult tune(const TuneRequest& request);

/// A model's width that a cost allows (Figure 2).
struct WidthForBudget {
  std::uint64_t heads_per_group;
  std::uint64_t groups;
  std::vector<std::optional<double>> by_formula = {};  ///< one a formula; none above 10^6
  bool is_too_long = false;  ///< even h columns would take more accesses than `longest`
  std::optional<std::uint64_t> measured =
      {};  ///< the largest multiple of h within the budget; none: h
           ///< columns cost more, or runs would be too long
};
struct BudgetResult {
  double budget = 0;
  Parameters problem;
  std::vector<const Formula*> formulas;
  std::vector<WidthForBudget> rows;  ///< one a divisor of h, the smallest group first
};

/// For each size of a group, the width d of grouped query attention that costs `budget` DMD.
[[nodiscard]] BudgetResult width_for_budget(const TuneRequest& request, double budget);

}  // namespace dmc

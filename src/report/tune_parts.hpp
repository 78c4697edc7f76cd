#pragma once

#include <string>

#include "dmc/analysis/tune.hpp"

namespace dmc {

// What the pages about tuning have in common.

/// "x=4", "bq=16 bk=4".
[[nodiscard]] std::string tuned_text(const Tuning& tuning, const Parameters& parameters);

/// "n=1024 k=3 c=64", without what is tuned.
[[nodiscard]] std::string problem_text(const Tuning& tuning, const TuneTable& table);

/// "measured", or a formula's id.
[[nodiscard]] std::string source_text(const TuneSource& source);

/// The source that is trusted most: the measurement, or else the formula of the best form.
[[nodiscard]] std::size_t best_source(const TuneTable& table);

}  // namespace dmc

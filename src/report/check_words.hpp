#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dmc/check/check.hpp"

namespace dmc {

/// "dmd of I carried by j".
[[nodiscard]] std::string subject_text(const Expectation& expectation);

/// "3,572.7993", "3,572.79 ± 1%", "at most 1,100".
[[nodiscard]] std::string expected_text(const Expectation& expectation);

[[nodiscard]] std::string figure_text(const CheckedValue& figure);

/// Measured less expected: the value, or the bound that is violated. None where there is neither.
[[nodiscard]] std::optional<double> difference_of(const Finding& finding);

/// "+12 (+1.3%)"; empty where there is none.
[[nodiscard]] std::string difference_text(const Finding& finding);

/// "I carried by j: 252 to 312 reuses, DMD 1,039 to 1,286 (+247.4)".
[[nodiscard]] std::string change_text(const ClassChange& change);

/// "+247.4".
[[nodiscard]] std::string signed_text(double value);

[[nodiscard]] std::string_view to_string(Verdict verdict);

}  // namespace dmc

#pragma once

#include "dmc/check/check.hpp"

#include "evidence.hpp"

namespace dmc {

/// Holds one expectation against what was measured.
[[nodiscard]] Finding judge(const Expectation& expectation, const Evidence& evidence);

/// Classes of reuses that differ from those known, the largest difference of DMD first.
[[nodiscard]] std::vector<ClassChange> changes_of(const std::vector<KnownClass>& known,
                                                  const std::vector<KnownClass>& now);

/// Whether real numbers differ by no more than rounding: sums of square roots in another order, and
/// values that were written with 12 digits.
[[nodiscard]] bool nearly_equal(double a, double b);

}  // namespace dmc

#pragma once

#include <span>
#include <string>

#include "dmc/analysis/fit_growth.hpp"
#include "dmc/analysis/sweep.hpp"

namespace dmc {

// What fits have in common, whether their rows have just been measured or were read. `what` says
// of which kernel, and which quantity; its slices are not looked at.

/// Throws dmc::Error for a class that the kernel does not have, and for one of a quantity that
/// classes do not have.
void check_class(const FitResult& what);

/// Growth with one parameter: the rows are those of its values, in ascending order. Throws
/// dmc::Error where what is fitted is 0.
[[nodiscard]] FitSlice fit_rows(const FitResult& what, const std::string& parameter,
                                std::span<const SweepRow> rows);

}  // namespace dmc

#pragma once

#include <span>
#include <string>
#include <vector>

#include "dmc/analysis/fit.hpp"
#include "dmc/audit/finding.hpp"

namespace dmc {

// The rules by which evidence decides a question. Each is a plain function of the rows.

/// How far from 1 a limit may be that is taken to be 1: what formulas with rounded coefficients,
/// and extrapolation, leave open.
constexpr double k_limit_tolerance = 0.005;
/// How far an extrapolated limit's interval may reach to both sides for it to tell anything.
constexpr double k_limit_width = 0.05;
/// Two numbers that differ by no more are equal: sums of square roots in another order.
constexpr double k_equality_tolerance = 1e-9;

using Rows = std::span<const EvidenceRow>;

/// Whether measured = claimed at every row.
[[nodiscard]] Decision equal(Rows rows);

/// Whether measured = claimed, or measured / claimed tends to 1 along the series as x grows, with
/// corrections of which these terms are the first.
[[nodiscard]] Decision tends_to_claimed(Rows rows, const std::string& along,
                                        std::span<const Term> fading);

enum class BoundSide : bool { at_least, at_most };

/// Whether measured is at least, or at most, what is claimed, at every row.
[[nodiscard]] Decision bounded(Rows rows, BoundSide side, const std::string& along);
/// The same without equality: more than, less than.
[[nodiscard]] Decision strictly_bounded(Rows rows, BoundSide side, const std::string& along);

/// Whether each number computed is the number printed: no further off than `slack`, half a unit of
/// the last digit printed.
[[nodiscard]] Decision reproduces(Rows rows, double slack);

/// Whether measured and claimed are within a share of each other at every row.
[[nodiscard]] Decision near(Rows rows, double share);

/// Whether measured / claimed passes 1 once along the series, and does so at x = `at`: between the
/// rows on both sides of it, or within a share `margin` of where a line between them passes.
[[nodiscard]] Decision crosses(Rows rows, const std::string& along, double at, double margin);

/// Whether measured is least at the row x = `at`.
[[nodiscard]] Decision least_at(Rows rows, const std::string& along, double at);

/// Whether measured grows as x^exponent: the exponent fitted over all sizes is within `margin`.
[[nodiscard]] Decision grows_as(Rows rows, const std::string& along, double exponent,
                                double margin);

/// Whether measured / claimed grows from each row to the next.
[[nodiscard]] Decision widens(Rows rows, const std::string& along);

}  // namespace dmc

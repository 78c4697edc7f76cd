#pragma once

#include <optional>
#include <vector>

namespace dmc {

/// The coefficients with which the columns come nearest to the target, by Householder reflections;
/// none where rounding alone tells the columns apart. Each column is as long as the target.
[[nodiscard]] std::optional<std::vector<double>> least_squares(
    std::vector<std::vector<double>> columns, std::vector<double> target);

}  // namespace dmc

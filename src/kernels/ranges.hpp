#pragma once

#include <vector>

#include "dmc/kernels/kernel.hpp"

namespace dmc {

/// The ranges that temporaries live in when their data is reused, from the sizes that are alive at
/// the busiest moments of the program. A range is made only where none of its size is free, so as
/// many are made of a size as are ever alive together; arrays of different roles share them by size
/// alone.
[[nodiscard]] std::vector<RangePlan> recycled_ranges(
    const std::vector<std::vector<RangePlan>>& moments);

}  // namespace dmc

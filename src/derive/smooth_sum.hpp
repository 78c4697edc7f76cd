#pragma once

#include <cstdint>
#include <functional>

namespace dmc::derive {

/// f(first) + … + f(last), to about 15 digits. Short ranges are added up. Of long ones most values
/// are taken from polynomials through a few of them, of panels that are small near the ends, where
/// roots bend most; where a panel's polynomial has not settled it is halved until it has, or is
/// added up.
[[nodiscard]] long double smooth_sum(std::int64_t first, std::int64_t last,
                                     const std::function<long double(std::int64_t)>& f);

}  // namespace dmc::derive

#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "dmc/kernels/kernel.hpp"

namespace dmc {

/// The given values, and the fallbacks of the parameters that have one. Derived parameters that
/// were not given stay absent.
[[nodiscard]] Parameters complete(std::span<const Parameter> parameters, const Parameters& given);

// Checks that the resolve functions share. Each throws dmc::Error with the option and its legal
// values.

/// A convolution kernel must fit into its image; `bound` names the options that give the image's
/// size.
void check_fits(std::uint64_t k, std::uint64_t smallest_side, std::string_view bound);
void check_power_of_two(std::string_view option, std::uint64_t value);
void check_divides(std::string_view divisor_option, std::uint64_t divisor, std::string_view option,
                   std::uint64_t value);

}  // namespace dmc

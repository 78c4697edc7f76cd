#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace dmc {

/// The whole numbers that a text of values and ranges at commas stands for, in the order given and
/// each once: "3,5,7"; "64:1024:64", every 64th from 64 to 1024; "64:1024:x2", each twice the one
/// before it; "1:4", every one. Both ends are included where they are met. Throws dmc::Error naming
/// `option` for anything else, for values outside [min, max], and for more than 10,000 of them.
[[nodiscard]] std::vector<std::uint64_t> parse_values(std::string_view option,
                                                      std::string_view text, std::uint64_t min,
                                                      std::uint64_t max);

}  // namespace dmc

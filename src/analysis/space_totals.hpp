#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dmc/analysis/analyze.hpp"
#include "dmc/tracefile/reference_reader.hpp"

namespace dmc {

/// "b.log: process 4711".
[[nodiscard]] std::string name_of(const AddressSpace& space);

/// The spaces that are accessed, from counts by their number; nothing where it is one alone. In
/// `places`, where it is given: by number, where a space is among them.
[[nodiscard]] std::vector<SpaceTotals> spaces_of(const std::vector<AddressSpace>& spaces,
                                                 const std::vector<std::uint64_t>& accesses,
                                                 const std::vector<std::uint64_t>& data,
                                                 std::vector<std::uint32_t>* places = nullptr);

}  // namespace dmc

#include "space_totals.hpp"

#include <algorithm>

namespace dmc {

std::string name_of(const AddressSpace& space) {
  return space.file.empty() || space.name.empty() ? space.file + space.name
                                                  : space.file + ": " + space.name;
}

std::vector<SpaceTotals> spaces_of(const std::vector<AddressSpace>& spaces,
                                   const std::vector<std::uint64_t>& accesses,
                                   const std::vector<std::uint64_t>& data,
                                   std::vector<std::uint32_t>* places) {
  std::vector<SpaceTotals> totals;
  for (std::size_t i = 0; i < std::min(spaces.size(), accesses.size()); ++i) {
    if (places != nullptr) {
      places->push_back(static_cast<std::uint32_t>(totals.size()));
    }
    if (accesses[i] != 0) {
      totals.push_back({name_of(spaces[i]), accesses[i], i < data.size() ? data[i] : 0});
    }
  }
  return totals.size() > 1 ? totals : std::vector<SpaceTotals>();
}

}  // namespace dmc

#pragma once

#include <span>
#include <string_view>

namespace dmc::nest {

/// A nest that comes with dmc, as its file has it.
struct ShippedNest {
  std::string_view name;  ///< "polybench/lu"
  std::string_view text;
};

/// All of them, by name within their group.
[[nodiscard]] std::span<const ShippedNest> shipped_nests();

}  // namespace dmc::nest

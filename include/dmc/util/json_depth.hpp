#pragma once

#include <cstddef>
#include <string_view>

namespace dmc {

/// How deeply objects and lists may be nested in JSON that dmc reads. What dmc writes has
/// a handful of levels; what handles the parsed text takes some of the stack for each.
inline constexpr std::size_t k_deepest_json = 100;

/// Where a text of JSON goes deeper than that: the offset of the bracket; npos where it does not.
/// To be asked before the text is parsed. Text that is not JSON has some answer, too.
[[nodiscard]] std::size_t too_deep_at(std::string_view json);

[[nodiscard]] inline bool is_too_deep(std::string_view json) {
  return too_deep_at(json) != std::string_view::npos;
}

}  // namespace dmc

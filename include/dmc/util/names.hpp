#pragma once

#include <span>
#include <string>
#include <string_view>

namespace dmc {

/// The candidate nearest to a mistyped name by edit distance, a neighbouring swap counting as one
/// edit; empty where none is near enough to be what was meant.
[[nodiscard]] std::string_view nearest_name(std::string_view name,
                                            std::span<const std::string_view> candidates);

/// "no kernel 'cnov'; did you mean 'conv'?", or the list of what there is.
[[nodiscard]] std::string unknown_name(std::string_view kind, std::string_view name,
                                       std::span<const std::string_view> candidates);

}  // namespace dmc

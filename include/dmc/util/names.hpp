#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dmc {

/// The candidate nearest to a mistyped name by edit distance, a neighbouring swap counting as one
/// edit; empty where none is near enough to be what was meant.
[[nodiscard]] std::string_view nearest_name(std::string_view name,
                                            std::span<const std::string_view> candidates);

/// "no kernel 'cnov'; did you mean 'conv'?", or the list of what there is; where that would be too
/// long to read, `all` instead: what shows them all.
[[nodiscard]] std::string unknown_name(std::string_view kind, std::string_view name,
                                       std::span<const std::string_view> candidates,
                                       std::string_view all = {});

/// The id of what a paper calls "Theorem 3.10", "thm. 3.10" or "Table 1": "thm3.10", "tab1". Other
/// names stay what they are, in lower case.
[[nodiscard]] std::string statement_id(std::string_view name);

/// Whether an id is the one named, or the beginning of it up to a dot: "thm3.10" of
/// "thm3.10.exact". A bare number stands for whatever bears it: "3.10".
[[nodiscard]] bool belongs_to(std::string_view id, std::string_view name);

/// Whether it is the very one: "thm3.10" is "3.10", too.
[[nodiscard]] bool is_named(std::string_view id, std::string_view name);

/// Arguments of which "Theorem" "3.10" are two, put together again.
[[nodiscard]] std::vector<std::string> joined_statements(const std::vector<std::string>& words);

}  // namespace dmc

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dmc {

/// Columns that UTF-8 text takes on a terminal: one a character, two for the wide characters of
/// East Asian scripts, none for combining marks. Bytes that are not UTF-8 count one each.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// The text if it fits in `width` columns, otherwise its beginning and "…".
[[nodiscard]] std::string shortened(std::string_view text, std::size_t width);

/// Broken into lines of at most `width` columns, at spaces where there are any, within words
/// otherwise. Lines after the first are indented as the first is. Nothing of the text is lost.
[[nodiscard]] std::vector<std::string> folded(std::string_view text, std::size_t width);

/// Filled with spaces up to `width` columns, behind the text or in front of it.
[[nodiscard]] std::string padded(std::string_view text, std::size_t width, bool right_aligned);

/// Broken at spaces into lines of at most `width` columns (words longer than that stay whole);
/// every line but the first begins with `indent` spaces, which count.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t width, std::size_t indent = 0);

}  // namespace dmc

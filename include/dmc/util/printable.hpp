#pragma once

#include <string>
#include <string_view>

namespace dmc {

// Names come from files that anybody may have written. What would act on a terminal instead of
// being seen on it is shown as an escape: control characters of ASCII and of Unicode (C1), line and
// paragraph separators, marks that turn the direction of text, characters without width or glyph,
// and bytes that are not UTF-8.

/// One line of text with such characters as "\n", "\t", "\x1b" or "\u202e".
[[nodiscard]] std::string printable(std::string_view text);

/// The same for text of several lines, whose ends stay.
[[nodiscard]] std::string printable_lines(std::string_view text);

/// The same for the text of a JSON document: its strings say the same as before, its line ends
/// stay.
[[nodiscard]] std::string printable_json(std::string_view json);

}  // namespace dmc

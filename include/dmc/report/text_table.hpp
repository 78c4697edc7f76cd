#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dmc {

enum class Style : std::uint8_t { plain, bold, dim, accent };

/// The text in a style, where colour is on.
[[nodiscard]] std::string styled(std::string_view text, Style style, bool color);

struct TextColumn {
  std::string header;
  bool right_aligned = false;
  int importance = 1;        ///< the least important column goes first where there is no room
  std::size_t shortest = 0;  ///< columns it may be folded to before another goes; 0: never folded
  Style style = Style::plain;
};

struct TextRow {
  std::vector<std::string> cells;
  Style style = Style::plain;  ///< of the whole row; plain leaves each column its own
};

/// Wide enough for every table.
constexpr std::size_t k_any_width = std::size_t{1} << 30;

/// Columns side by side, never wider than `width` and never with spaces at the end of a line. Too
/// wide a table first folds the texts of columns that allow it, then drops the least important one,
/// and so on.
[[nodiscard]] std::string render_text_table(const std::vector<TextColumn>& columns,
                                            const std::vector<TextRow>& rows, std::size_t width,
                                            std::size_t indent, bool color);

/// The headers of the columns that such a table drops.
[[nodiscard]] std::vector<std::string> columns_without_room(const std::vector<TextColumn>& columns,
                                                            const std::vector<TextRow>& rows,
                                                            std::size_t width, std::size_t indent);

}  // namespace dmc

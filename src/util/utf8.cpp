#include "dmc/util/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace dmc {
namespace {

struct Glyph {
  std::size_t bytes;
  std::size_t columns;
};

struct CodeBlock {
  std::uint32_t first;
  std::uint32_t last;
};

constexpr std::array<CodeBlock, 6> k_combining{{{0x0300, 0x036f},
                                                {0x1ab0, 0x1aff},
                                                {0x1dc0, 0x1dff},
                                                {0x200b, 0x200f},
                                                {0x20d0, 0x20ff},
                                                {0xfe00, 0xfe0f}}};
constexpr std::array<CodeBlock, 8> k_wide{{{0x1100, 0x115f},
                                           {0x2e80, 0xa4cf},
                                           {0xac00, 0xd7a3},
                                           {0xf900, 0xfaff},
                                           {0xfe30, 0xfe6f},
                                           {0xff00, 0xff60},
                                           {0x1f300, 0x1faff},
                                           {0x20000, 0x3fffd}}};

template <std::size_t N>
bool contains(const std::array<CodeBlock, N>& ranges, std::uint32_t code) {
  return std::any_of(ranges.begin(), ranges.end(), [code](const CodeBlock& range) {
    return range.first <= code && code <= range.last;
  });
}

// The glyph that `text` begins with; `text` is not empty.
Glyph first_glyph(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::uint32_t lead = byte(0);
  const std::size_t length = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (length == 1 || text.size() < length) {
    return {1, 1};
  }
  std::uint32_t code = lead & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) {
      return {1, 1};
    }
    code = (code << 6U) | (byte(i) & 0x3fU);
  }
  const std::size_t columns = contains(k_combining, code) ? 0 : contains(k_wide, code) ? 2 : 1;
  return {length, columns};
}

// The longest beginning of the text that fits in `width` columns.
std::string_view prefix(std::string_view text, std::size_t width) {
  std::size_t bytes = 0;
  std::size_t columns = 0;
  while (bytes < text.size()) {
    const Glyph glyph = first_glyph(text.substr(bytes));
    if (columns + glyph.columns > width) {
      break;
    }
    bytes += glyph.bytes;
    columns += glyph.columns;
  }
  return text.substr(0, bytes);
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const Glyph glyph = first_glyph(text);
    columns += glyph.columns;
    text.remove_prefix(glyph.bytes);
  }
  return columns;
}

std::string shortened(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) {
    return std::string(text);
  }
  if (width == 0) {
    return {};
  }
  std::string_view kept = prefix(text, width - 1);
  while (kept.ends_with(' ')) {
    kept.remove_suffix(1);
  }
  return std::string(kept) + "…";
}

std::string padded(std::string_view text, std::size_t width, bool right_aligned) {
  const std::size_t columns = display_width(text);
  const std::string spaces(width > columns ? width - columns : 0, ' ');
  return right_aligned ? spaces + std::string(text) : std::string(text) + spaces;
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  std::string lines;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, space);
    text.remove_prefix(std::min(space + 1, text.size()));
    const std::size_t needed = display_width(word);
    if (column > indent && needed > 0 && column + 1 + needed > width) {
      lines.resize(lines.find_last_not_of(' ') + 1);  // where several spaces stand together
      lines += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (!lines.empty()) {
      lines += ' ';
      ++column;
    }
    lines += word;
    column += needed;
  }
  return lines;
}

std::vector<std::string> folded(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) {
    return {std::string(text)};
  }
  const std::size_t spaces = std::min(text.find_first_not_of(' '), text.size());
  const std::size_t indent = std::min(spaces, width / 2);
  const std::size_t room = std::max<std::size_t>(width, indent + 1) - indent;
  const std::string at_spaces = wrapped(text.substr(spaces), room);
  std::vector<std::string> lines;
  for (std::size_t start = 0; start <= at_spaces.size();) {
    const std::size_t end = std::min(at_spaces.find('\n', start), at_spaces.size());
    std::string_view line = std::string_view(at_spaces).substr(start, end - start);
    do {
      // A glyph wider than the room stands by itself.
      const std::string_view part = prefix(line, room);
      const std::size_t bytes =
          part.empty() && !line.empty() ? first_glyph(line).bytes : part.size();
      lines.push_back(std::string(indent, ' ').append(line.substr(0, bytes)));
      line.remove_prefix(bytes);
    } while (!line.empty());
    start = end + 1;
  }
  return lines;
}

}  // namespace dmc

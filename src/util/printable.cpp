#include "dmc/util/printable.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include <fmt/format.h>

namespace dmc {
namespace {

struct Character {
  std::uint32_t code;
  std::size_t bytes;
  bool valid;  // as UTF-8; if not, `code` is the byte
};

struct CodeRange {
  std::uint32_t first;
  std::uint32_t last;
};

// The zero-width joiner and non-joiner (200c, 200d) are not among them: scripts and emoji need
// them.
constexpr std::array<CodeRange, 12> k_hidden{{{0x00, 0x1f},
                                              {0x7f, 0x9f},
                                              {0xad, 0xad},
                                              {0x61c, 0x61c},
                                              {0x180e, 0x180e},
                                              {0x200b, 0x200b},
                                              {0x200e, 0x200f},
                                              {0x2028, 0x202e},
                                              {0x2060, 0x206f},
                                              {0xfeff, 0xfeff},
                                              {0xfff9, 0xfffb},
                                              {0xe0000, 0xe007f}}};

bool is_hidden(std::uint32_t code) {
  return std::any_of(k_hidden.begin(), k_hidden.end(), [code](const CodeRange& range) {
    return range.first <= code && code <= range.last;
  });
}

// Strict: what a lenient reader might take for a control character (C0 9B) is not UTF-8.
Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::uint32_t lead = byte(0);
  const Character raw{lead, 1, false};
  if (lead < 0x80) {
    return {lead, 1, true};
  }
  if (lead < 0xc2 || lead > 0xf4) {
    return raw;
  }
  const std::size_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (text.size() < length) {
    return raw;
  }
  std::uint32_t code = lead & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) {
      return raw;
    }
    code = (code << 6U) | (byte(i) & 0x3fU);
  }
  constexpr std::array<std::uint32_t, 5> k_least{0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = 0xd800 <= code && code <= 0xdfff;
  return code < k_least[length] || is_surrogate || code > 0x10ffff ? raw
                                                                   : Character{code, length, true};
}

std::string escape(const Character& character) {
  if (character.valid && character.code == '\n') {
    return "\\n";
  }
  if (character.valid && character.code == '\t') {
    return "\\t";
  }
  if (!character.valid || character.code < 0x80) {
    return fmt::format("\\x{:02x}", character.code);
  }
  return character.code < 0x10000 ? fmt::format("\\u{:04x}", character.code)
                                  : fmt::format("\\U{:08x}", character.code);
}

// As JSON writes it: in units of UTF-16.
std::string json_escape(std::uint32_t code) {
  if (code < 0x10000) {
    return fmt::format("\\u{:04x}", code);
  }
  code -= 0x10000;
  return fmt::format("\\u{:04x}\\u{:04x}", 0xd800 + (code >> 10U), 0xdc00 + (code & 0x3ffU));
}

template <class Escape>
std::string replaced(std::string_view text, Escape escape) {
  const auto is_plain = [](char c) { return ' ' <= c && c <= '~'; };
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_plain);
    const auto plain = static_cast<std::size_t>(end - text.begin());
    shown.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (!text.empty()) {
      const Character character = first_character(text);
      shown += escape(character, text.substr(0, character.bytes));
      text.remove_prefix(character.bytes);
    }
  }
  return shown;
}

}  // namespace

std::string printable(std::string_view text) {
  return replaced(text, [](const Character& character, std::string_view bytes) {
    return character.valid && !is_hidden(character.code) ? std::string(bytes) : escape(character);
  });
}

std::string printable_lines(std::string_view text) {
  std::string shown;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    shown += (start == 0 ? "" : "\n") + printable(text.substr(start, end - start));
    start = end + 1;
  }
  return shown;
}

std::string printable_json(std::string_view json) {
  return replaced(json, [](const Character& character, std::string_view bytes) {
    const bool is_layout = character.code == '\n' || character.code == '\t';
    return is_layout || !character.valid || !is_hidden(character.code)
               ? std::string(bytes)
               : json_escape(character.code);
  });
}

}  // namespace dmc

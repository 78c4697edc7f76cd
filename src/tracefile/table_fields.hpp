#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "dmc/tracefile/reference.hpp"

#include "text_lines.hpp"

namespace dmc {

// Scanners for tables of requests to disks: fields between commas, with or without blanks. They
// pass on null, which says that the line is not as it should be.

[[nodiscard]] inline const char* skip_comma(const char* at) {
  at = at == nullptr ? nullptr : skip_blanks(at);
  return at != nullptr && *at == ',' ? skip_blanks(at + 1) : nullptr;
}

[[nodiscard]] inline const char* skip_field(const char* at) {
  while (at != nullptr && *at != ',' && !is_line_end(*at)) {
    ++at;
  }
  return at;
}

/// A whole number.
[[nodiscard]] inline const char* scan_number(const char* at, std::uint64_t& value) {
  return at == nullptr ? nullptr : scan_decimal(at, value);
}

/// A number that may have a fraction, of which the whole part is of no interest either.
[[nodiscard]] inline const char* skip_time(const char* at) {
  std::uint64_t whole = 0;
  at = scan_number(at, whole);
  while (at != nullptr && (*at == '.' || *at == '-' || *at == '+' || digit_of(*at) < 10 ||
                           *at == 'e' || *at == 'E')) {
    ++at;
  }
  return at;
}

/// "Read", "WRITE", "r", in any case.
[[nodiscard]] inline const char* scan_direction(const char* at, ReferenceKind& kind) {
  constexpr std::size_t k_longest = 5;
  char word[k_longest + 1] = {};
  std::size_t length = 0;
  for (; at != nullptr && length <= k_longest; ++at) {
    const char lower = static_cast<char>(*at | 0x20);
    if (lower < 'a' || lower > 'z') {
      break;
    }
    word[length++] = lower;
  }
  const std::string_view text(word, std::min(length, k_longest + 1));
  const bool reads = text == "r" || text == "read";
  kind = reads ? ReferenceKind::read : ReferenceKind::write;
  return reads || text == "w" || text == "write" ? at : nullptr;
}

/// Whether a line names columns: so many fields or more, none of which begins as a number does.
[[nodiscard]] inline bool names_columns(std::string_view line, std::ptrdiff_t fields) {
  if (std::count(line.begin(), line.end(), ',') + 1 < fields) {
    return false;
  }
  bool is_begin = true;
  for (const char c : line) {
    if (is_begin && (digit_of(c) < 10 || c == '.' || c == '-')) {
      return false;
    }
    is_begin = c == ',' || (is_begin && is_blank(c));
  }
  return true;
}

/// A line without anything, or a comment.
[[nodiscard]] inline bool is_empty_row(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t");
  return begin == line.npos || line[begin] == '#';
}

}  // namespace dmc

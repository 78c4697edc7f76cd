#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text_lines.hpp"

namespace dmc {

/// One character between the columns of a table.
struct OneCharacter {
  char character;

  [[nodiscard]] bool ends_field(char c) const { return c == character; }
  [[nodiscard]] bool is_padding(char c) const { return is_blank(c) && c != character; }
  [[nodiscard]] static const char* begin(const char* line) { return line; }
  /// Where the field after the one that ends there begins; null where it was the last.
  [[nodiscard]] const char* after(const char* end) const {
    return *end == character ? end + 1 : nullptr;
  }
};

/// Any number of blanks and tabs.
struct Blanks {
  [[nodiscard]] static bool ends_field(char c) { return is_blank(c); }
  [[nodiscard]] static bool is_padding(char /*c*/) { return false; }
  [[nodiscard]] static const char* begin(const char* line) { return skip_blanks(line); }
  [[nodiscard]] static const char* after(const char* end) {
    end = skip_blanks(end);
    return is_line_end(*end) ? nullptr : end;
  }
};

/// A value between separators, without the blanks around it. In quotes it may hold separators; a
/// quote is doubled then.
struct Field {
  const char* begin;
  const char* end;
  const char* next;  ///< the separator or the end of the line; null: a quote is not closed
};

template <class Separator>
[[nodiscard]] Field scan_quoted_field(const char* at, Separator separator) {
  const char* end = at + 1;
  for (; *end != '\n' && (*end != '"' || end[1] == '"'); ++end) {
    end += *end == '"' ? 1 : 0;
  }
  if (*end != '"') {
    return {at + 1, end, nullptr};
  }
  const char* next = end + 1;
  while (separator.is_padding(*next)) {
    ++next;
  }
  const bool ends = separator.ends_field(*next) || is_line_end(*next);
  return {at + 1, end, ends ? next : nullptr};
}

template <class Separator>
[[nodiscard]] inline Field scan_field(const char* at, Separator separator) {
  while (separator.is_padding(*at)) {
    ++at;
  }
  if (*at == '"') {
    return scan_quoted_field(at, separator);
  }
  const char* next = at;
  while (!separator.ends_field(*next) && !is_line_end(*next)) {
    ++next;
  }
  const char* end = next;
  while (end != at && separator.is_padding(end[-1])) {
    --end;
  }
  return {at, end, next};
}

/// Calls `use` with the kind of separator that the character stands for: a blank is any number.
template <class Use>
decltype(auto) with_separator(char separator, Use use) {
  return separator == ' ' ? use(Blanks{}) : use(OneCharacter{separator});
}

/// The values of a line, which ends with "\n". A quote that is not closed ends with the line.
[[nodiscard]] inline std::vector<std::string> fields_of(const std::string& line, char separator) {
  return with_separator(separator, [&](auto between) {
    std::vector<std::string> fields;
    const char* at = between.begin(line.data());
    while (at != nullptr) {
      const Field field = scan_field(at, between);
      fields.emplace_back(field.begin, field.end);
      at = field.next == nullptr ? nullptr : between.after(field.next);
    }
    return fields;
  });
}

/// How many they are.
[[nodiscard]] inline std::size_t count_fields(const std::string& line, char separator) {
  return with_separator(separator, [&](auto between) {
    std::size_t count = 0;
    const char* at = between.begin(line.data());
    while (at != nullptr) {
      ++count;
      const char* const next = scan_field(at, between).next;
      at = next == nullptr ? nullptr : between.after(next);
    }
    return count;
  });
}

/// Decimal, or hexadecimal with 0x.
[[nodiscard]] inline const char* scan_whole(const char* at, std::uint64_t& number) {
  const char* const hexadecimal = scan_0x(at, number);
  return hexadecimal != nullptr ? hexadecimal : scan_decimal(at, number);
}

}  // namespace dmc

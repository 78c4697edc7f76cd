#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "dmc/tracefile/reference.hpp"

#include "parse_state.hpp"

namespace dmc {

// Scanners for text. They need no end: text ends with the end of a line, which none of them passes.

inline constexpr std::uint8_t k_no_digit = 0xff;
inline constexpr std::array<std::uint8_t, 256> k_digits = [] {
  std::array<std::uint8_t, 256> digits{};
  digits.fill(k_no_digit);
  for (std::uint8_t d = 0; d < 16; ++d) {
    digits[static_cast<unsigned char>("0123456789abcdef"[d])] = d;
    digits[static_cast<unsigned char>("0123456789ABCDEF"[d])] = d;
  }
  return digits;
}();

[[nodiscard]] inline std::uint8_t digit_of(char c) {
  return k_digits[static_cast<unsigned char>(c)];
}

/// Hexadecimal digits without 0x. Returns what follows them; null where there is none, or more than
/// 64 bits hold.
[[nodiscard]] inline const char* scan_hex(const char* at, std::uint64_t& value) {
  const char* const begin = at;
  std::uint64_t sum = 0;
  for (std::uint8_t digit = digit_of(*at); digit < 16; digit = digit_of(*++at)) {
    sum = sum << 4 | digit;
  }
  value = sum;
  return at != begin && at - begin <= 16 ? at : nullptr;
}

/// The same for decimal digits.
[[nodiscard]] inline const char* scan_decimal(const char* at, std::uint64_t& value) {
  const char* const begin = at;
  std::uint64_t sum = 0;
  bool fits = true;
  for (std::uint8_t digit = digit_of(*at); digit < 10; digit = digit_of(*++at)) {
    constexpr std::uint64_t k_tenth = ~std::uint64_t{0} / 10;
    fits = fits && (sum < k_tenth || (sum == k_tenth && digit <= 5));
    sum = sum * 10 + digit;
  }
  value = sum;
  return at != begin && fits ? at : nullptr;
}

/// "0x" and hexadecimal digits.
[[nodiscard]] inline const char* scan_0x(const char* at, std::uint64_t& value) {
  return at[0] == '0' && (at[1] == 'x' || at[1] == 'X') ? scan_hex(at + 2, value) : nullptr;
}

[[nodiscard]] inline bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
[[nodiscard]] inline bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}
[[nodiscard]] inline const char* skip_blanks(const char* at) {
  while (is_blank(*at)) {
    ++at;
  }
  return at;
}
/// To the end of the line.
[[nodiscard]] inline const char* skip_line(const char* at) {
  while (!is_line_end(*at)) {
    ++at;
  }
  return at;
}
/// Behind the word where it stands there; null otherwise.
[[nodiscard]] inline const char* skip_word(const char* at, std::string_view word) {
  for (const char c : word) {
    if (*at++ != c) {
      return nullptr;
    }
  }
  return at;
}

/// What a line with an access, or with none to count, says.
struct ScannedLine {
  const char* end = nullptr;  ///< where the fields end; null: this is no such line
  TraceReference reference{0, 1, 0, ReferenceKind::read};
  bool then_writes = false;  ///< the address is read and then written
  bool has_reference = true;
};

/// What to think of a line that could not be scanned.
enum class LineVerdict : std::uint8_t {
  silent,     ///< belongs to the format, but holds no access
  unrelated,  ///< not the format's at all
  bad,
};

// A text format has a syntax:
//   static ScannedLine scan(const char* at, ParseState& state)
//   static LineVerdict judge(std::string_view line)    what scan() could not read
//   static constexpr std::string_view k_expected   what a line should look like
// and may have
//   static bool is_heading(std::string_view line)  names columns, at the beginning

/// Takes a line that is not plain; `line` is without its end.
template <class Syntax>
void take_odd_line(ParseState& state, std::string_view line, const ScannedLine& scanned,
                   bool is_complete) {
  if (scanned.end != nullptr && is_complete) {
    state.reject_line(line, state.sane_sizes());
    return;
  }
  if constexpr (requires { Syntax::is_heading(line); }) {
    // Where files were put one behind the other it comes again.
    const bool is_first = state.line == state.silent_lines + 1;
    if (Syntax::is_heading(line) && (is_first || line == state.heading)) {
      state.heading = line;
      ++state.silent_lines;
      return;
    }
  }
  switch (Syntax::judge(line)) {
    case LineVerdict::silent:
      ++state.silent_lines;
      break;
    case LineVerdict::unrelated:
      ++state.counts.unrelated;
      break;
    case LineVerdict::bad:
      state.reject_line(line, Syntax::k_expected);
      break;
  }
}

/// Lines end in "\n" or "\r\n", in any mixture.
[[nodiscard]] inline const char* line_end_after(const char* at) {
  at += *at == '\r' ? 1 : 0;
  return *at == '\n' ? at : nullptr;
}

template <class Syntax>
std::size_t parse_lines(ParseState& state, std::string_view bytes, bool /*last*/,
                        ReferenceBatch& batch) {
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  std::uint64_t line = state.line;
  while (at != end && batch.room() >= 2) {
    const ScannedLine scanned = Syntax::scan(at, state);
    const char* line_end = scanned.end == nullptr ? nullptr : line_end_after(scanned.end);
    if (line_end != nullptr && (!scanned.has_reference || state.is_sane(scanned.reference))) {
      if (scanned.has_reference) {
        batch.add(scanned.reference);
      }
      if (scanned.then_writes) {
        TraceReference write = scanned.reference;
        write.kind = ReferenceKind::write;
        batch.add(write);
      }
    } else {
      const bool is_complete = line_end != nullptr;
      line_end =
          static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
      const bool has_return = line_end != at && line_end[-1] == '\r';
      state.line = line;
      take_odd_line<Syntax>(state, {at, line_end - (has_return ? 1 : 0)}, scanned, is_complete);
    }
    at = line_end + 1;
    ++line;
  }
  state.line = line;
  return static_cast<std::size_t>(at - bytes.data());
}

/// The complete lines of a file's beginning.
[[nodiscard]] inline std::string_view complete_lines(std::string_view beginning) {
  return beginning.substr(0, beginning.rfind('\n') + 1);
}

template <class Syntax>
bool is_first_heading(std::string_view line, int before) {
  if constexpr (requires { Syntax::is_heading(line); }) {
    return before == 0 && Syntax::is_heading(line);
  } else {
    return false;
  }
}

/// How many lines the syntax can read, where those that it should but cannot are few: text of one
/// format can look a little like another.
template <class Syntax>
int recognise_lines(std::string_view beginning, bool complete) {
  static const TraceFormat k_any{.name = "", .summary = "", .has_threads = true};
  ParseState state(k_any, {.lenient = true}, "");
  std::string whole(complete ? beginning : complete_lines(beginning));
  if (whole.find('\0') != whole.npos) {
    return 0;
  }
  whole += '\n';
  int lines = 0;
  int bad = 0;
  for (const char* at = whole.data(); at != whole.data() + whole.size();) {
    const auto left = static_cast<std::size_t>(whole.data() + whole.size() - at);
    const char* const end = static_cast<const char*>(std::memchr(at, '\n', left));
    const ScannedLine scanned = Syntax::scan(at, state);
    if (scanned.end != nullptr && line_end_after(scanned.end) == end) {
      ++lines;
    } else if (end != at && Syntax::judge({at, end}) == LineVerdict::bad &&
               !is_first_heading<Syntax>({at, end}, lines + bad)) {
      ++bad;
    }
    at = end + 1;
  }
  // Some formats look like much else: nearly all of what is there must be right then.
  constexpr int k_good_per_bad = requires {
    Syntax::k_looks_common;
  }
  ? 5 : 1;
  return lines >= k_good_per_bad * bad ? lines : 0;
}

}  // namespace dmc

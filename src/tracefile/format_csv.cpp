#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/util/error.hpp"
#include "dmc/util/names.hpp"

#include "formats.hpp"
#include "text_lines.hpp"

namespace dmc {
namespace {

/// A value between separators. In quotes it may hold separators; a quote is doubled then.
struct Field {
  const char* begin;
  const char* end;
  const char* next;  ///< the separator or the end of the line; null: a quote is not closed
};

Field scan_field(const char* at, char separator) {
  if (*at != '"') {
    const char* end = at;
    while (*end != separator && !is_line_end(*end)) {
      ++end;
    }
    return {at, end, end};
  }
  const char* end = at + 1;
  for (; *end != '\n' && (*end != '"' || end[1] == '"'); ++end) {
    end += *end == '"' ? 1 : 0;
  }
  return {at + 1, end, *end == '"' ? end + 1 : nullptr};
}

/// 64 bits of a text (FNV-1a, then mixed). Of n texts two have the same with a probability of about
/// n^2 / 2^65.
std::uint64_t hash_of(const char* begin, const char* end) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (; begin != end; ++begin) {
    hash = (hash ^ static_cast<unsigned char>(*begin)) * 0x100000001b3;
  }
  hash = (hash ^ hash >> 32) * 0xd6e8feb86659fd93;
  return (hash ^ hash >> 32) * 0xd6e8feb86659fd93;
}

const char* scan_id(const char* at, std::uint64_t& id) {
  const char* const hexadecimal = scan_0x(at, id);
  return hexadecimal != nullptr ? hexadecimal : scan_decimal(at, id);
}

struct Csv {
  static constexpr std::string_view k_expected =
      "an id is expected, a whole number in decimal or with 0x (--keys text takes any text)";

  static ScannedLine scan(const char* at, ParseState& state) {
    ScannedLine line;
    const CsvLayout& layout = state.csv;
    for (std::size_t column = 0; column < layout.column; ++column) {
      const Field field = scan_field(at, layout.separator);
      if (field.next == nullptr || *field.next != layout.separator) {
        return line;
      }
      at = field.next + 1;
    }
    const Field field = scan_field(skip_spaces(at, layout.separator), layout.separator);
    if (field.next == nullptr || field.begin == field.end) {
      return line;
    }
    if (state.options().text_keys) {
      line.reference.address = hash_of(field.begin, field.end);
    } else {
      const char* const end = scan_id(field.begin, line.reference.address);
      if (end == nullptr || skip_spaces(end, layout.separator) != field.end) {
        return line;
      }
    }
    line.end = skip_line(field.next);
    return line;
  }

  static LineVerdict judge(std::string_view line) {
    return line.find_first_not_of(" \t") == line.npos ? LineVerdict::silent : LineVerdict::bad;
  }

 private:
  static const char* skip_spaces(const char* at, char separator) {
    while (is_blank(*at) && *at != separator) {
      ++at;
    }
    return at;
  }
};

/// A line, with its end, as the values in it.
std::vector<std::string> fields_of(const std::string& line, char separator) {
  std::vector<std::string> fields;
  const char* at = line.data();
  while (true) {
    const Field field = scan_field(at, separator);
    fields.emplace_back(field.begin, field.end);
    if (field.next == nullptr || *field.next != separator) {
      return fields;
    }
    at = field.next + 1;
  }
}

/// The separator that the line has most of; a comma where it has none.
char separator_of(std::string_view line) {
  constexpr std::array k_separators{',', ';', '\t', ' '};
  return *std::max_element(k_separators.begin(), k_separators.end(), [&](char a, char b) {
    return std::count(line.begin(), line.end(), a) < std::count(line.begin(), line.end(), b);
  });
}

bool is_number(const std::string& text) {
  const std::string terminated = text + '\n';
  std::uint64_t id = 0;
  const char* const end = scan_id(skip_blanks(terminated.data()), id);
  return end != nullptr && *skip_blanks(end) == '\n';
}

[[noreturn]] void fail(const ParseState& state, const std::string& what,
                       const std::vector<std::string>& fields) {
  throw Error(
      fmt::format("{}: {}; give --column with a name or a number from 1; its first line has "
                  "{} column{}: {}",
                  state.file(), what, fields.size(), fields.size() == 1 ? "" : "s",
                  excerpt(fmt::format("{}", fmt::join(fields, ", ")))));
}

/// The column that is asked for, by number or by name. `named` becomes whether it was a name.
std::size_t find_column(const ParseState& state, const std::vector<std::string>& fields,
                        bool& named) {
  const std::string& wanted = state.options().column;
  if (wanted.empty()) {
    if (fields.size() > 1) {
      fail(state, "there are several columns, and one of them must hold the ids", fields);
    }
    return 0;
  }
  const auto found = std::find(fields.begin(), fields.end(), wanted);
  named = found != fields.end();
  if (named) {
    return static_cast<std::size_t>(found - fields.begin());
  }
  std::uint64_t number = 0;
  const std::string terminated = wanted + '\n';
  const char* const end = scan_decimal(terminated.data(), number);
  if (end == nullptr || *end != '\n' || number == 0 || number > fields.size()) {
    fail(state, fmt::format("there is no column '{}'", wanted), fields);
  }
  return static_cast<std::size_t>(number - 1);
}

/// Looks at the first line: where the ids are, and whether the line only names the columns. Returns
/// how many bytes it takes in that case.
std::size_t take_header(ParseState& state, std::string_view bytes) {
  const std::size_t length = bytes.find('\n') + 1;
  std::string line(bytes.substr(0, length));
  if (line.ends_with("\r\n")) {
    line.replace(line.size() - 2, 2, "\n");
  }
  state.csv.known = true;
  state.csv.separator = separator_of(line);
  const std::vector<std::string> fields = fields_of(line, state.csv.separator);
  bool named = false;
  state.csv.column = find_column(state, fields, named);
  const bool is_header =
      named || (!state.options().text_keys && !is_number(fields[state.csv.column]) &&
                (fields.size() > 1 || !line.empty()) && !fields[state.csv.column].empty() &&
                digit_of(fields[state.csv.column].front()) > 9);
  state.line += is_header ? 1 : 0;
  return is_header ? length : 0;
}

std::size_t parse(ParseState& state, std::string_view bytes, bool last, ReferenceBatch& batch) {
  const std::size_t header = state.csv.known || bytes.empty() ? 0 : take_header(state, bytes);
  return header + parse_lines<Csv>(state, bytes.substr(header), last, batch);
}

// Numbers, one a line; or columns beneath their names, or numbers in columns.
int recognise(std::string_view beginning, bool complete) {
  const std::string_view lines = complete ? beginning : complete_lines(beginning);
  if (lines.empty() || lines.find('\0') != lines.npos) {
    return 0;
  }
  int rows = 0;
  std::size_t columns = 0;
  for (std::size_t at = 0; at < lines.size() && rows < 1000; ++rows) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size());
    std::string line(lines.substr(at, end - at));
    if (line.ends_with('\r')) {
      line.pop_back();
    }
    at = end + 1;
    const char separator = separator_of(lines.substr(0, lines.find('\n')));
    const std::vector<std::string> fields = fields_of(line + '\n', separator);
    columns = rows == 0 ? fields.size() : columns;
    const bool any_number = std::any_of(fields.begin(), fields.end(), is_number);
    if (!line.empty() && (fields.size() != columns || (rows > 0 && !any_number))) {
      return 0;
    }
  }
  // A single line is data only if it is a number.
  return rows > 1 || is_number(std::string(lines.substr(0, lines.find_first_of("\r\n")))) ? 1 : 0;
}

}  // namespace

TraceFormat csv_format() {
  return {.name = "csv",
          .summary = "ids, one a line or a column of a table",
          .unit = AddressUnit::id,
          .recognise = recognise,
          .parse = parse};
}

}  // namespace dmc

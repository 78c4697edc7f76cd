#include "dmc/tracefile/table_columns.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "dmc/util/error.hpp"
#include "dmc/util/names.hpp"

namespace dmc {
namespace {

// In the order of the enum.
constexpr std::array<std::string_view, 8> k_roles{"id", "offset", "address", "size",
                                                  "op", "volume", "repeat",  "time"};

struct Delimiter {
  std::string_view name;
  char character;
};
constexpr std::array k_delimiters{
    Delimiter{"comma", ','}, Delimiter{"semicolon", ';'}, Delimiter{"tab", '\t'},
    Delimiter{"\\t", '\t'},  Delimiter{"space", ' '},     Delimiter{"blank", ' '},
    Delimiter{"pipe", '|'},  Delimiter{"colon", ':'},     Delimiter{"none", '\0'},
};

constexpr std::string_view k_example = "for instance --columns time=1,id=2,size=3";

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

ColumnRole role_of(std::string_view name) {
  const auto found = std::find(k_roles.begin(), k_roles.end(), name);
  if (found == k_roles.end()) {
    throw Error(fmt::format("--columns: {}; {}", unknown_name("role", name, k_roles), k_example));
  }
  return static_cast<ColumnRole>(found - k_roles.begin());
}

/// Takes "*512" off the end of a column.
std::uint64_t take_scale(std::string_view& text) {
  const std::size_t star = text.rfind('*');
  std::uint64_t scale = 1;
  if (star == text.npos || star == 0) {
    return scale;
  }
  const std::string_view digits = text.substr(star + 1);
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), scale);
  if (digits.empty() || parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size() ||
      scale == 0 || scale > std::uint64_t{1} << 30) {
    return 1;  // part of a name
  }
  text = trimmed(text.substr(0, star));
  return scale;
}

/// The end of an assignment: the next comma outside of quotes.
std::size_t end_of_assignment(std::string_view text) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    quoted = text[i] == '"' ? !quoted : quoted;
    if (text[i] == ',' && !quoted) {
      return i;
    }
  }
  return text.size();
}

TableColumn parse_assignment(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == text.npos) {
    throw Error(
        fmt::format("--columns: '{}' does not say which role the column has: {}", text, k_example));
  }
  return parse_column(role_of(trimmed(text.substr(0, equals))), text.substr(equals + 1));
}

}  // namespace

std::string_view name_of(ColumnRole role) {
  return k_roles[static_cast<std::size_t>(role)];
}

TableColumn parse_column(ColumnRole role, std::string_view text) {
  text = trimmed(text);
  TableColumn column;
  column.role = role;
  column.scale = take_scale(text);
  column.only_name = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  column.column = column.only_name ? text.substr(1, text.size() - 2) : text;
  if (column.column.empty()) {
    throw Error(fmt::format("--columns: {} names no column; {}", name_of(role), k_example));
  }
  return column;
}

std::vector<TableColumn> parse_columns(std::string_view text) {
  std::vector<TableColumn> columns;
  while (true) {
    const std::size_t end = end_of_assignment(text);
    columns.push_back(parse_assignment(text.substr(0, end)));
    const auto same = [&](const TableColumn& one) { return one.role == columns.back().role; };
    if (std::count_if(columns.begin(), columns.end(), same) > 1) {
      throw Error(fmt::format("--columns: {} is given twice; give each role one column",
                              name_of(columns.back().role)));
    }
    if (end == text.size()) {
      return columns;
    }
    text.remove_prefix(end + 1);
  }
}

char parse_delimiter(std::string_view text) {
  for (const Delimiter& one : k_delimiters) {
    if (one.name == text) {
      return one.character;
    }
  }
  if (text.size() != 1 || text == "\"" || text == "\n" || text == "\r") {
    throw Error(
        fmt::format("--delimiter: '{}' is not a character that can stand between columns; give "
                    "comma, semicolon, tab, space, pipe, colon, none or a character",
                    text));
  }
  return text.front();
}

}  // namespace dmc

#include "table_header.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "table_fields.hpp"

namespace dmc {
namespace {

struct UsualName {
  std::string_view name;
  ColumnRole role;
};

constexpr std::array k_usual_names{
    UsualName{"id", ColumnRole::id},           UsualName{"key", ColumnRole::id},
    UsualName{"object", ColumnRole::id},       UsualName{"obj", ColumnRole::id},
    UsualName{"object_id", ColumnRole::id},    UsualName{"obj_id", ColumnRole::id},
    UsualName{"objectid", ColumnRole::id},     UsualName{"item", ColumnRole::id},
    UsualName{"page", ColumnRole::id},         UsualName{"block", ColumnRole::id},
    UsualName{"url", ColumnRole::id},          UsualName{"path", ColumnRole::id},
    UsualName{"file", ColumnRole::id},         UsualName{"name", ColumnRole::id},
    UsualName{"address", ColumnRole::address}, UsualName{"addr", ColumnRole::address},
    UsualName{"offset", ColumnRole::offset},   UsualName{"size", ColumnRole::size},
    UsualName{"length", ColumnRole::size},     UsualName{"len", ColumnRole::size},
    UsualName{"bytes", ColumnRole::size},      UsualName{"obj_size", ColumnRole::size},
    UsualName{"op", ColumnRole::op},           UsualName{"operation", ColumnRole::op},
    UsualName{"opcode", ColumnRole::op},       UsualName{"iotype", ColumnRole::op},
    UsualName{"type", ColumnRole::op},         UsualName{"rw", ColumnRole::op},
    UsualName{"volume", ColumnRole::volume},   UsualName{"volume_id", ColumnRole::volume},
    UsualName{"volumeid", ColumnRole::volume}, UsualName{"disk", ColumnRole::volume},
    UsualName{"device", ColumnRole::volume},   UsualName{"device_id", ColumnRole::volume},
    UsualName{"lun", ColumnRole::volume},      UsualName{"op_count", ColumnRole::repeat},
    UsualName{"count", ColumnRole::repeat},    UsualName{"repeat", ColumnRole::repeat},
    UsualName{"time", ColumnRole::time},       UsualName{"timestamp", ColumnRole::time},
    UsualName{"ts", ColumnRole::time},         UsualName{"op_time", ColumnRole::time},
};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_letter(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

/// Whether it could name a column: not what stands for a missing value either.
bool could_be_name(std::string_view text) {
  constexpr std::array<std::string_view, 6> k_missing{"n/a", "na", "nan", "null", "none", "nil"};
  const bool is_missing = std::any_of(k_missing.begin(), k_missing.end(),
                                      [&](std::string_view one) { return same_name(one, text); });
  return !text.empty() && !is_missing &&
         (is_letter(text.front()) || text.front() == '_' || text.front() == '(' ||
          text.front() == '%') &&
         std::any_of(text.begin(), text.end(), is_letter);
}

/// Only letters, and what joins words.
bool is_word(std::string_view text) {
  return could_be_name(text) && std::all_of(text.begin(), text.end(), [](char c) {
           return is_letter(c) || c == '_' || c == ' ' || c == '-' || c == '(' || c == ')';
         });
}

using Rows = std::vector<std::vector<std::string>>;

bool recurs(const Rows& rows, std::size_t column) {
  return std::any_of(rows.begin() + 1, rows.end(), [&](const std::vector<std::string>& row) {
    return column < row.size() && row[column] == rows.front()[column];
  });
}

/// What a column says of whether the first row names it: 1 it does, -1 it does not, 0 nothing.
int vote_of(const Rows& rows, std::size_t column) {
  const std::string& first = rows.front()[column];
  bool any = false;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (column < rows[i].size() && !rows[i][column].empty()) {
      any = true;
      if (!looks_numeric(rows[i][column])) {
        return !first.empty() && recurs(rows, column) ? -1 : 0;
      }
    }
  }
  if (!any || first.empty()) {
    return 0;
  }
  return could_be_name(first) ? 1 : -1;
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char one, char other) { return lower(one) == lower(other); });
}

bool looks_numeric(std::string_view text) {
  if (text.starts_with("0x") || text.starts_with("0X")) {
    return text.size() > 2 &&
           std::all_of(text.begin() + 2, text.end(), [](char c) { return digit_of(c) < 16; });
  }
  std::size_t at = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  const auto skip_digits = [&] {
    const std::size_t begin = at;
    while (at < text.size() && digit_of(text[at]) < 10) {
      ++at;
    }
    return at - begin;
  };
  std::size_t digits = skip_digits();
  if (at < text.size() && text[at] == '.') {
    ++at;
    digits += skip_digits();
  }
  if (digits != 0 && at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) {
      ++at;
    }
    digits = skip_digits();
  }
  return digits != 0 && at == text.size();
}

std::optional<ColumnRole> usual_role(std::string_view name) {
  const auto found = std::find_if(k_usual_names.begin(), k_usual_names.end(),
                                  [&](const UsualName& one) { return same_name(one.name, name); });
  return found == k_usual_names.end() ? std::nullopt : std::optional(found->role);
}

HeaderGuess guess_header(const TableSample& sample, char separator, std::size_t id_column) {
  Rows rows;
  for (const std::string& line : sample.lines) {
    rows.push_back(fields_of(line, separator));
  }
  if (rows.empty() || id_column >= rows.front().size()) {
    return HeaderGuess::no;
  }
  const std::vector<std::string>& first = rows.front();
  int votes = 0;
  bool any = false;
  bool any_name = false;
  bool usual = false;
  for (std::size_t column = 0; column < first.size(); ++column) {
    const int vote = vote_of(rows, column);
    votes += vote;
    any = any || vote != 0;
    any_name = any_name || vote > 0;
    usual = usual || (usual_role(first[column]) && !recurs(rows, column));
  }
  if (any && (votes > 0 || (any_name && usual))) {
    return HeaderGuess::yes;
  }
  if (any) {
    return any_name ? HeaderGuess::perhaps_no : HeaderGuess::no;
  }
  if (usual && could_be_name(first[id_column]) && !recurs(rows, id_column)) {
    return rows.size() > 1 || !sample.complete ? HeaderGuess::perhaps_yes : HeaderGuess::perhaps_no;
  }
  const bool open = is_word(first[id_column]) && !recurs(rows, id_column);
  return open ? HeaderGuess::perhaps_no : HeaderGuess::no;
}

}  // namespace dmc

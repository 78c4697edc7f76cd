#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dmc {

/// The first lines of a table, from which it is found out how to read it.
struct TableSample {
  std::vector<std::string> lines;  ///< that hold something; each ends with "\n"
  std::size_t lines_before = 0;    ///< the first of them: comments and empty lines
  std::string comment;    ///< the last comment before them, without its mark; perhaps column names
  bool complete = false;  ///< these are all lines there are
};

/// `any_text`: values may begin with a comment's mark.
[[nodiscard]] TableSample sample_table(std::string_view beginning, bool complete, bool any_text);

/// What stands between columns: that which gives all lines the same number of fields, most of them
/// where several do. `is_clear` becomes false where two are equally good.
[[nodiscard]] char choose_separator(const TableSample& sample, bool& is_clear);

/// The number of fields that most lines have.
[[nodiscard]] std::size_t usual_width(const TableSample& sample, char separator);

/// The number of fields that every line has; 0 where they differ.
[[nodiscard]] std::size_t uniform_width(const TableSample& sample, char separator);

}  // namespace dmc

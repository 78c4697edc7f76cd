#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "dmc/tracefile/table_columns.hpp"
#include "dmc/tracefile/trace_format.hpp"

#include "operations.hpp"

namespace dmc {

/// A column that says something of an access.
struct TableStep {
  std::size_t column = 0;
  ColumnRole role = ColumnRole::id;
  std::uint64_t scale = 1;
};

/// How the lines of a table are read.
struct TableLayout {
  char separator = ',';
  std::size_t lines_before = 0;  ///< the first access: comments, empty lines, names of columns
  std::size_t width = 0;         ///< fields that every line has; 0: that is not known
  std::vector<TableStep> steps;  ///< by column
  AddressUnit unit = AddressUnit::id;
  bool text_keys = false;
  bool ids_are_addresses = false;  ///< an id and a size are a range
  bool has_operations = false;
  bool has_volumes = false;
  bool has_repeats = false;
  bool must_know_operations = false;  ///< what is neither read nor write is a bad line
  OperationCodes codes;
  std::uint64_t repeats_done = 0;  ///< of the line that comes next

  /// Whether one column of ids is all that matters.
  [[nodiscard]] bool is_plain() const {
    return steps.size() == 1 && unit == AddressUnit::id && steps.front().scale == 1;
  }
};

}  // namespace dmc

#pragma once

#include <span>
#include <string_view>

#include "dmc/tracefile/trace_format.hpp"

namespace dmc {

/// One arrangement of the columns of a published kind of tables.
struct PresetShape {
  std::string_view names;    ///< of its columns, as its first line has them where it has one
  std::string_view columns;  ///< what they mean, as for --columns
  /// What they look like, a letter for each: n a whole number, t a time, w an R or W (or nothing),
  /// b a 0 or 1, o a usual word for an operation, k a key, a a multiple of 512.
  std::string_view looks;
  bool may_go_on = false;  ///< further columns may follow
};

/// A published kind of tables.
struct TablePreset {
  std::string_view name;
  std::string_view summary;
  AddressUnit unit = AddressUnit::storage;
  char separator = ',';
  std::span<const PresetShape> shapes;
  bool is_distinct = true;  ///< its look alone tells it from other tables
  bool text_keys = false;
  bool has_ranges = false;          ///< an id with a size is a range of ids
  std::string_view read_code = {};  ///< where reads and writes are not words
  std::string_view write_code = {};
};

[[nodiscard]] std::span<const TablePreset> table_presets();

}  // namespace dmc

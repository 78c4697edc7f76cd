#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/tracefile/table_columns.hpp"

#include "table_sample.hpp"

namespace dmc {

/// Whether the first line of a table names its columns.
enum class HeaderGuess : unsigned char {
  no,
  yes,
  perhaps_no,   ///< nothing in the lines decides it; it is more likely data
  perhaps_yes,  ///< the same; it has words that columns are often called by
};

/// Compares the first line with those that follow, column by column. `id_column`: where the ids
/// are, from 0.
[[nodiscard]] HeaderGuess guess_header(const TableSample& sample, char separator,
                                       std::size_t id_column);

/// The role that a column of that name usually has.
[[nodiscard]] std::optional<ColumnRole> usual_role(std::string_view name);

/// Whether it is a number, with or without sign, fraction and exponent.
[[nodiscard]] bool looks_numeric(std::string_view text);

/// Whether names are alike, whatever their case.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);

}  // namespace dmc

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parse_state.hpp"
#include "table_sample.hpp"

namespace dmc {

// What the formats that are tables have in common.

/// Finds out from the beginning of a table, and from what the user says, how to read it. Throws
/// dmc::Error where that is not clear.
void prepare_csv(ParseState& state, std::string_view beginning, bool complete);

/// Reads a table whose layout is known.
[[nodiscard]] std::size_t parse_table(ParseState& state, std::string_view bytes, bool last,
                                      ReferenceBatch& batch);

/// What a table without a word about its columns may be: how to name them, and the formats of that
/// shape, each as an option that settles it.
[[nodiscard]] std::string ways_to_read(const TableSample& sample, char separator);

/// The formats whose lines have the shape of these.
[[nodiscard]] std::vector<std::string_view> presets_like(const TableSample& sample);

/// Whether lines that look like Dinero's labels and addresses may as well be a table: three decimal
/// numbers or more, or two of which the first only grows, as times do and labels do not.
[[nodiscard]] bool could_be_table_of_numbers(std::string_view beginning, bool complete);

}  // namespace dmc

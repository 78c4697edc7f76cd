#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/analysis/sweep_file.hpp"

namespace dmc {

// The parts of a sweep's lines that its writer and its reader have in common.

inline constexpr std::string_view k_sweep_schema = "dmc.sweep/1";

/// The model's columns, and those of what is measured, in order.
inline constexpr std::array<std::string_view, 5> k_model_columns{"block", "bits", "cold", "omit",
                                                                 "temporaries"};
inline constexpr std::array<std::string_view, 7> k_figure_columns{
    "accesses", "data", "reuses", "dmd", "cold_cost", "mean_distance", "max_distance"};

/// "nchw", "512".
[[nodiscard]] std::string value_name(const Parameter& parameter, std::uint64_t value);

/// The cells of a line of a table, quotes resolved; cells with quotes never contain line ends here.
[[nodiscard]] std::vector<std::string> csv_cells(std::string_view line);
[[nodiscard]] std::string csv_cell(std::string_view text);

/// The lines that have an end; what follows the last end was being written when something ended the
/// program.
[[nodiscard]] std::vector<std::string_view> complete_lines(std::string_view text);

/// The row that a line says, of the columns that a table has. Its kernel becomes the sweep's, or
/// must be that. Throws dmc::Error for anything else.
[[nodiscard]] SweepRow sweep_row_in(std::string_view line, Sweep& sweep,
                                    const std::vector<std::string>& columns);

/// What a line says of its point, as it stands there: without what was measured.
[[nodiscard]] std::string_view csv_key(std::string_view line, std::size_t columns);
[[nodiscard]] std::string_view jsonl_key(std::string_view line);

/// The ids of all formulas that a run of some point is held against, in the order of the paper.
[[nodiscard]] std::vector<std::string> sweep_formulas(const SweepPlan& plan);

}  // namespace dmc

#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "dmc/record/record.hpp"

namespace dmc {

/// What belongs to one structure, one line, or any other part of a profile.
struct LineTotals {
  std::uint64_t reads = 0;
  std::uint64_t writes = 0;
  std::uint64_t cold = 0;
  std::uint64_t reuses = 0;
  std::uint64_t from_other_threads = 0;  ///< reuses of what another thread touched last
  double dmd = 0;
  std::array<std::uint64_t, k_most_line_sizes> misses{};  ///< cold ones included

  [[nodiscard]] std::uint64_t accesses() const { return reads + writes; }
};

struct NamedLineTotals {
  std::string name;
  LineTotals totals;
};

/// By descending DMD, then accesses, then name.
[[nodiscard]] std::vector<NamedLineTotals> by_structure(const LineProfile& profile);
[[nodiscard]] std::vector<NamedLineTotals> by_line(const LineProfile& profile);
[[nodiscard]] LineTotals whole_of(const LineProfile& profile);

/// By file and line, where labels are source lines.
[[nodiscard]] std::map<std::string, std::map<unsigned, LineTotals>> by_file(
    const LineProfile& profile);

[[nodiscard]] const std::string& line_name(const LineProfile& profile, ArrayId array);
[[nodiscard]] const std::string& structure_name(const LineProfile& profile, ArrayId array);
/// "matmul", or "another thread".
[[nodiscard]] std::string carrier_name(const LineProfile& profile, LabelId label);

/// "32 KiB"; short enough for the head of a column.
[[nodiscard]] std::string size_name(std::uint64_t bytes);

}  // namespace dmc

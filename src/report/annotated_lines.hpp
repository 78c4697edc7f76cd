#pragma once

#include <string>
#include <vector>

#include "dmc/record/record.hpp"

#include "line_rows.hpp"

namespace dmc {

/// A line of a source file: with what it costs, or beside one that costs something.
struct AnnotatedLine {
  unsigned number = 0;
  std::string text;  ///< without tabs
  LineTotals totals;
  bool after_gap = false;  ///< lines before it are left out
};

struct AnnotatedFile {
  std::string name;
  bool found = false;  ///< the source itself is there
  double dmd = 0;
  std::vector<AnnotatedLine> lines;
};

/// The files whose lines access memory, the most expensive first.
[[nodiscard]] std::vector<AnnotatedFile> annotated_files(const LineProfile& profile);

}  // namespace dmc

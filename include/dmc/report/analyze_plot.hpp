#pragma once

#include <string>

#include "dmc/analysis/analyze.hpp"

namespace dmc {

/// A script for gnuplot that prints an SVG picture of an analysis: reuses by distance and by time,
/// and below them the miss ratio of caches of every size. Black, grey and dashes, so that print
/// without colour can be read. Its length does not grow with the trace.
[[nodiscard]] std::string analyze_plot_script(const AnalyzeResult& result);

}  // namespace dmc

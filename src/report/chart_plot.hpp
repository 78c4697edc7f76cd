#pragma once

#include <string>
#include <vector>

#include "dmc/report/chart.hpp"
#include "dmc/report/svg.hpp"

#include "chart_axis.hpp"

namespace dmc {

constexpr double k_chart_margin = 16;  ///< around everything

/// The plot's rectangle in the drawing, in pixels, with its two axes.
struct Plot {
  double left;
  double top;
  PlacedAxis x;
  PlacedAxis y;

  [[nodiscard]] double right() const { return left + x.length(); }
  [[nodiscard]] double bottom() const { return top + y.length(); }

  /// A value's pixel, which may lie outside; no numbers where a scale cannot show the value.
  [[nodiscard]] Point at(Point value) const;
  /// A value's pixel, or the nearest to it within the plot.
  [[nodiscard]] Point pinned(Point value) const;
  [[nodiscard]] bool holds(Point pixel) const;
};

/// The plot of a chart that is `width` wide, below `top`.
[[nodiscard]] Plot place_plot(const Chart& chart, double width, double top, double height);

/// The least distance between two positions in order.
[[nodiscard]] double least_gap(const std::vector<double>& positions);

/// "12.5 80".
[[nodiscard]] std::string pixel_text(Point pixel);

/// Lines from point to point as a path's commands, as far as they lie in the plot.
[[nodiscard]] std::string line_commands(const Plot& plot, const std::vector<Point>& points);

/// Everything inside the plot, and its axes.
void draw_plot(Svg& svg, const Chart& chart, const Plot& plot);

}  // namespace dmc

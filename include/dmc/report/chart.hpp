#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dmc/report/document.hpp"

namespace dmc {

struct Point {
  double x;
  double y;
};

/// One of the two axes. Logarithmic ones show positive values only.
struct Axis {
  enum class Scale : std::uint8_t { linear, log10, log2 };
  std::string label;  ///< for people: "side of the image n"
  std::string key;    ///< in data: "n"
  Scale scale = Scale::linear;
  std::optional<double> min = {};  ///< where the axis ends; where it is not given,
  std::optional<double> max = {};  ///< a round value beyond all that is drawn
  std::vector<double> ticks = {};  ///< where the labels stand; empty: at round values
};

/// A curve, single points, or both.
struct Series {
  enum class Line : std::uint8_t { automatic, none, solid, dashed, dotted, dash_dot };
  enum class Marker : std::uint8_t {
    automatic,
    none,
    circle,
    square,
    triangle,
    diamond,
    cross,
    ring,
  };
  std::string name;
  std::vector<Point> points;  ///< in the order of the line; a value that is no number is a gap
  /// Colour of the palette, counted round; automatic: the series' place among the others.
  std::optional<std::size_t> color = {};
  Line line = Line::automatic;        ///< differs with the place, so that grey print can be read
  Marker marker = Marker::automatic;  ///< on lines of few points, and where there is no line
  bool thin = false;
  bool in_legend = true;
};

/// Quantities that add up: one layer upon the other, as bars or as areas.
struct Stack {
  struct Layer {
    std::string name;
    std::vector<double> values;  ///< one a position
  };
  enum class Shape : std::uint8_t { bars, areas };
  std::vector<double> positions;
  std::vector<Layer> layers;  ///< the first at the bottom
  Shape shape = Shape::bars;
};

/// A shaded polygon in the values of the axes; infinite ones lie at the plot's edge.
struct Region {
  std::string label;
  std::vector<Point> outline;
};
[[nodiscard]] Region columns_between(std::string label, double first_x, double last_x);
[[nodiscard]] Region rows_between(std::string label, double first_y, double last_y);

/// A line across the whole plot.
struct Reference {
  enum class Direction : std::uint8_t { horizontal, vertical };
  std::string label;
  Direction direction;
  double at;
};

/// A word about a place.
struct Annotation {
  enum class Side : std::uint8_t { right, left, above, below };
  std::string text;
  Point at;
  Side side = Side::right;  ///< of the place, where the text stands
  bool dot = true;          ///< whether the place is marked
};

/// A picture of numbers as a value: what to show, not how. Title and notes are wrapped to its
/// width, the legend stands above the plot.
struct Chart {
  std::string title;
  std::string subtitle = {};
  Axis x;
  Axis y;
  std::vector<Series> series = {};
  std::optional<Stack> stack = {};
  std::vector<Region> regions = {};
  std::vector<Reference> references = {};
  std::vector<Annotation> annotations = {};
  std::vector<std::string> notes = {};  ///< sentences below it
};

struct ChartSize {
  double width = 720;   ///< in pixels, of which 320 is the least
  double height = 440;  ///< of all but the notes
};

/// The chart as one <svg> element, which can stand in a file of its own or in a page. The same
/// chart gives the same text everywhere.
[[nodiscard]] std::string chart_svg(const Chart& chart, const ChartSize& size = {});

/// What it shows, a row each point: `series` and the keys of the two axes. For machines.
[[nodiscard]] Section chart_points(const Chart& chart);

}  // namespace dmc

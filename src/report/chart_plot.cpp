#include "chart_plot.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace dmc {
namespace {

// Bars stand beside the ends of the axis and have their own ticks.
Axis axis_of_positions(const Chart& chart) {
  Axis axis = chart.x;
  if (chart.stack && chart.stack->shape == Stack::Shape::bars && !chart.stack->positions.empty()) {
    const std::vector<double>& positions = chart.stack->positions;
    const double room = 0.6 * least_gap(positions);
    axis.scale = Axis::Scale::linear;
    axis.min = axis.min.value_or(positions.front() - room);
    axis.max = axis.max.value_or(positions.back() + room);
    axis.ticks = axis.ticks.empty() ? positions : axis.ticks;
  }
  return axis;
}

struct Extents {
  Extent x;
  Extent y;
};

Extents extents_of(const Chart& chart) {
  Extents extents{Extent(chart.x.scale), Extent(chart.y.scale)};
  for (const Series& series : chart.series) {
    for (const Point& point : series.points) {
      extents.x.include(point.x);
      extents.y.include(point.y);
    }
  }
  if (chart.stack) {
    extents.y.include(0);
    for (std::size_t i = 0; i < chart.stack->positions.size(); ++i) {
      extents.x.include(chart.stack->positions[i]);
      double sum = 0;
      for (const Stack::Layer& layer : chart.stack->layers) {
        sum += layer.values.at(i);
      }
      extents.y.include(sum);
    }
  }
  for (const Reference& reference : chart.references) {
    const bool horizontal = reference.direction == Reference::Direction::horizontal;
    (horizontal ? extents.y : extents.x).include(reference.at);
  }
  return extents;
}

double widest_label(const PlacedAxis& axis) {
  double width = 0;
  for (const Tick& tick : axis.ticks()) {
    width = std::max(width, text_width(tick.label, 11));
  }
  return width;
}

/// The part of a line from a to b that lies in the plot (Liang and Barsky 1984); false: none.
bool clip(const Plot& plot, Point& a, Point& b) {
  const double dx = b.x - a.x;
  const double dy = b.y - a.y;
  double first = 0;
  double last = 1;
  const auto cut = [&](double towards, double room) {
    if (towards == 0) {
      return room >= 0;
    }
    const double at = room / towards;
    (towards < 0 ? first : last) = towards < 0 ? std::max(first, at) : std::min(last, at);
    return first <= last;
  };
  if (!cut(-dx, a.x - plot.left) || !cut(dx, plot.right() - a.x) || !cut(-dy, a.y - plot.top) ||
      !cut(dy, plot.bottom() - a.y)) {
    return false;
  }
  b = {a.x + last * dx, a.y + last * dy};
  a = {a.x + first * dx, a.y + first * dy};
  return true;
}

bool same_place(Point a, Point b) {
  return std::abs(a.x - b.x) < 0.005 && std::abs(a.y - b.y) < 0.005;
}

}  // namespace

Point Plot::at(Point value) const {
  return {left + x.place(value.x), bottom() - y.place(value.y)};
}

Point Plot::pinned(Point value) const {
  const auto pin = [](const PlacedAxis& axis, double some) {
    return std::clamp(axis.place(std::clamp(some, axis.first(), axis.last())), 0.0, axis.length());
  };
  return {left + pin(x, value.x), bottom() - pin(y, value.y)};
}

bool Plot::holds(Point pixel) const {
  const double slack = 0.01;
  return pixel.x >= left - slack && pixel.x <= right() + slack && pixel.y >= top - slack &&
         pixel.y <= bottom() + slack;
}

double least_gap(const std::vector<double>& positions) {
  double gap = HUGE_VAL;
  for (std::size_t i = 1; i < positions.size(); ++i) {
    gap = std::min(gap, positions[i] - positions[i - 1]);
  }
  return std::isfinite(gap) ? gap : 1;
}

Plot place_plot(const Chart& chart, double width, double top, double height) {
  const Extents extents = extents_of(chart);
  const PlacedAxis y(chart.y, extents.y, height, PlacedAxis::Direction::upwards);
  const double name = chart.y.label.empty() ? 0 : 20;
  const double left = k_chart_margin + name + widest_label(y) + 10;
  const double right = width - k_chart_margin - 12;  // half of the last label hangs over
  return {left, top,
          PlacedAxis(axis_of_positions(chart), extents.x, right - left,
                     PlacedAxis::Direction::rightwards),
          y};
}

std::string pixel_text(Point pixel) {
  return fmt::format("{} {}", pixels_text(pixel.x), pixels_text(pixel.y));
}

std::string line_commands(const Plot& plot, const std::vector<Point>& points) {
  std::string commands;
  Point pen{std::nan(""), std::nan("")};
  for (std::size_t i = 1; i < points.size(); ++i) {
    Point a = plot.at(points[i - 1]);
    Point b = plot.at(points[i]);
    if (!std::isfinite(a.x + a.y + b.x + b.y) || !clip(plot, a, b)) {
      continue;
    }
    if (!same_place(pen, a)) {
      commands += 'M' + pixel_text(a);
    }
    commands += 'L' + pixel_text(b);
    pen = b;
  }
  return commands;
}

}  // namespace dmc

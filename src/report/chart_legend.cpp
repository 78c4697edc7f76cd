#include "chart_legend.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace dmc {
namespace {

using Line = Series::Line;
using Marker = Series::Marker;

constexpr std::size_t k_colors = 8;
constexpr std::size_t k_most_marked_points = 24;  // more would hide the line
constexpr double k_sample = 28;                   // width of a sample
constexpr double k_line_height = 19;
constexpr double k_entry_gap = 18;
constexpr std::array k_lines{Line::solid, Line::dashed, Line::dash_dot, Line::dotted};
constexpr std::array k_markers{Marker::circle, Marker::square, Marker::triangle, Marker::diamond,
                               Marker::cross};

std::string_view line_class(Line line) {
  switch (line) {
    case Line::dashed:
      return "dash1";
    case Line::dotted:
      return "dash2";
    case Line::dash_dot:
      return "dash3";
    default:
      return "line";
  }
}

std::string polygon(double x, double y, std::initializer_list<Point> corners) {
  std::string commands;
  for (const Point& corner : corners) {
    commands += fmt::format("{}{} {}", commands.empty() ? "M" : "L", pixels_text(x + corner.x),
                            pixels_text(y + corner.y));
  }
  return commands + 'Z';
}

}  // namespace

SeriesLook look_of(const Series& series, std::size_t place) {
  const std::size_t color = series.color.value_or(place) % k_colors;
  SeriesLook look{.line = {}, .color = fmt::format("c{}", color)};
  const Line line = series.line == Line::automatic ? k_lines[place % k_lines.size()] : series.line;
  if (line != Line::none) {
    look.line = fmt::format("{} {}{}", look.color, line_class(line), series.thin ? " thin" : "");
  }
  look.marker = series.marker;
  if (series.marker == Marker::automatic) {
    const bool marked = line == Line::none || series.points.size() <= k_most_marked_points;
    look.marker = marked ? k_markers[place % k_markers.size()] : Marker::none;
  }
  return look;
}

std::string layer_look(std::size_t place) {
  return fmt::format("c{} area o{}", place % k_colors, place % 4);
}

void draw_marker(Svg& svg, double x, double y, const SeriesLook& look) {
  const std::string filled = look.color + " mark";
  switch (look.marker) {
    case Marker::circle:
      svg.circle(x, y, 4, filled);
      break;
    case Marker::ring:
      svg.circle(x, y, 4, look.color + " open");
      break;
    case Marker::square:
      svg.rectangle(x - 3.7, y - 3.7, 7.4, 7.4, filled);
      break;
    case Marker::triangle:
      svg.path(polygon(x, y, {{0, -4.8}, {4.6, 3.6}, {-4.6, 3.6}}), filled);
      break;
    case Marker::diamond:
      svg.path(polygon(x, y, {{0, -5.2}, {5.2, 0}, {0, 5.2}, {-5.2, 0}}), filled);
      break;
    case Marker::cross:
      svg.line(x - 3.6, y - 3.6, x + 3.6, y + 3.6, look.color + " line");
      svg.line(x - 3.6, y + 3.6, x + 3.6, y - 3.6, look.color + " line");
      break;
    default:
      break;
  }
}

Legend::Legend(const Chart& chart, double width) {
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    const Series& series = chart.series[i];
    const bool known = std::any_of(entries_.begin(), entries_.end(),
                                   [&](const Entry& entry) { return entry.name == series.name; });
    if (series.in_legend && !series.name.empty() && !known) {
      add({.name = series.name, .look = look_of(series, i), .filled = {}}, width);
    }
  }
  if (chart.stack) {
    for (std::size_t i = 0; i < chart.stack->layers.size(); ++i) {
      add({.name = chart.stack->layers[i].name, .look = {}, .filled = layer_look(i)}, width);
    }
  }
  for (const Region& region : chart.regions) {
    if (!region.label.empty()) {
      add({.name = region.label, .look = {}, .filled = "region"}, width);
    }
  }
}

void Legend::add(Entry entry, double width) {
  const double room = k_sample + 7 + text_width(entry.name);
  if (!entries_.empty()) {
    const bool fits = end_ + k_entry_gap + room <= width;
    entry.line = entries_.back().line + (fits ? 0 : 1);
    entry.x = fits ? end_ + k_entry_gap : 0;
  }
  end_ = entry.x + room;
  entries_.push_back(std::move(entry));
}

double Legend::height() const {
  return entries_.empty() ? 0 : (entries_.back().line + 1) * k_line_height;
}

void Legend::draw(Svg& svg, double x, double y) const {
  for (const Entry& entry : entries_) {
    const double left = x + entry.x;
    const double middle = y + (entry.line + 0.5) * k_line_height;
    if (!entry.filled.empty()) {
      svg.rectangle(left + 6, middle - 6, k_sample - 12, 12, entry.filled);
    } else if (!entry.look.line.empty()) {
      svg.line(left, middle, left + k_sample, middle, entry.look.line);
    }
    draw_marker(svg, left + k_sample / 2, middle, entry.look);
    svg.text(left + k_sample + 7, middle + 4, entry.name, "label");
  }
}

}  // namespace dmc

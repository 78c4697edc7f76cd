#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "dmc/util/number.hpp"

#include "chart_legend.hpp"
#include "chart_plot.hpp"

namespace dmc {
namespace {

using Anchor = Svg::Anchor;

constexpr double k_bar_share = 0.78;  // of the distance between bars

void draw_axes(Svg& svg, const Chart& chart, const Plot& plot) {
  for (const Tick& tick : plot.y.ticks()) {
    const double y = plot.bottom() - plot.y.place(tick.value);
    if (!tick.label.empty()) {
      svg.line(plot.left, y, plot.right(), y, "grid");
      svg.text(plot.left - 9, y + 4, tick.label, "small", Anchor::end);
    }
    svg.line(plot.left - (tick.label.empty() ? 3 : 6), y, plot.left, y, "tick");
  }
  for (const Tick& tick : plot.x.ticks()) {
    const double x = plot.left + plot.x.place(tick.value);
    if (!tick.label.empty()) {
      if (!chart.stack) {
        svg.line(x, plot.top, x, plot.bottom(), "grid");
      }
      svg.text(x, plot.bottom() + 19, tick.label, "small", Anchor::middle);
    }
    svg.line(x, plot.bottom(), x, plot.bottom() + (tick.label.empty() ? 3 : 6), "tick");
  }
  svg.text(plot.left + plot.x.length() / 2, plot.bottom() + 38, chart.x.label, "label",
           Anchor::middle);
  if (!chart.y.label.empty()) {
    svg.upright_text(k_chart_margin + 10, plot.top + plot.y.length() / 2, chart.y.label, "label");
  }
}

std::string point_words(const Chart& chart, const Series& series, Point point) {
  return fmt::format("{}: {} = {}, {} = {}", series.name, chart.x.key, significant(point.x, 6),
                     chart.y.key, significant(point.y, 6));
}

void draw_series(Svg& svg, const Chart& chart, const Plot& plot, std::size_t place) {
  const Series& series = chart.series[place];
  const SeriesLook look = look_of(series, place);
  if (!look.line.empty()) {
    if (const std::string commands = line_commands(plot, series.points); !commands.empty()) {
      svg.path(commands, look.line);
    }
  }
  if (look.marker == Series::Marker::none) {
    return;
  }
  for (const Point& point : series.points) {
    const Point pixel = plot.at(point);
    if (plot.holds(pixel)) {
      svg.begin_group(point_words(chart, series, point));
      draw_marker(svg, pixel.x, pixel.y, look);
      svg.end_group();
    }
  }
}

void draw_region(Svg& svg, const Plot& plot, const Region& region) {
  std::string commands;
  for (const Point& corner : region.outline) {
    commands += (commands.empty() ? 'M' : 'L') + pixel_text(plot.pinned(corner));
  }
  if (!commands.empty()) {
    svg.path(commands + 'Z', "region");
  }
}

void draw_bars(Svg& svg, const Chart& chart, const Plot& plot) {
  const Stack& stack = *chart.stack;
  const double width =
      k_bar_share * least_gap(stack.positions) * plot.x.length() / (plot.x.last() - plot.x.first());
  for (std::size_t i = 0; i < stack.positions.size(); ++i) {
    double sum = 0;
    for (std::size_t l = 0; l < stack.layers.size(); ++l) {
      const double value = stack.layers[l].values.at(i);
      const Point low = plot.pinned({stack.positions[i], sum});
      sum += value;
      const double top = plot.pinned({stack.positions[i], sum}).y;
      svg.begin_group(fmt::format("{}: {} = {}, {} = {}", stack.layers[l].name, chart.x.key,
                                  significant(stack.positions[i], 6), chart.y.key,
                                  significant(value, 6)));
      svg.rectangle(low.x - width / 2, top, width, low.y - top, layer_look(l));
      svg.end_group();
    }
  }
}

void draw_areas(Svg& svg, const Plot& plot, const Stack& stack) {
  std::vector<double> below(stack.positions.size(), 0);
  for (std::size_t l = 0; l < stack.layers.size(); ++l) {
    std::string upper;
    std::string lower;
    for (std::size_t i = 0; i < stack.positions.size(); ++i) {
      lower.insert(0, 'L' + pixel_text(plot.pinned({stack.positions[i], below[i]})));
      below[i] += stack.layers[l].values.at(i);
      upper += (i == 0 ? 'M' : 'L') + pixel_text(plot.pinned({stack.positions[i], below[i]}));
    }
    svg.begin_group(stack.layers[l].name);
    svg.path(upper + lower + 'Z', layer_look(l));
    svg.end_group();
  }
}

void draw_references(Svg& svg, const Chart& chart, const Plot& plot) {
  for (const Reference& reference : chart.references) {
    const Point at = plot.at({reference.at, reference.at});
    if (reference.direction == Reference::Direction::horizontal) {
      svg.line(plot.left, at.y, plot.right(), at.y, "reference");
    } else {
      svg.line(at.x, plot.top, at.x, plot.bottom(), "reference");
    }
  }
}

// On top of the curves, and turned to the other side where the plot ends.
void draw_reference_labels(Svg& svg, const Chart& chart, const Plot& plot) {
  for (const Reference& reference : chart.references) {
    const Point at = plot.at({reference.at, reference.at});
    if (reference.direction == Reference::Direction::horizontal) {
      const bool flipped = at.y - 17 < plot.top;
      svg.text(plot.right() - 6, flipped ? at.y + 14 : at.y - 5, reference.label, "small halo",
               Anchor::end);
    } else {
      const bool flipped = at.x + 6 + text_width(reference.label, 11) > plot.right();
      svg.text(flipped ? at.x - 6 : at.x + 6, plot.top + 14, reference.label, "small halo",
               flipped ? Anchor::end : Anchor::start);
    }
  }
}

void draw_annotation(Svg& svg, const Plot& plot, const Annotation& annotation) {
  using Side = Annotation::Side;
  const Point pixel = plot.at(annotation.at);
  if (!plot.holds(pixel)) {
    return;
  }
  if (annotation.dot) {
    svg.circle(pixel.x, pixel.y, 3.5, "c7 open");
  }
  const double half = text_width(annotation.text, 11) / 2;
  const double aside = half + 8;
  const double x = annotation.side == Side::right  ? pixel.x + aside
                   : annotation.side == Side::left ? pixel.x - aside
                                                   : pixel.x;
  const double y = annotation.side == Side::above   ? pixel.y - 9
                   : annotation.side == Side::below ? pixel.y + 17
                                                    : pixel.y + 4;
  // Pushed back where it would be cut off.
  const double middle =
      std::clamp(x, plot.left + half + 3, std::max(plot.left + half + 3, plot.right() - half - 3));
  svg.text(middle, y, annotation.text, "small halo", Anchor::middle);
}

}  // namespace

void draw_plot(Svg& svg, const Chart& chart, const Plot& plot) {
  for (const Region& region : chart.regions) {
    draw_region(svg, plot, region);
  }
  draw_axes(svg, chart, plot);
  if (chart.stack) {
    chart.stack->shape == Stack::Shape::bars ? draw_bars(svg, chart, plot)
                                             : draw_areas(svg, plot, *chart.stack);
  }
  draw_references(svg, chart, plot);
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    draw_series(svg, chart, plot, i);
  }
  draw_reference_labels(svg, chart, plot);
  for (const Annotation& annotation : chart.annotations) {
    draw_annotation(svg, plot, annotation);
  }
  svg.rectangle(plot.left, plot.top, plot.x.length(), plot.y.length(), "frame");
}

}  // namespace dmc

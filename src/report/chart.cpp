#include "dmc/report/chart.hpp"

#include <algorithm>
#include <cmath>

#include "dmc/report/svg.hpp"

#include "chart_legend.hpp"
#include "chart_plot.hpp"

namespace dmc {
namespace {

constexpr double k_least_width = 320;
constexpr double k_least_plot = 80;  // height that is left for the plot at least
constexpr double k_title_line = 20;
constexpr double k_text_line = 16;
constexpr double k_below = 44;  // labels of the x axis and its name

/// Lines of text from `y` on; gives where the next one begins.
double draw_lines(Svg& svg, const std::vector<std::string>& lines, double y, double line_height,
                  std::string_view look) {
  for (const std::string& line : lines) {
    svg.text(k_chart_margin, y + 0.75 * line_height, line, look);
    y += line_height;
  }
  return y;
}

std::vector<std::string> note_lines(const Chart& chart, double width) {
  std::vector<std::string> lines;
  for (const std::string& note : chart.notes) {
    for (std::string& line : text_lines(note, width, 11)) {
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

}  // namespace

Region columns_between(std::string label, double first_x, double last_x) {
  return {std::move(label),
          {{first_x, -HUGE_VAL}, {last_x, -HUGE_VAL}, {last_x, HUGE_VAL}, {first_x, HUGE_VAL}}};
}

Region rows_between(std::string label, double first_y, double last_y) {
  return {std::move(label),
          {{-HUGE_VAL, first_y}, {HUGE_VAL, first_y}, {HUGE_VAL, last_y}, {-HUGE_VAL, last_y}}};
}

std::string chart_svg(const Chart& chart, const ChartSize& size) {
  const double width = std::max(size.width, k_least_width);
  const double inner = width - 2 * k_chart_margin;
  const std::vector<std::string> title = text_lines(chart.title, inner, 16.5);  // bold is wider
  const std::vector<std::string> subtitle = text_lines(chart.subtitle, inner);
  const std::vector<std::string> notes = note_lines(chart, inner);
  const Legend legend(chart, inner);
  const double head = 12 + static_cast<double>(title.size()) * k_title_line +
                      static_cast<double>(subtitle.size()) * k_text_line;
  const double top = head + legend.height() + 12;
  const double plot_height = std::max(k_least_plot, size.height - top - k_below - 10);
  const double below = top + plot_height + k_below + 4;
  const double height = below + static_cast<double>(notes.size()) * k_text_line + 8;

  Svg svg(width, height, chart.title, chart.subtitle);
  const double y = draw_lines(svg, title, 12, k_title_line, "title");
  draw_lines(svg, subtitle, y, k_text_line, "faint");
  legend.draw(svg, k_chart_margin, head + 2);
  draw_plot(svg, chart, place_plot(chart, width, top, plot_height));
  draw_lines(svg, notes, below, k_text_line, "small faint");
  return std::move(svg).finish();
}

Section chart_points(const Chart& chart) {
  Section section{"points", "", {{"series", ""}, {chart.x.key, ""}, {chart.y.key, ""}}, {}};
  for (const Series& series : chart.series) {
    for (const Point& point : series.points) {
      section.rows.push_back({{series.name, point.x, point.y}});
    }
  }
  if (chart.stack) {
    for (const Stack::Layer& layer : chart.stack->layers) {
      for (std::size_t i = 0; i < chart.stack->positions.size(); ++i) {
        section.rows.push_back({{layer.name, chart.stack->positions[i], layer.values.at(i)}});
      }
    }
  }
  return section;
}

}  // namespace dmc

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "parts.hpp"
#include "rows.hpp"

namespace dmc {
namespace {

constexpr double k_cost = 1e5;
constexpr std::array k_heads{8.0, 32.0, 64.0, 128.0};
constexpr double k_widest = 1000;  // d that costs far more than allowed

double cost(std::string_view formula, double heads, double group, double width) {
  // The sequence is as short as can be, which allows the largest d: the paper gives no length.
  return value_of(formula, {{"d", width}, {"h", heads}, {"l", 0}, {"p", heads / group}});
}

double width_for(std::string_view formula, double heads, double group) {
  return crossing([&](double d) { return cost(formula, heads, group, d) - k_cost; }, 0, k_widest)
      .value();
}

/// The width that equals the number of heads, over the size of a group.
std::vector<Point> limit_of_one_column() {
  return curve(geometric(1, k_heads.back(), 40), [](double group) {
    return crossing([group](double heads) { return width_for("lem3.6", heads, group) - heads; }, 1,
                    k_widest)
        .value();
  });
}

/// Everything below a curve.
Region below(std::string label, std::vector<Point> limit) {
  limit.push_back({HUGE_VAL, -HUGE_VAL});
  limit.push_back({-HUGE_VAL, -HUGE_VAL});
  return {std::move(label), std::move(limit)};
}

Chart chart_of() {
  Chart chart{.title = "Figure 2: width d of the model that 10⁵ DMD allow, over the group size q",
              .subtitle = "Lemma 3.6 with l → 0, the length that allows the largest d",
              .x = {.label = "heads in a group q",
                    .key = "q",
                    .scale = Axis::Scale::log2,
                    .ticks = {1, 2, 4, 8, 16, 32, 64, 128}},
              .y = {.label = "width of the model d", .key = "d", .min = 0, .max = 60},
              .regions = {below("d < h: a head has less than one column", limit_of_one_column())}};
  for (const double heads : k_heads) {
    const auto points = 1 + 8 * static_cast<std::size_t>(std::log2(heads));
    chart.series.push_back(
        {.name = fmt::format("h = {}", heads),
         .points = curve(geometric(1, heads, points),
                         [heads](double group) { return width_for("lem3.6", heads, group); }),
         .marker = Series::Marker::none});
  }
  return chart;
}

}  // namespace

FigureResult draw_group_size(const FigureRequest& /*request*/) {
  FigureResult result = figure_of("2", chart_of());
  Section table{"widths",
                "Width d for 10⁵ DMD",
                {{"h", "h", Kind::count, 9},
                 {"q", "q", Kind::count, 9},
                 {"d", "d (Lemma 3.6)", Kind::ratio, 8},
                 {"simplified", "d (pd³)", Kind::ratio, 7},
                 {"below_h", "d < h", Kind::text, 8}},
                {}};
  for (const double heads : k_heads) {
    for (double q = 1; q <= heads; q *= q < heads && 4 * q > heads ? heads / q : 4) {
      const double d = width_for("lem3.6", heads, q);
      table.rows.push_back({{static_cast<std::uint64_t>(heads), static_cast<std::uint64_t>(q), d,
                             width_for("lem3.6.simplified", heads, q), d < heads}});
    }
  }
  result.document.sections.insert(result.document.sections.begin(), std::move(table));
  add_fact(result.document, "cost", "cost, DMD", k_cost);
  return result;
}

}  // namespace dmc

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "dmc/report/run_report.hpp"
#include "dmc/report/sweep_report.hpp"
#include "dmc/util/error.hpp"

#include "sweep_parts.hpp"

namespace dmc {
namespace {

/// More curves than this cannot be told apart.
constexpr std::size_t k_most_drawn = 12;

/// What is counted by tens to one side of 1 only is shown as it is; anything wider by its
/// logarithm.
Axis::Scale scale_of(double least, double most) {
  return least > 0 && most / least >= 8 ? Axis::Scale::log10 : Axis::Scale::linear;
}

/// The first that is a number at every point: an image that is not square has no n.
std::size_t abscissa_of(const std::vector<Varying>& varying, const std::vector<SweepRow>& rows) {
  for (std::size_t i = 0; i < varying.size(); ++i) {
    const bool is_number = std::all_of(rows.begin(), rows.end(), [&](const SweepRow& row) {
      return std::holds_alternative<std::uint64_t>(varying[i].value(row).data);
    });
    if (is_number) {
      return i;
    }
  }
  throw Error(
      "--plot: nothing to draw the DMD over; give a parameter two values at least, as in "
      "--n 64:1024:x2");
}

std::string label_of(const std::vector<Varying>& varying, std::size_t abscissa,
                     const SweepRow& row) {
  std::string label;
  for (std::size_t i = 0; i < varying.size(); ++i) {
    if (i != abscissa) {
      label += fmt::format("{}{}={}", label.empty() ? "" : " ", varying[i].name,
                           parameter_text(varying[i].value(row)));
    }
  }
  return label;
}

Axis axis_of(std::string label, std::string key, const std::vector<double>& values) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  return {.label = std::move(label), .key = std::move(key), .scale = scale_of(*least, *most)};
}

}  // namespace

Chart sweep_chart(const SweepPlan& plan, const std::vector<SweepRow>& rows) {
  const std::vector<Varying> varying = varying_of(plan, rows);
  const std::size_t abscissa = abscissa_of(varying, rows);
  Chart chart;
  std::vector<double> xs;
  std::vector<double> ys;
  for (const SweepRow& row : rows) {
    const std::string label = label_of(varying, abscissa, row);
    auto curve = std::find_if(chart.series.begin(), chart.series.end(),
                              [&](const Series& one) { return one.name == label; });
    if (curve == chart.series.end()) {
      chart.series.push_back({.name = label, .points = {}});
      curve = std::prev(chart.series.end());
    }
    xs.push_back(static_cast<double>(std::get<std::uint64_t>(varying[abscissa].value(row).data)));
    ys.push_back(row.dmd + row.cold_cost);
    curve->points.push_back({xs.back(), ys.back()});
  }
  if (chart.series.size() > k_most_drawn) {
    throw Error(
        fmt::format("--plot: these would be {} curves, and {} can be told apart; give the "
                    "other parameters fewer values",
                    chart.series.size(), k_most_drawn));
  }
  for (Series& one : chart.series) {
    std::stable_sort(one.points.begin(), one.points.end(),
                     [](const Point& a, const Point& b) { return a.x < b.x; });
  }
  const Varying& over = varying[abscissa];
  chart.title = fmt::format("{}: data movement distance over {}", plan.kernel->name, over.name);
  chart.x = axis_of(over.name, over.name, xs);
  const bool with_cold =
      std::any_of(rows.begin(), rows.end(), [](const SweepRow& row) { return row.cold_cost != 0; });
  chart.y = axis_of(with_cold ? "DMD and cold cost" : "DMD", with_cold ? "cost" : "dmd", ys);
  return chart;
}

}  // namespace dmc

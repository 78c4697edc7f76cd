#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "dmc/audit/deciders.hpp"

#include "audit_page_parts.hpp"

namespace dmc {
namespace {

/// More curves than this cannot be told apart in a small drawing.
constexpr std::size_t k_most_curves = 6;

std::string curve_name(const AuditFinding& finding, std::size_t number) {
  return fmt::format("{} {}{}", number, to_string(finding.role),
                     finding.reading.empty() ? "" : ", " + finding.reading);
}

Series curve_of(const AuditFinding& finding, std::size_t number) {
  Series curve{.name = curve_name(finding, number), .points = {}};
  for (const EvidenceRow& row : finding.rows) {
    if (std::isfinite(row.ratio) && row.ratio > 0) {
      curve.points.push_back({row.x, row.ratio});
    }
  }
  std::stable_sort(curve.points.begin(), curve.points.end(),
                   [](const Point& a, const Point& b) { return a.x < b.x; });
  return curve;
}

/// Whether it says how the ratio runs: two places on its axis at least.
bool is_curve(const Series& series) {
  return !series.points.empty() && series.points.front().x < series.points.back().x;
}

/// Whether all is equal at all places: words say that better than a drawing.
bool all_equal(const std::vector<Series>& curves) {
  return std::all_of(curves.begin(), curves.end(), [](const Series& curve) {
    return std::all_of(curve.points.begin(), curve.points.end(), [](const Point& point) {
      return std::abs(point.y - 1) <= k_equality_tolerance;
    });
  });
}

/// Sizes mostly double, and ratios that run away do so by powers: a logarithm shows either best.
Axis axis_of(const std::string& label, const std::string& key, Axis::Scale wide,
             const std::vector<double>& values) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const bool is_wide = *least > 0 && *most / *least >= 8;
  return {.label = label, .key = key, .scale = is_wide ? wide : Axis::Scale::linear};
}

/// Where both agree is no edge of the drawing.
void keep_one_inside(Axis& axis, const std::vector<double>& values) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const double room = 0.06 * (*most - *least);
  if (axis.scale != Axis::Scale::linear || room == 0) {
    return;
  }
  if (*most == 1) {
    axis.max = 1 + room;
  }
  if (*least == 1) {
    axis.min = 1 - room;
  }
}

Chart chart_of(const ClaimResult& one, const std::string& along, std::vector<Series> curves) {
  std::vector<double> xs;
  std::vector<double> ys = {1};
  for (const Series& curve : curves) {
    for (const Point& point : curve.points) {
      xs.push_back(point.x);
      ys.push_back(point.y);
    }
  }
  Chart chart;
  chart.title = fmt::format("{}: measured / claimed over {}", one.claim->id, along);
  chart.x = axis_of(along, along, Axis::Scale::log2, xs);
  chart.y = axis_of("measured / claimed", "ratio", Axis::Scale::log10, ys);
  keep_one_inside(chart.y, ys);
  chart.series = std::move(curves);
  chart.references = {{"", Reference::Direction::horizontal, 1}};
  return chart;
}

}  // namespace

std::vector<Chart> claim_charts(const ClaimResult& one) {
  std::map<std::string, std::vector<Series>> by_variable;
  for (std::size_t i = 0; i < one.findings.size(); ++i) {
    const AuditFinding& finding = one.findings[i];
    Series curve = curve_of(finding, i + 1);
    if (!finding.along.empty() && is_curve(curve)) {
      by_variable[finding.along].push_back(std::move(curve));
    }
  }
  std::vector<Chart> charts;
  for (auto& [along, curves] : by_variable) {
    if (all_equal(curves)) {
      continue;
    }
    // As many drawings as it takes, about equally full.
    const std::size_t drawings = (curves.size() + k_most_curves - 1) / k_most_curves;
    for (std::size_t i = 0; i < drawings; ++i) {
      const auto place = [&curves = curves, drawings](std::size_t part) {
        return curves.begin() + static_cast<std::ptrdiff_t>(part * curves.size() / drawings);
      };
      charts.push_back(chart_of(one, along, {place(i), place(i + 1)}));
    }
  }
  return charts;
}

}  // namespace dmc

#include "parts.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "dmc/analysis/run_all.hpp"
#include "dmc/formulas/real_values.hpp"
#include "dmc/kernels/kernel.hpp"

namespace dmc {
namespace {

std::uint64_t accesses_of(const RunRequest& run) {
  const Parameters parameters = resolve_parameters(*run.kernel, run.parameters);
  return footprint(run.kernel->plan(parameters), run.model).accesses;
}

}  // namespace

double value_of(std::string_view formula, Variables values) {
  return evaluate(find_formula(formula), std::move(values));
}

RunRequest a_run(std::string_view kernel, const Parameters& parameters, const Model& model) {
  return {.kernel = &find_kernel(kernel), .parameters = parameters, .model = model};
}

std::vector<std::optional<RunResult>> measured(const std::vector<RunRequest>& runs,
                                               const FigureRequest& request) {
  std::vector<std::optional<RunResult>> results(runs.size());
  std::vector<RunRequest> short_runs;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (accesses_of(runs[i]) <= request.longest) {
      short_runs.push_back(runs[i]);
      places.push_back(i);
    }
  }
  std::vector<RunResult> made = run_all(short_runs, {request.threads, request.progress});
  for (std::size_t i = 0; i < made.size(); ++i) {
    made[i].histogram = {};  // of no use here, and large
    results[places[i]] = std::move(made[i]);
  }
  return results;
}

std::optional<double> crossing(const std::function<double(double)>& f, double low, double high) {
  const bool rises = f(low) < 0;
  if (rises == (f(high) < 0)) {
    return std::nullopt;
  }
  double middle = (low + high) / 2;
  while (low < middle && middle < high) {  // until they are neighbours
    ((f(middle) < 0) == rises ? low : high) = middle;
    middle = (low + high) / 2;
  }
  return middle;
}

std::optional<double> crossing(const std::vector<Point>& a, const std::vector<Point>& b) {
  const auto lead = [&](std::size_t i) { return std::log(a[i].y / b[i].y); };
  for (std::size_t i = 1; i < std::min(a.size(), b.size()); ++i) {
    const double before = lead(i - 1);
    const double now = lead(i);
    if (before != 0 && (before < 0) != (now < 0)) {
      return a[i - 1].x * std::pow(a[i].x / a[i - 1].x, before / (before - now));
    }
  }
  return std::nullopt;
}

std::vector<double> geometric(double first, double last, std::size_t count) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(count - 1);
    values.push_back(first * std::pow(last / first, share));
  }
  return values;
}

std::vector<Point> curve(const std::vector<double>& positions,
                         const std::function<double(double)>& f) {
  std::vector<Point> points;
  points.reserve(positions.size());
  for (const double x : positions) {
    points.push_back({x, f(x)});
  }
  return points;
}

Section chart_table(const Chart& chart, const std::vector<double>& positions, Kind kind) {
  Section section{"", chart.y.label, {{"", chart.x.key, Kind::real, 9}}, {}};
  for (const Series& series : chart.series) {
    section.columns.push_back({"", series.name, kind, 5});
  }
  for (const double x : positions) {
    Row row{{x}};
    for (const Series& series : chart.series) {
      const auto point = std::find_if(series.points.begin(), series.points.end(),
                                      [x](const Point& some) { return some.x == x; });
      row.cells.emplace_back();
      if (point != series.points.end()) {
        row.cells.back() = point->y;
      }
    }
    section.rows.push_back(std::move(row));
  }
  return section;
}

void add_fact(Document& document, std::string key, std::string label, std::optional<double> value,
              Kind kind) {
  if (value) {
    document.facts.push_back({std::move(key), std::move(label), *value, kind});
  }
}

Document figure_document(std::string_view name, const std::string& title,
                         const std::string& subtitle) {
  Document document;
  document.schema = "dmc.figure/1";
  document.title = title;
  document.lead = {subtitle};
  document.facts = {{"figure", "", name}, {"title", "", title}};
  return document;
}

FigureResult figure_of(std::string_view name, const Chart& chart) {
  FigureResult result{chart_svg(chart), figure_document(name, chart.title, chart.subtitle)};
  result.document.sections = {chart_points(chart)};
  return result;
}

}  // namespace dmc

#include <array>
#include <cmath>

#include "parts.hpp"
#include "rows.hpp"

namespace dmc {
namespace {

using Line = Series::Line;
using Marker = Series::Marker;

constexpr int k_first = 2;  // log₂ of the sizes
constexpr int k_last = 18;

/// A logarithm that the paper may have meant: log n over log₂ n.
struct Base {
  std::string_view name;
  double of_log2;
  Line line;
};
const std::array k_bases{
    Base{"log₂", 1, Line::solid},
    Base{"ln", std::log(2.0), Line::dashed},
    Base{"log₁₀", std::log10(2.0), Line::dash_dot},
};

double coefficient(double n, double dmd, const Base& base) {
  return dmd / (std::pow(n, 1.5) * std::sqrt(std::log2(n) * base.of_log2));
}

Series series_of(const Base& base, Temporaries temporaries, const std::vector<RunRequest>& runs,
                 const std::vector<std::optional<RunResult>>& results) {
  const bool fresh = temporaries == Temporaries::fresh;
  Series series{.name = std::string(base.name) + (fresh ? ", fresh" : ", reused"),
                .points = {},
                .color = fresh ? 0 : 1,
                .line = base.line,
                .marker = fresh ? Marker::circle : Marker::ring};
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (results[i] && runs[i].model.temporaries == temporaries) {
      const auto n = static_cast<double>(runs[i].parameters["n"]);
      series.points.push_back({n, coefficient(n, results[i]->dmd, base)});
    }
  }
  return series;
}

void add_measurements(Chart& chart, const FigureRequest& request) {
  std::vector<RunRequest> runs;
  for (int level = k_first; level <= k_last; ++level) {
    for (const Temporaries temporaries : {Temporaries::fresh, Temporaries::reuse}) {
      Model model;
      model.temporaries = temporaries;
      runs.push_back(a_run("fft", {{"n", std::uint64_t{1} << level}}, model));
    }
  }
  const auto results = measured(runs, request);
  for (const Temporaries temporaries : {Temporaries::fresh, Temporaries::reuse}) {
    for (const Base& base : k_bases) {
      chart.series.push_back(series_of(base, temporaries, runs, results));
    }
  }
}

/// The coefficient of n^1.5 √log₂ n in a formula of this and a multiple of n^1.5: at two sizes, of
/// which √log₂ n is 1 and 2, the other part is the same.
double coefficient_of(std::string_view formula) {
  const auto over_power = [&](double n) {
    return value_of(formula, {{"n", n}}) / std::pow(n, 1.5);
  };
  return over_power(16) - over_power(2);
}

void add_bounds(Chart& chart) {
  for (const std::string_view bound : {"thm3.18.lower.log2", "thm3.18.upper.log2"}) {
    const double printed = coefficient_of(bound);
    chart.series.push_back(
        {.name = "Theorem 3.18: 6.4 to 6.5",
         .points = {{std::ldexp(1.0, k_first), printed}, {std::ldexp(1.0, k_last), printed}},
         .color = 7,
         .line = Line::solid,
         .marker = Marker::none,
         .thin = true});
  }
}

}  // namespace

FigureResult draw_fft_coefficient(const FigureRequest& request) {
  const double limit = coefficient_of("thm3.18.corrected");
  Chart chart{.title = "FFT: the coefficient of n¹·⁵√log n",
              .subtitle =
                  "Measured DMD / (n¹·⁵√log n) for each base of the logarithm, with fresh "
                  "temporaries (as the paper has them) or with their data reused",
              .x = {.label = "n", .key = "n", .scale = Axis::Scale::log2},
              .y = {.label = "coefficient", .key = "coefficient", .min = 2, .max = 16},
              .references = {{"limit for log₂, fresh", Reference::Direction::horizontal, limit}}};
  add_measurements(chart, request);
  std::vector<double> sizes;
  for (const Point& point : chart.series.front().points) {
    sizes.push_back(point.x);
  }
  Section table = chart_table(chart, sizes, Kind::ratio);
  add_bounds(chart);
  FigureResult result = figure_of("fft", chart);
  result.document.sections.insert(result.document.sections.begin(), std::move(table));
  add_fact(result.document, "limit", "limit for log₂ and fresh temporaries, corrected", limit);
  return result;
}

}  // namespace dmc

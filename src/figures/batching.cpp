#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "parts.hpp"
#include "rows.hpp"

namespace dmc {
namespace {

using Line = Series::Line;
using Marker = Series::Marker;

/// A problem of Theorem 3.11: x of c channels of n×n at a time.
struct Batching {
  double n;
  double c;
  double x;
};
constexpr double k_side = 3;       // of the kernel, in both figures
constexpr double k_channels = 10;  // in Figure 3
constexpr double k_image = 1024;   // in Figure 4

double cost_of(std::string_view formula, const Batching& some) {
  return value_of(formula, {{"n", some.n}, {"k", k_side}, {"c", some.c}, {"x", some.x}});
}

RunRequest run_of(const Batching& some) {
  return a_run("batchconv", {{"n", static_cast<std::uint64_t>(some.n)},
                             {"k", static_cast<std::uint64_t>(k_side)},
                             {"c", static_cast<std::uint64_t>(some.c)},
                             {"x", static_cast<std::uint64_t>(some.x)}});
}

/// The batch that costs least by a formula, for c of Figure 4's channels; it divides c.
double best_batch(std::string_view formula, double c) {
  double best = 1;
  for (double x = 2; x <= c; ++x) {
    if (std::fmod(c, x) == 0 &&
        cost_of(formula, {k_image, c, x}) < cost_of(formula, {k_image, c, best})) {
      best = x;
    }
  }
  return best;
}

/// What both figures show: the theorem, its corrected form and measurements, over n or over c.
struct Over {
  std::vector<double> measured;  ///< in ascending order
  std::vector<double> drawn;
  Batching (*at)(double position, bool batched);
};

void add_formula(Chart& chart, const Over& over, const std::string& name, std::string_view formula,
                 bool batched, bool printed) {
  chart.series.push_back(
      {.name = name,
       .points = curve(over.drawn, [&](double x) { return cost_of(formula, over.at(x, batched)); }),
       .color = batched ? 1 : 0,
       .line = printed ? (batched ? Line::dashed : Line::solid) : Line::dotted,
       .marker = Marker::none,
       .thin = !printed});
}

/// Points measured in one batch and channel by channel, at the sizes that both allow.
void add_measurements(Chart& chart, const Over& over, const FigureRequest& request) {
  std::vector<RunRequest> runs;
  for (const bool batched : {false, true}) {
    for (const double x : over.measured) {
      runs.push_back(run_of(over.at(x, batched)));
    }
  }
  const auto results = measured(runs, request);
  const std::size_t sizes = over.measured.size();
  for (const bool batched : {false, true}) {
    Series series{.name = batched ? "x = c, measured" : "x = 1, measured",
                  .points = {},
                  .color = batched ? 1 : 0,
                  .line = Line::none,
                  .marker = batched ? Marker::square : Marker::circle};
    for (std::size_t i = 0; i < sizes; ++i) {
      if (results[i] && results[sizes + i]) {
        series.points.push_back({over.measured[i], results[batched ? sizes + i : i]->dmd});
      }
    }
    chart.series.push_back(std::move(series));
  }
}

void add_curves(Chart& chart, const Over& over, const FigureRequest& request) {
  add_formula(chart, over, "x = 1, printed", "thm3.11", false, true);
  add_formula(chart, over, "x = c, printed", "thm3.11", true, true);
  add_formula(chart, over, "x = 1, corrected", "thm3.11.corrected", false, false);
  add_formula(chart, over, "x = c, corrected", "thm3.11.corrected", true, false);
  add_measurements(chart, over, request);
}

/// Where the two ways cost the same.
std::optional<double> crossover(const Over& over, std::string_view formula, double low) {
  return crossing(
      [&](double x) {
        return cost_of(formula, over.at(x, true)) - cost_of(formula, over.at(x, false));
      },
      low, over.drawn.back());
}

void add_crossovers(FigureResult& result, const Chart& chart, const Over& over, double low,
                    const std::string& symbol) {
  const std::vector<Point>& alone = chart.series[chart.series.size() - 2].points;
  const std::vector<Point>& batched = chart.series.back().points;
  add_fact(result.document, "crossover_printed", fmt::format("equal cost at {}, printed", symbol),
           crossover(over, "thm3.11", low), Kind::ratio);
  add_fact(result.document, "crossover_corrected",
           fmt::format("equal cost at {}, corrected", symbol),
           crossover(over, "thm3.11.corrected", low), Kind::ratio);
  add_fact(result.document, "crossover_measured", fmt::format("equal cost at {}, measured", symbol),
           crossing(alone, batched), Kind::ratio);
}

void mark_crossovers(Chart& chart, const Over& over, double low, const std::string& symbol) {
  for (const auto& [form, formula] :
       {std::pair("printed", "thm3.11"), std::pair("corrected", "thm3.11.corrected")}) {
    if (const auto at = crossover(over, formula, low)) {
      chart.references.push_back(
          {fmt::format("{}: {} = {:.3g}", form, symbol, *at), Reference::Direction::vertical, *at});
    }
  }
}

/// Ratios of the two ways at the sizes that can be measured.
Section size_list(const Chart& chart, const Over& over) {
  Section section{"sizes",
                  "Cost of one batch (x = c) over one channel at a time (x = 1)",
                  {{chart.x.key, chart.x.key, Kind::count, 9},
                   {"dmd_alone", "DMD at x = 1", Kind::magnitude, 5},
                   {"dmd_batched", "DMD at x = c", Kind::magnitude, 5},
                   {"ratio_measured", "measured", Kind::ratio, 8},
                   {"ratio_printed", "printed", Kind::ratio, 7},
                   {"ratio_corrected", "corrected", Kind::ratio, 6}},
                  {}};
  const std::vector<Point>& alone = chart.series[chart.series.size() - 2].points;
  const std::vector<Point>& batched = chart.series.back().points;
  const auto ratio = [&](std::string_view formula, double x) {
    return cost_of(formula, over.at(x, true)) / cost_of(formula, over.at(x, false));
  };
  for (std::size_t i = 0; i < over.measured.size(); ++i) {
    const double x = over.measured[i];
    Row row{{static_cast<std::uint64_t>(x),
             {},
             {},
             {},
             ratio("thm3.11", x),
             ratio("thm3.11.corrected", x)}};
    if (i < alone.size()) {  // sizes that are too large come last
      row.cells[1] = alone[i].y;
      row.cells[2] = batched[i].y;
      row.cells[3] = batched[i].y / alone[i].y;
    }
    section.rows.push_back(std::move(row));
  }
  return section;
}

FigureResult batching(std::string_view name, Chart chart, const Over& over, double low,
                      const FigureRequest& request) {
  add_curves(chart, over, request);
  mark_crossovers(chart, over, low, chart.x.key);
  FigureResult result = figure_of(name, chart);
  add_crossovers(result, chart, over, low, chart.x.key);
  result.document.sections.insert(result.document.sections.begin(), size_list(chart, over));
  return result;
}

/// What the best batch would cost, at numbers of channels with many divisors.
Series best_batches(const std::vector<double>& channels) {
  return {.name = "best x, printed",
          .points = curve(channels,
                          [](double c) {
                            return cost_of("thm3.11", {k_image, c, best_batch("thm3.11", c)});
                          }),
          .color = 7,
          .line = Line::dash_dot,
          .marker = Marker::diamond,
          .thin = true};
}

}  // namespace

FigureResult draw_batching_by_size(const FigureRequest& request) {
  const Over over{.measured = {64, 96, 128, 192, 256, 384, 512, 768, 1024, 1448, 2000},
                  .drawn = geometric(50, 2000, 60),
                  .at = [](double n, bool batched) {
                    return Batching{n, k_channels, batched ? k_channels : 1};
                  }};
  Chart chart{
      .title = "Figure 3: batching over the size of the image",
      .subtitle =
          "k = 3, c = 10 channels: in one batch (x = c) or one at a time (x = 1), Theorem 3.11",
      .x = {.label = "side of the image n",
            .key = "n",
            .scale = Axis::Scale::log10,
            .min = 50,
            .max = 2000},
      .y = {.label = "DMD", .key = "dmd", .scale = Axis::Scale::log10}};
  FigureResult result = batching("3", std::move(chart), over, 64, request);
  const double decrease = 1 - cost_of("thm3.11", {2000, k_channels, k_channels}) /
                                  cost_of("thm3.11", {2000, k_channels, 1});
  add_fact(result.document, "decrease_printed", "saved by batching at n = 2000, printed", decrease,
           Kind::share);
  return result;
}

FigureResult draw_batching_by_channels(const FigureRequest& request) {
  std::vector<double> drawn(100);
  std::iota(drawn.begin(), drawn.end(), 1.0);
  const Over over{.measured = {1, 2, 4, 8, 16, 24, 32, 48, 64, 96},
                  .drawn = std::move(drawn),
                  .at = [](double c, bool batched) {
                    return Batching{k_image, c, batched ? c : 1};
                  }};
  Chart chart{.title = "Figure 4: batching over the number of channels",
              .subtitle =
                  "n = 1024, k = 3: c channels in one batch (x = c) or one at a time "
                  "(x = 1), Theorem 3.11",
              .x = {.label = "channels c", .key = "c", .min = 0, .max = 100},
              .y = {.label = "DMD", .key = "dmd"},
              .series = {best_batches(over.measured)}};
  FigureResult result = batching("4", std::move(chart), over, 2, request);
  add_fact(result.document, "best_x_printed", "best x for 64 channels, printed",
           best_batch("thm3.11", 64));
  add_fact(result.document, "best_x_corrected", "best x for 64 channels, corrected",
           best_batch("thm3.11.corrected", 64));
  return result;
}

}  // namespace dmc

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "dmc/report/tune_report.hpp"

#include "tune_parts.hpp"

// The curves behind the answers of dmc tune.
namespace dmc {
namespace {

double number(std::uint64_t value) {
  return static_cast<double>(value);
}

Axis cost_axis() {
  return {.label = "DMD", .key = "cost", .scale = Axis::Scale::log10};
}

/// One curve a source, over the first tuned parameter; of tiles the cubes alone.
void add_sources(Chart& chart, const Tuning& tuning, const TuneTable& table) {
  const std::string suffix = table.is_scaled ? ", smaller problem" : "";
  for (std::size_t i = 0; i < table.sources.size(); ++i) {
    Series series{.name = source_text(table.sources[i]) + suffix, .points = {}};
    for (const TuneRow& row : table.rows) {
      const bool on_line =
          std::all_of(tuning.tuned.begin(), tuning.tuned.end(), [&](std::string_view name) {
            return row.parameters[name] == row.parameters[tuning.tuned.front()];
          });
      if (on_line) {
        series.points.push_back({number(row.parameters[tuning.tuned.front()]), row.costs[i]});
      }
    }
    chart.series.push_back(std::move(series));
  }
}

/// One curve for each value of the first tuned parameter, over the second.
void add_grid(Chart& chart, const Tuning& tuning, const TuneTable& table) {
  std::map<std::uint64_t, Series> curves;
  const std::size_t source = best_source(table);
  for (const TuneRow& row : table.rows) {
    const std::uint64_t first = row.parameters[tuning.tuned[0]];
    Series& series = curves[first];
    series.name = fmt::format("{} = {}", tuning.tuned[0], first);
    series.points.push_back({number(row.parameters[tuning.tuned[1]]), row.costs[source]});
  }
  for (auto& [first, series] : curves) {
    chart.series.push_back(std::move(series));
  }
}

void mark_best(Chart& chart, const Tuning& tuning, const TuneTable& table) {
  const std::size_t source = best_source(table);
  const TuneRow& best = table.rows[table.sources[source].best];
  const std::string_view name = tuning.tuned.size() == 2 ? tuning.tuned[1] : tuning.tuned[0];
  const bool off_line = tuning.tuned.size() == 3 && !best.parameters.has("tile");
  if (!off_line) {
    chart.annotations.push_back({tuned_text(tuning, best.parameters),
                                 {number(best.parameters[name]), best.costs[source]},
                                 Annotation::Side::below});
  }
}

/// Up to twice what was measured, or where the last two cross.
double last_size(const CrossoverResult& result) {
  std::uint64_t last = result.sources.front().rows.back().at;
  for (const CrossoverSource& source : result.sources) {
    for (const Crossing& crossing : source.crossings) {
      last = std::max(last, crossing.after);
    }
  }
  return 2 * number(last);
}

}  // namespace

Chart tune_chart(const TuneResult& result) {
  const Tuning& tuning = *result.tuning;
  const bool is_grid = tuning.tuned.size() == 2;
  const std::string x(is_grid ? tuning.tuned[1] : tuning.tuned[0]);
  const std::string label = tuning.tuned.size() == 3 ? "side of a tile" : x;
  Chart chart{
      .title = fmt::format("tune {}: {}", tuning.name, problem_text(tuning, result.tables.front())),
      .subtitle = std::string(tuning.summary),
      .x = {.label = label, .key = x, .scale = Axis::Scale::log2},
      .y = cost_axis()};
  for (const TuneTable& table : result.tables) {
    if (table.sources.empty()) {
      continue;
    }
    if (is_grid) {
      add_grid(chart, tuning, table);
    } else {
      add_sources(chart, tuning, table);
    }
    mark_best(chart, tuning, table);
    if (table.plain) {
      chart.references.push_back({fmt::format("{} without blocks", table.plain->kernel->name),
                                  Reference::Direction::horizontal,
                                  table.plain->dmd + table.plain->cold_cost});
    }
  }
  chart.notes = tune_answer(result);
  return chart;
}

Chart crossover_chart(const CrossoverResult& result) {
  Chart chart{.title = fmt::format("{} against {} over {}", side_text(result.sides[1]),
                                   side_text(result.sides[0]), result.over),
              .x = {.label = result.over, .key = result.over, .scale = Axis::Scale::log2},
              .y = {.label = "DMD, second over first", .key = "ratio", .scale = Axis::Scale::log10},
              .references = {{"equal cost", Reference::Direction::horizontal, 1}}};
  const double last = last_size(result);
  for (const CrossoverSource& source : result.sources) {
    const bool measured = source.formulas[0] == nullptr;
    Series series{.name = measured ? "measured" : std::string(to_string(source.formulas[0]->form)),
                  .points = {},
                  .marker = measured ? Series::Marker::circle : Series::Marker::none};
    for (const CrossoverRow& row : source.rows) {
      if (number(row.at) <= last) {
        series.points.push_back({number(row.at), row.costs[1] / row.costs[0]});
      }
    }
    chart.series.push_back(std::move(series));
  }
  chart.notes = crossover_answer(result);
  return chart;
}

Chart budget_chart(const BudgetResult& result) {
  Chart chart{.title = fmt::format("Width d that {:g} DMD allow, l = {}, h = {}", result.budget,
                                   result.problem["l"], result.problem["h"]),
              .x = {.label = "heads in a group", .key = "q", .scale = Axis::Scale::log2},
              .y = {.label = "width of the model d", .key = "d", .min = 0}};
  for (std::size_t i = 0; i < result.formulas.size(); ++i) {
    Series series{.name = std::string(result.formulas[i]->id), .points = {}};
    for (const WidthForBudget& row : result.rows) {
      series.points.push_back({number(row.heads_per_group), row.by_formula[i].value_or(NAN)});
    }
    chart.series.push_back(std::move(series));
  }
  Series measured{.name = "measured", .points = {}, .line = Series::Line::none};
  for (const WidthForBudget& row : result.rows) {
    if (row.measured) {
      measured.points.push_back({number(row.heads_per_group), number(*row.measured)});
    }
  }
  chart.series.push_back(std::move(measured));
  chart.references.push_back(
      {"d = h", Reference::Direction::horizontal, number(result.problem["h"])});
  return chart;
}

}  // namespace dmc

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "parts.hpp"
#include "rows.hpp"

namespace dmc {
namespace {

constexpr std::uint64_t k_image_side = 256;
constexpr std::uint64_t k_widest_kernel = 15;
constexpr std::array<std::string_view, 3> k_classes{"kernel reuses", "row-wise reuses",
                                                    "column-wise reuses"};

double share_of(const RunResult& result, std::string_view name) {
  const auto named = std::find_if(result.named.begin(), result.named.end(),
                                  [name](const NamedTotals& some) { return some.name == name; });
  return named == result.named.end() || result.dmd == 0 ? 0 : named->totals.dmd / result.dmd;
}

/// How much of Theorem 3.10 as printed its first term is: the kernel and row-wise reuses.
Series printed_share() {
  Series series{.name = "first term of Theorem 3.10",
                .points = {},
                .color = 7,
                .line = Series::Line::solid,
                .marker = Series::Marker::diamond,
                .thin = true};
  for (std::uint64_t k = 1; k <= k_widest_kernel; ++k) {
    const auto side = static_cast<double>(k);
    const auto n = static_cast<double>(k_image_side);
    const double near = 2 * std::sqrt(2.0) * side * side * side * n * n;
    series.points.push_back({side, near / value_of("thm3.10", {{"n", n}, {"k", side}})});
  }
  return series;
}

Stack measured_shares(const FigureRequest& request) {
  std::vector<RunRequest> runs;
  for (std::uint64_t k = 1; k <= k_widest_kernel; ++k) {
    runs.push_back(a_run("conv", {{"n", k_image_side}, {"k", k}}));
  }
  const auto results = measured(runs, request);
  Stack stack;
  for (const std::string_view name : k_classes) {
    stack.layers.push_back({std::string(name), {}});
  }
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (results[i]) {
      stack.positions.push_back(static_cast<double>(i + 1));
      for (Stack::Layer& layer : stack.layers) {
        layer.values.push_back(share_of(*results[i], layer.name));
      }
    }
  }
  return stack;
}

Section share_list(const Stack& stack) {
  Section table{"", "Shares of the DMD", {{"", "k", Kind::count, 9}}, {}};
  for (const Stack::Layer& layer : stack.layers) {
    table.columns.push_back({"", layer.name, Kind::share, 8});
  }
  for (std::size_t i = 0; i < stack.positions.size(); ++i) {
    Row row{{static_cast<std::uint64_t>(stack.positions[i])}};
    for (const Stack::Layer& layer : stack.layers) {
      row.cells.emplace_back(layer.values[i]);
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

FigureResult draw_conv_classes(const FigureRequest& request) {
  const Chart chart{
      .title = "Where convolution's cost comes from",
      .subtitle = fmt::format("Measured shares of the DMD at n = {}, R counted; the diamonds say "
                              "how Theorem 3.10 splits it",
                              k_image_side),
      .x = {.label = "side of the kernel k", .key = "k"},
      .y = {.label = "share of the DMD", .key = "share", .min = 0, .max = 1},
      .series = {printed_share()},
      .stack = measured_shares(request)};
  FigureResult result = figure_of("classes", chart);
  result.document.sections.insert(result.document.sections.begin(), share_list(*chart.stack));
  return result;
}

}  // namespace dmc

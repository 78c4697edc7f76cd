#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/analysis/run.hpp"
#include "dmc/figures/figure.hpp"
#include "dmc/formulas/formula.hpp"
#include "dmc/report/chart.hpp"

// What figures have in common.
namespace dmc {

/// A formula at values that need not be whole, its own symbols worked out from them.
[[nodiscard]] double value_of(std::string_view formula, Variables values);

/// A run of a kernel.
[[nodiscard]] RunRequest a_run(std::string_view kernel, const Parameters& parameters,
                               const Model& model = {});

/// The results in the order of the runs; nothing where a run is longer than the request allows.
[[nodiscard]] std::vector<std::optional<RunResult>> measured(const std::vector<RunRequest>& runs,
                                                             const FigureRequest& request);

/// Where `f` changes its sign between `low` and `high`; nothing where it has the same at both.
[[nodiscard]] std::optional<double> crossing(const std::function<double(double)>& f, double low,
                                             double high);

/// Where two curves given by the same positions cross first, as straight lines in logarithms.
[[nodiscard]] std::optional<double> crossing(const std::vector<Point>& a,
                                             const std::vector<Point>& b);

/// `count` values from `first` to `last`, each the same multiple of the one before.
[[nodiscard]] std::vector<double> geometric(double first, double last, std::size_t count);

/// Points of a function.
[[nodiscard]] std::vector<Point> curve(const std::vector<double>& positions,
                                       const std::function<double(double)>& f);

/// A column for each series of the chart, a row for each of the positions; empty where a series has
/// no point there. For people.
[[nodiscard]] Section chart_table(const Chart& chart, const std::vector<double>& positions,
                                  Kind kind);

/// A fact where there is a value, and nothing where there is none.
void add_fact(Document& document, std::string key, std::string label, std::optional<double> value,
              Kind kind = Kind::real);

/// A chart as the result, with the beginning of its document.
[[nodiscard]] FigureResult figure_of(std::string_view name, const Chart& chart);
[[nodiscard]] Document figure_document(std::string_view name, const std::string& title,
                                       const std::string& subtitle);

}  // namespace dmc

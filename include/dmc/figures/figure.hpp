#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "dmc/report/document.hpp"

namespace dmc {

/// How a figure is made.
struct FigureRequest {
  /// Accesses of the longest run made for it: larger sizes are left out, formulas are not. 0: no
  /// run at all.
  std::uint64_t longest = 600'000'000;
  unsigned threads = 1;  ///< runs at a time; the figure does not depend on it
  /// Called now and then with the accesses done so far and in all, by several threads at a time;
  /// may be empty.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

/// A picture and the numbers in it.
struct FigureResult {
  std::string svg;
  Document document;  ///< schema "dmc.figure/1": `figure`, facts, and the `points` that are drawn
};

/// A figure of the paper, or one that holds the paper against measurements.
struct Figure {
  std::string_view name;  ///< "3", "ratios"
  std::string_view summary;
  std::string_view source;  ///< "Figure 3"; what it is about where the paper has no such figure
  bool measures;            ///< whether kernels are run for it
  FigureResult (*draw)(const FigureRequest& request);
};

/// Every figure, those of the paper first.
[[nodiscard]] std::span<const Figure> figures();

/// The figure of that name; throws dmc::Error with the nearest name otherwise.
[[nodiscard]] const Figure& find_figure(std::string_view name);

/// What there is, as a section of a "dmc.list/1" document.
[[nodiscard]] Section figure_list();

}  // namespace dmc

#include "audit_figures.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "dmc/figures/figure.hpp"
#include "dmc/util/progress.hpp"

namespace dmc::cli {
namespace {

/// Beside which claim a figure stands.
struct Placing {
  std::string_view figure;
  std::string_view claim;
};

constexpr std::array k_placings = {
    Placing{"2", "fig2"},      Placing{"3", "fig3"},    Placing{"4", "fig4"},
    Placing{"6", "lem3.16"},   Placing{"7", "lem3.17"}, Placing{"classes", "thm3.10"},
    Placing{"fft", "thm3.18"},
};

// Accesses of the longest run made for a figure. What is drawn shows the course of a curve; the
// audit has measured its end already.
constexpr std::uint64_t k_longest_quick = 2'000'000;
constexpr std::uint64_t k_longest_full = 50'000'000;

bool is_audited(const AuditResult& result, std::string_view id) {
  return std::any_of(result.claims.begin(), result.claims.end(),
                     [&](const ClaimResult& one) { return one.claim->id == id; });
}

PageFigure draw(const Placing& placing, const FigureRequest& request) {
  const Figure& figure = find_figure(placing.figure);
  const std::string longest =
      figure.measures ? fmt::format(" --longest {}", request.longest) : std::string();
  return {.claim = std::string(placing.claim),
          .caption = std::string(figure.source),
          .command = fmt::format("dmc figure {0}{1} -o figure-{0}.svg", figure.name, longest),
          .svg = figure.draw(request).svg};
}

}  // namespace

std::vector<PageFigure> audit_figures(const AuditResult& result, unsigned threads,
                                      const Terminal& messages) {
  Progress progress("figures", messages);
  FigureRequest request;
  request.longest = result.effort == Effort::quick ? k_longest_quick : k_longest_full;
  request.threads = threads;
  request.progress = [&](std::uint64_t done, std::uint64_t total) { progress.report(done, total); };
  std::vector<PageFigure> figures;
  for (const Placing& placing : k_placings) {
    if (is_audited(result, placing.claim)) {
      figures.push_back(draw(placing, request));
    }
  }
  progress.clear();
  return figures;
}

}  // namespace dmc::cli

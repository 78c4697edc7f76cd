#include <array>
#include <span>

#include "parts.hpp"
#include "rows.hpp"

namespace dmc {
namespace {

/// A printed formula, the kernel it is about, and what its size n stands for.
struct Contest {
  std::string_view name;  // in the legend
  std::string_view formula;
  std::string_view kernel;
  std::uint64_t last;  // the largest n, a power of two
  Parameters (*parameters)(std::uint64_t n);
  std::uint64_t block = 1;
};

constexpr std::uint64_t k_first_size = 8;

Parameters conv_parameters(std::uint64_t n) {
  return {{"n", n}, {"k", 3}};
}

const std::array k_contests{
    Contest{"Lemma 3.1, matmul", "lem3.1", "matmul", 256,
            [](std::uint64_t n) {
              return Parameters{{"m", n}, {"n", n}, {"l", n}};
            }},
    Contest{"Lemma 3.3, MHA", "lem3.3.simplified", "mha", 512,
            [](std::uint64_t n) {
              return Parameters{{"l", n / 8}, {"d", n}, {"h", 4}};
            }},
    Contest{"Theorem 3.4, transformer", "thm3.4", "transformer", 256,
            [](std::uint64_t n) {
              return Parameters{{"l", n / 8}, {"d", n}, {"h", 4}, {"layers", 1}, {"vocab", n}};
            }},
    Contest{"Theorem 3.10, conv", "thm3.10", "conv", 2048, conv_parameters},
    Contest{"Theorem 3.11, batching", "thm3.11", "batchconv", 512,
            [](std::uint64_t n) {
              return Parameters{{"n", n}, {"k", 3}, {"c", 10}, {"x", 5}};
            }},
    Contest{"Theorem 3.12, im2col", "thm3.12", "im2col", 1024, conv_parameters},
    Contest{"Theorem 3.18, FFT (log₂)", "thm3.18.upper.log2", "fft", 4096,
            [](std::uint64_t n) {
              return Parameters{{"n", n}};
            }},
    Contest{"Section 3.5.1, FFT conv (log₁₀)", "fftconv.log10", "fftconv", 512, conv_parameters},
    Contest{"Theorem 3.20, conv in blocks of 8", "thm3.20", "conv", 2048, conv_parameters, 8},
};

Series series_of(const Contest& contest, std::span<const std::optional<RunResult>> results) {
  Series series{.name = std::string(contest.name), .points = {}};
  if (contest.block > 1) {
    series.color = 3;  // of convolution without blocks
    series.line = Series::Line::dashed;
    series.marker = Series::Marker::ring;
  }
  std::uint64_t n = k_first_size;
  for (const auto& result : results) {
    if (result) {
      const double printed =
          evaluate(find_formula(contest.formula), result->parameters, result->model);
      series.points.push_back({static_cast<double>(n), result->dmd / printed});
    }
    n *= 2;
  }
  return series;
}

std::vector<Series> measured_ratios(const FigureRequest& request) {
  std::vector<RunRequest> runs;
  std::vector<std::size_t> begins;
  for (const Contest& contest : k_contests) {
    begins.push_back(runs.size());
    for (std::uint64_t n = k_first_size; n <= contest.last; n *= 2) {
      Model model;
      model.block = contest.block;
      runs.push_back(a_run(contest.kernel, contest.parameters(n), model));
    }
  }
  begins.push_back(runs.size());
  const auto results = measured(runs, request);
  std::vector<Series> series;
  for (std::size_t i = 0; i < k_contests.size(); ++i) {
    series.push_back(
        series_of(k_contests[i], std::span(results).subspan(begins[i], begins[i + 1] - begins[i])));
  }
  return series;
}

Section largest_sizes(const std::vector<Series>& ratios) {
  Section table{
      "",
      "measured / printed, at the largest size",
      {{"", "claim", Kind::text, 9}, {"", "n", Kind::count, 7}, {"", "ratio", Kind::ratio, 8}},
      {}};
  for (const Series& series : ratios) {
    if (!series.points.empty()) {
      const Point& last = series.points.back();
      table.rows.push_back({{series.name, static_cast<std::uint64_t>(last.x), last.y}});
    }
  }
  return table;
}

}  // namespace

FigureResult draw_ratios(const FigureRequest& request) {
  const Chart chart{
      .title = "What is measured, as a multiple of what the paper prints",
      .subtitle =
          "k = 3; 10 channels in batches of 5; transformer and MHA with d = n, l = n/8, h = 4",
      .x = {.label = "size n", .key = "n", .scale = Axis::Scale::log2},
      .y = {.label = "measured / printed DMD", .key = "ratio", .scale = Axis::Scale::log10},
      .series = measured_ratios(request),
      .references = {{"as printed", Reference::Direction::horizontal, 1}}};
  FigureResult result = figure_of("ratios", chart);
  result.document.sections.insert(result.document.sections.begin(), largest_sizes(chart.series));
  return result;
}

}  // namespace dmc

#include "dmc/report/analyze_plot.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/cost/miss_ratio.hpp"
#include "dmc/report/analyze_report.hpp"
#include "dmc/util/number.hpp"
#include "dmc/util/printable.hpp"

namespace dmc {
namespace {

constexpr std::size_t k_points_per_octave = 32;
constexpr std::size_t k_most_ticks = 9;

/// A string of gnuplot's without escapes or markup.
std::string gnuplot_quoted(std::string_view text) {
  std::string gnuplot_quoted = "'";
  for (const char c : printable(text)) {
    gnuplot_quoted += c == '\'' ? "''" : std::string(1, c);
  }
  return gnuplot_quoted + "'";
}

/// "512", "4 Ki".
std::string count_text(std::uint64_t count) {
  constexpr std::array<std::string_view, 7> k_prefixes{"",    " Ki", " Mi", " Gi",
                                                       " Ti", " Pi", " Ei"};
  std::size_t prefix = 0;
  for (; count >= 1024 && count % 1024 == 0; count /= 1024) {
    ++prefix;
  }
  return fmt::format("{}{}", count, k_prefixes[prefix]);
}

std::string size_text(std::uint64_t bytes) {
  return count_text(bytes) + (bytes < 1024 ? " B" : "B");
}

/// Labels at powers of two from 2^first to 2^last, as many as find room.
template <class Text>
std::string ticks(std::size_t first, std::size_t last, Text text) {
  const std::size_t step = (last - first) / k_most_ticks + 1;
  std::vector<std::string> labels;
  for (std::size_t k = first; k <= last; k += step) {
    const std::uint64_t at = std::uint64_t{1} << k;
    labels.push_back(fmt::format("{} {}", gnuplot_quoted(text(at)), at));
  }
  return fmt::format("set xtics ({})\n", fmt::join(labels, ", "));
}

/// What both pictures have in common.
std::string head(const AnalyzeResult& result) {
  const std::string sampled = result.estimate ? fmt::format(", ESTIMATE from {} of the data",
                                                            percent(result.estimate->rate))
                                              : "";
  return fmt::format(
      "set terminal svg size 800,720 noenhanced font 'Helvetica,Arial,sans-serif,14' "
      "background '#ffffff'\n"
      "set encoding utf8\n"
      "set multiplot layout 2,1 title {} noenhanced\n"
      "set lmargin 10\nset rmargin 4\n"
      "set border 3\nset tics nomirror out\nset grid ytics lc rgb '#d0d0d0' lw 0.5\n"
      "set logscale x 2\n",
      gnuplot_quoted(fmt::format("{}: {}{}", result.file, analyze_model_text(result), sampled)));
}

/// Bars of reuses by distance, an octave wide, and a line of the same by time.
std::string histogram_plot(const AnalyzeResult& result) {
  const auto reuses = static_cast<double>(std::max<std::uint64_t>(result.total.reuses, 1));
  MagnitudeCounts distances{};
  for (const Histogram::Bin& bin : result.total.histogram.bins) {
    distances[magnitude_of(bin.distance)] += bin.reuses;
  }
  std::size_t last = 1;
  for (std::size_t k = 0; k < distances.size() - 2; ++k) {
    last = distances[k] + result.times[k] == 0 ? last : std::max(last, k);
  }
  std::string script = "$bins << EOD\n";
  for (std::size_t k = 0; k <= last; ++k) {
    script += fmt::format("{} {} {}\n", std::uint64_t{1} << k,
                          100 * static_cast<double>(distances[k]) / reuses,
                          100 * static_cast<double>(result.times[k]) / reuses);
  }
  script += "EOD\n";
  script += fmt::format("set xrange [0.6:{}]\nset yrange [0:*]\n",
                        1.6 * std::ldexp(1, static_cast<int>(last)));
  script += ticks(0, last, count_text);
  script +=
      "set xlabel 'up to so many distinct data (distance), accesses (time)'\n"
      "set ylabel 'reuses (%)'\nset key top right\n"
      "plot $bins using 1:($2/2):($1*0.72):($1*1.38):(0):2 with boxxyerror title 'by distance' "
      "fs solid 0.4 border lc rgb '#404040' fc rgb '#808080', "
      "$bins using 1:3 with linespoints title 'by time' lc rgb '#000000' dt 2 lw 1.5 pt 6 ps 0.6\n";
  return script;
}

/// Points of the curve, close enough to each other to look like all of them, up to a power of two.
std::string curve_points(const AnalyzeResult& result, std::size_t last) {
  const MissRatioCurve curve = miss_ratio_curve(result.total.histogram, result.total.data);
  std::string script = "$curve << EOD\n";
  std::uint64_t before = 0;
  for (std::size_t i = 0; i <= last * k_points_per_octave; ++i) {
    const auto data = static_cast<std::uint64_t>(
        std::exp2(static_cast<double>(i) / static_cast<double>(k_points_per_octave)));
    if (data != before) {
      script +=
          fmt::format("{} {}\n", data * result.request.granule, misses_at(curve, data).miss_ratio);
      before = data;
    }
  }
  return script + "EOD\n";
}

/// The miss ratio as steps.
std::string curve_plot(const AnalyzeResult& result) {
  const std::uint64_t granule = result.request.granule;
  std::uint64_t most = std::max<std::uint64_t>(result.total.max_distance, 2);
  for (const CachePoint& cache : result.caches) {
    most = std::max(most, cache.data);
  }
  const std::size_t last = magnitude_of(most) + 1;
  std::string script = curve_points(result, last) + "$caches << EOD\n";
  for (const CachePoint& cache : result.caches) {
    script += fmt::format("{} {} {}\n", cache.bytes, cache.miss_ratio, cache.error);
  }
  script += "EOD\n";
  const auto first_tick = static_cast<std::size_t>(std::countr_zero(granule));
  const bool is_bytes = result.unit != AddressUnit::id;
  script +=
      fmt::format("set xrange [{}:{}]\nset yrange [0:1.02]\n", 0.8 * static_cast<double>(granule),
                  static_cast<double>(granule) * std::ldexp(1, static_cast<int>(last)));
  script += ticks(first_tick, first_tick + last, [&](std::uint64_t size) {
    return is_bytes ? size_text(size) : count_text(size);
  });
  script += fmt::format(
      "set xlabel {}\nset ylabel 'miss ratio'\n",
      gnuplot_quoted(is_bytes ? "size of an LRU cache" : "size of an LRU cache, in data"));
  script += "plot $curve using 1:2 with steps notitle lc rgb '#000000' lw 2";
  if (!result.caches.empty()) {
    script +=
        fmt::format(", $caches using 1:2{} title 'sizes asked for' lc rgb '#000000' pt 7 ps 0.8",
                    result.estimate ? ":3 with yerrorbars" : " with points");
  }
  return script + "\nunset multiplot\n";
}

}  // namespace

std::string analyze_plot_script(const AnalyzeResult& result) {
  return head(result) + histogram_plot(result) + curve_plot(result);
}

}  // namespace dmc

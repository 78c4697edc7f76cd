#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "dmc/figures/figure.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/names.hpp"

#include "rows.hpp"

namespace dmc {
namespace {

constexpr std::array k_figures{
    Figure{"2", "width of a model that a fixed cost allows", "Figure 2", false, draw_group_size},
    Figure{"3", "batched convolution over the size of the image", "Figure 3", true,
           draw_batching_by_size},
    Figure{"4", "batched convolution over the number of channels", "Figure 4", true,
           draw_batching_by_channels},
    Figure{"6", "which calls of FFT(16) reuse omega[0]", "Figure 6", true, draw_reuses_of_root_0},
    Figure{"7", "which calls of FFT(16) reuse omega[4]", "Figure 7", true, draw_reuses_of_root_4},
    Figure{"ratios", "measured over printed, for each theorem", "all theorems", true, draw_ratios},
    Figure{"classes", "shares of convolution's classes of reuses", "Theorem 3.10", true,
           draw_conv_classes},
    Figure{"fft", "FFT's coefficient, for each base of the logarithm", "Theorem 3.18", true,
           draw_fft_coefficient},
};

}  // namespace

std::span<const Figure> figures() {
  return k_figures;
}

const Figure& find_figure(std::string_view name) {
  const std::string id = statement_id(name);
  std::vector<std::string_view> names;
  for (const Figure& figure : k_figures) {
    if (figure.name == id || id == fmt::format("fig{}", figure.name)) {
      return figure;
    }
    names.push_back(figure.name);
  }
  throw Error(unknown_name("figure", name, names));
}

Section figure_list() {
  Section section{"figures",
                  "Figures",
                  {{"name", "figure", Kind::text, 9},
                   {"summary", "what it shows", Kind::text, 8, 24},
                   {"source", "source", Kind::text, 6},
                   {"measures", ""}},
                  {}};
  for (const Figure& figure : k_figures) {
    section.rows.push_back({{figure.name, figure.summary, figure.source, figure.measures}});
  }
  return section;
}

}  // namespace dmc

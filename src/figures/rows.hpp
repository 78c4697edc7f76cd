#pragma once

#include "dmc/figures/figure.hpp"

namespace dmc {

// One function a figure; figures that show one thing in two ways share a file.
[[nodiscard]] FigureResult draw_group_size(const FigureRequest& request);            // Figure 2
[[nodiscard]] FigureResult draw_batching_by_size(const FigureRequest& request);      // Figure 3
[[nodiscard]] FigureResult draw_batching_by_channels(const FigureRequest& request);  // Figure 4
[[nodiscard]] FigureResult draw_reuses_of_root_0(const FigureRequest& request);      // Figure 6
[[nodiscard]] FigureResult draw_reuses_of_root_4(const FigureRequest& request);      // Figure 7
[[nodiscard]] FigureResult draw_ratios(const FigureRequest& request);
[[nodiscard]] FigureResult draw_conv_classes(const FigureRequest& request);
[[nodiscard]] FigureResult draw_fft_coefficient(const FigureRequest& request);

}  // namespace dmc

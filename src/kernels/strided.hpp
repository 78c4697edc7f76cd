#pragma once

#include <cstdint>
#include <string_view>

#include "dmc/kernels/kernel.hpp"

namespace dmc {

/// Windows of a k×k kernel over an n×n image, `stride` apart, whose elements are `dilation` apart.
/// Window i takes the rows i·stride + y·dilation of the image, and columns alike.
struct StridedWindows {
  explicit StridedWindows(const Parameters& parameters)
      : n(parameters["n"]),
        k(parameters["k"]),
        stride(parameters["stride"]),
        dilation(parameters["dilation"]) {}

  /// Rows that a window reaches over.
  [[nodiscard]] Count extent() const { return Count(k - 1) * dilation + 1; }
  /// Windows along a side; they must fit.
  [[nodiscard]] std::uint64_t outputs() const { return (n - extent().value()) / stride + 1; }
  /// Rows of the image that some window takes.
  [[nodiscard]] Count rows() const;
  /// Rows from the first to the last of these.
  [[nodiscard]] Count reach() const { return Count(outputs() - 1) * stride + extent(); }

  std::uint64_t n;
  std::uint64_t k;
  std::uint64_t stride;
  std::uint64_t dilation;
};

/// Throws dmc::Error where a window reaches over the image's edge.
void check_windows(const StridedWindows& windows);

/// The plan of an image of c channels whose windows are taken `accesses` times in all.
[[nodiscard]] ArrayPlan plan_image(const StridedWindows& windows, std::uint64_t channels,
                                   std::uint64_t layout, Count accesses);

/// How arrays of channels are laid out, by the index of --layout.
inline constexpr std::uint64_t k_channels_first = 0;
inline constexpr std::string_view k_channel_layouts[] = {"nchw", "nhwc"};

/// Offsets of elements (channel, row, column) of `channels` planes of side² elements.
struct ChannelLayout {
  std::uint64_t channels;
  std::uint64_t side;
  std::uint64_t layout;

  [[nodiscard]] std::uint64_t operator()(std::uint64_t channel, std::uint64_t row,
                                         std::uint64_t column) const {
    return layout == k_channels_first ? (channel * side + row) * side + column
                                      : (row * side + column) * channels + channel;
  }
};

/// The elements of an input, `sets` of that shape one after the other: (channel, row, column) has
/// the number it has with channels first, so that both layouts are given the same problem.
[[nodiscard]] std::vector<double> channel_input(const InputData& input, std::string_view array,
                                                const ChannelLayout& at, std::uint64_t sets = 1);

}  // namespace dmc

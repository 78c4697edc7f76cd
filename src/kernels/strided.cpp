#include "strided.hpp"

#include <numeric>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

namespace dmc {

/// A row i·s + y·e is taken by window i; also by window i + e' in its row y − s', where s' and e'
/// are s and e without their common divisor. So each row is counted once by its first window.
Count StridedWindows::rows() const {
  const std::uint64_t divisor = std::gcd(stride, dilation);
  const std::uint64_t later = dilation / divisor;
  const std::uint64_t above = stride / divisor;
  const std::uint64_t windows = outputs();
  if (windows <= later || k <= above) {
    return Count(windows) * k;
  }
  return (Count(windows) * k).value() - (Count(windows - later) * (k - above)).value();
}

void check_windows(const StridedWindows& windows) {
  if (windows.extent().value() > windows.n) {
    throw Error(fmt::format(
        "--k {} with --dilation {} reaches over {} rows, and the image has {} (--n): give a "
        "smaller --k or --dilation, from 1, or a larger --n",
        windows.k, windows.dilation, windows.extent().value(), windows.n));
  }
}

ArrayPlan plan_image(const StridedWindows& windows, std::uint64_t channels, std::uint64_t layout,
                     Count accesses) {
  const Count side = windows.rows();
  const Count size = side * side * channels;
  const ChannelLayout at{channels, windows.n, layout};
  const std::uint64_t last = windows.reach().value() - 1;
  return {.name = "I",
          .size = size,
          .accesses = accesses,
          .span = Count(at(channels - 1, last, last)) + 1};
}

std::vector<double> channel_input(const InputData& input, std::string_view array,
                                  const ChannelLayout& at, std::uint64_t sets) {
  std::vector<double> values = input.fill(array, sets * at.channels * at.side * at.side);
  if (at.layout == k_channels_first) {
    return values;
  }
  std::vector<double> placed(values.size());
  auto next = values.begin();
  const std::uint64_t size = at.channels * at.side * at.side;
  for (std::uint64_t set = 0; set < sets; ++set) {
    for (std::uint64_t channel = 0; channel < at.channels; ++channel) {
      for (std::uint64_t row = 0; row < at.side; ++row) {
        for (std::uint64_t column = 0; column < at.side; ++column, ++next) {
          placed[set * size + at(channel, row, column)] = *next;
        }
      }
    }
  }
  return placed;
}

}  // namespace dmc

#include <array>

#include "multiply.hpp"
#include "parameters.hpp"
#include "rows.hpp"
#include "strided.hpp"

namespace dmc {
namespace {

constexpr std::array k_parameters{
    Parameter{.name = "n", .meaning = "side of the image", .fallback = 64},
    Parameter{.name = "k", .meaning = "side of the kernels, at most n", .fallback = 3},
    Parameter{.name = "c", .meaning = "channels, each with a kernel of its own", .fallback = 8},
    Parameter{.name = "stride", .meaning = "rows and columns between windows", .fallback = 1},
    Parameter{.name = "dilation",
              .meaning = "rows and columns of the image between a window's elements",
              .fallback = 1},
    Parameter{.name = "layout",
              .meaning = "channels outermost (nchw) or innermost (nhwc) in memory",
              .fallback = k_channels_first,
              .min = 0,
              .max = 1,
              .choices = k_channel_layouts},
};

Parameters resolve(const Parameters& given) {
  Parameters all = complete(k_parameters, given);
  check_fits(all["k"], all["n"], "--n");
  check_windows(StridedWindows(all));
  return all;
}

Plan plan(const Parameters& parameters) {
  const StridedWindows windows(parameters);
  const Count c = parameters["c"];
  const Count results = c * windows.outputs() * windows.outputs();
  const Count window = Count(windows.k) * windows.k;
  return {.arrays = {{.name = "K", .size = c * window, .accesses = results * window},
                     plan_image(windows, parameters["c"], parameters["layout"], results * window),
                     {.name = "R", .size = results, .accesses = results}}};
}

struct Arrays {
  StridedWindows windows;
  ChannelLayout kernel_at;
  ChannelLayout image_at;
  ChannelLayout result_at;
  Traced<double> kernel;
  Traced<double> image;
  Traced<double> result;
};

void element(Arrays& arrays, std::uint64_t channel, std::uint64_t i, std::uint64_t j) {
  const StridedWindows& windows = arrays.windows;
  double sum = 0;
  for (std::uint64_t y = 0; y < windows.k; ++y) {
    for (std::uint64_t x = 0; x < windows.k; ++x) {
      const double weight = arrays.kernel.read(arrays.kernel_at(channel, y, x));
      const double pixel =
          arrays.image.read(arrays.image_at(channel, i * windows.stride + y * windows.dilation,
                                            j * windows.stride + x * windows.dilation));
      sum += weight * pixel;
    }
  }
  arrays.result.write(arrays.result_at(channel, i, j), sum);
}

void run_channels_first(Arrays& arrays, Tracer& tracer, LoopLabels loops, Label channels) {
  const std::uint64_t m = arrays.windows.outputs();
  for (const auto channel : tracer.loop(channels, arrays.image_at.channels)) {
    for (const auto i : tracer.loop(loops.i, m)) {
      for (const auto j : tracer.loop(loops.j, m)) {
        element(arrays, channel, i, j);
      }
    }
  }
}

void run_channels_last(Arrays& arrays, Tracer& tracer, LoopLabels loops, Label channels) {
  const std::uint64_t m = arrays.windows.outputs();
  for (const auto i : tracer.loop(loops.i, m)) {
    for (const auto j : tracer.loop(loops.j, m)) {
      for (const auto channel : tracer.loop(channels, arrays.image_at.channels)) {
        element(arrays, channel, i, j);
      }
    }
  }
}

std::vector<double> run(const Parameters& parameters, Tracer& tracer, const InputData& input) {
  const StridedWindows windows(parameters);
  const std::uint64_t c = parameters["c"];
  const std::uint64_t m = windows.outputs();
  const std::uint64_t layout = parameters["layout"];
  const LoopLabels loops(tracer);
  Arrays arrays{.windows = windows,
                .kernel_at = {c, windows.k, layout},
                .image_at = {c, windows.n, layout},
                .result_at = {c, m, layout},
                .kernel = tracer.array<double>("K", c * windows.k * windows.k),
                .image = tracer.array<double>("I", c * windows.n * windows.n),
                .result = tracer.array<double>("R", c * m * m)};
  arrays.kernel.values() = channel_input(input, "K", arrays.kernel_at);
  arrays.image.values() = channel_input(input, "I", arrays.image_at);
  const auto run_layout = layout == k_channels_first ? &run_channels_first : &run_channels_last;
  run_layout(arrays, tracer, loops, tracer.label("channel"));
  return arrays.result.values();
}

}  // namespace

Kernel depthwise_kernel() {
  return {.name = "depthwise",
          .summary = "depthwise convolution: each channel with a kernel of its own",
          .source = "Howard et al., 2017",
          .task = "depthwise convolution",
          .parameters = k_parameters,
          .arrays = {"K", "I", "R"},
          .classes = {{"kernel reuses", "", {"K"}},
                      {"row-wise reuses", "", {"I"}, {"j"}},
                      {"column-wise reuses", "", {"I"}, {"i"}}},
          .resolve = resolve,
          .plan = plan,
          .run = run};
}

}  // namespace dmc

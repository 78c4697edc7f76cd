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
    Parameter{.name = "c", .meaning = "channels of the image", .fallback = 8},
    Parameter{.name = "f", .meaning = "kernels, which are channels of the result", .fallback = 8},
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
  const Count f = parameters["f"];
  const Count results = f * windows.outputs() * windows.outputs();
  const Count window = Count(parameters["c"]) * windows.k * windows.k;
  return {.arrays = {{.name = "K", .size = f * window, .accesses = results * window},
                     plan_image(windows, parameters["c"], parameters["layout"], results * window),
                     {.name = "R", .size = results, .accesses = results}}};
}

class MultiConvolution {
 public:
  MultiConvolution(const Parameters& parameters, Tracer& tracer, const InputData& input);
  std::vector<double> run();

 private:
  void channels_first();
  void channels_last();
  void element(std::uint64_t f, std::uint64_t i, std::uint64_t j);
  [[nodiscard]] double product(std::uint64_t f, std::uint64_t channel, std::uint64_t i,
                               std::uint64_t j, std::uint64_t y, std::uint64_t x) const;

  Tracer& tracer_;
  StridedWindows windows_;
  std::uint64_t channels_;
  std::uint64_t kernels_;
  std::uint64_t layout_;
  ChannelLayout kernel_at_;
  ChannelLayout image_at_;
  ChannelLayout result_at_;
  LoopLabels loops_;
  Label kernel_loop_;
  Traced<double> kernel_;
  Traced<double> image_;
  Traced<double> result_;
};

MultiConvolution::MultiConvolution(const Parameters& parameters, Tracer& tracer,
                                   const InputData& input)
    : tracer_(tracer),
      windows_(parameters),
      channels_(parameters["c"]),
      kernels_(parameters["f"]),
      layout_(parameters["layout"]),
      kernel_at_{channels_, windows_.k, layout_},
      image_at_{channels_, windows_.n, layout_},
      result_at_{kernels_, windows_.outputs(), layout_},
      loops_(tracer),
      kernel_loop_(tracer.label("f")),
      kernel_(tracer.array<double>("K", kernels_ * channels_ * windows_.k * windows_.k)),
      image_(tracer.array<double>("I", channels_ * windows_.n * windows_.n)),
      result_(tracer.array<double>("R", kernels_ * windows_.outputs() * windows_.outputs())) {
  kernel_.values() = channel_input(input, "K", kernel_at_, kernels_);
  image_.values() = channel_input(input, "I", image_at_);
}

std::vector<double> MultiConvolution::run() {
  if (layout_ == k_channels_first) {
    channels_first();
  } else {
    channels_last();
  }
  return result_.values();
}

void MultiConvolution::channels_first() {
  for (const auto f : tracer_.loop(kernel_loop_, kernels_)) {
    for (const auto i : tracer_.loop(loops_.i, windows_.outputs())) {
      for (const auto j : tracer_.loop(loops_.j, windows_.outputs())) {
        element(f, i, j);
      }
    }
  }
}

void MultiConvolution::channels_last() {
  for (const auto i : tracer_.loop(loops_.i, windows_.outputs())) {
    for (const auto j : tracer_.loop(loops_.j, windows_.outputs())) {
      for (const auto f : tracer_.loop(kernel_loop_, kernels_)) {
        element(f, i, j);
      }
    }
  }
}

/// The loops over a window go through memory in order in either layout.
void MultiConvolution::element(std::uint64_t f, std::uint64_t i, std::uint64_t j) {
  const std::uint64_t k = windows_.k;
  double sum = 0;
  if (layout_ == k_channels_first) {
    for (std::uint64_t channel = 0; channel < channels_; ++channel) {
      for (std::uint64_t y = 0; y < k; ++y) {
        for (std::uint64_t x = 0; x < k; ++x) {
          sum += product(f, channel, i, j, y, x);
        }
      }
    }
  } else {
    for (std::uint64_t y = 0; y < k; ++y) {
      for (std::uint64_t x = 0; x < k; ++x) {
        for (std::uint64_t channel = 0; channel < channels_; ++channel) {
          sum += product(f, channel, i, j, y, x);
        }
      }
    }
  }
  result_.write(result_at_(f, i, j), sum);
}

double MultiConvolution::product(std::uint64_t f, std::uint64_t channel, std::uint64_t i,
                                 std::uint64_t j, std::uint64_t y, std::uint64_t x) const {
  const std::uint64_t kernel_size = channels_ * windows_.k * windows_.k;
  const double weight = kernel_.read(f * kernel_size + kernel_at_(channel, y, x));
  const double pixel = image_.read(image_at_(channel, i * windows_.stride + y * windows_.dilation,
                                             j * windows_.stride + x * windows_.dilation));
  return weight * pixel;
}

std::vector<double> run(const Parameters& parameters, Tracer& tracer, const InputData& input) {
  return MultiConvolution(parameters, tracer, input).run();
}

}  // namespace

Kernel multiconv_kernel() {
  return {.name = "multiconv",
          .summary = "convolution with several kernels over all channels, with stride and dilation",
          .source = "Section 3.3",
          .task = "convolution with several kernels",
          .parameters = k_parameters,
          .arrays = {"K", "I", "R"},
          .classes = {{"kernel reuses", "", {"K"}},
                      {"row-wise reuses", "", {"I"}, {"j"}},
                      {"column-wise reuses", "", {"I"}, {"i"}},
                      {"reuses between kernels", "", {"I"}, {"f"}}},
          .resolve = resolve,
          .plan = plan,
          .run = run};
}

}  // namespace dmc

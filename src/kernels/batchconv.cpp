#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

#include "multiply.hpp"
#include "parameters.hpp"
#include "rows.hpp"

namespace dmc {
namespace {

constexpr std::array<std::string_view, 2> k_layouts{"nchw", "nhwc"};
constexpr std::uint64_t k_nchw = 0;

constexpr std::array k_parameters{
    Parameter{.name = "n", .meaning = "side of the image", .fallback = 128},
    Parameter{.name = "k", .meaning = "side of the kernel, at most n", .fallback = 3},
    Parameter{.name = "c", .meaning = "channels of the image and the kernel", .fallback = 8},
    Parameter{.name = "x",
              .meaning = "channels in a batch, at most c; all of them unless given",
              .fallback = 8,
              .derived = true},
    Parameter{.name = "layout",
              .meaning = "channels outermost (nchw) or innermost (nhwc) in memory",
              .fallback = k_nchw,
              .min = 0,
              .max = 1,
              .choices = k_layouts},
};

Parameters resolve(const Parameters& given) {
  Parameters all = complete(k_parameters, given);
  if (!given.has("x")) {
    all.set("x", all["c"]);
  }
  check_fits(all["k"], all["n"], "--n");
  if (all["x"] > all["c"]) {
    throw Error(fmt::format("--x {} is more than there are channels: it must be from 1 to {} (--c)",
                            all["x"], all["c"]));
  }
  return all;
}

Plan plan(const Parameters& parameters) {
  const std::uint64_t batches = (parameters["c"] - 1) / parameters["x"] + 1;
  const Count n = parameters["n"];
  const Count k = parameters["k"];
  const Count c = parameters["c"];
  const Count m = parameters["n"] - parameters["k"] + 1;
  return {
      .arrays = {{.name = "K", .size = c * k * k, .accesses = c * k * k * m * m},
                 {.name = "I", .size = c * n * n, .accesses = c * k * k * m * m},
                 // Every batch but the first reads what it adds to.
                 {.name = "R", .size = m * m, .accesses = m * m * (Count(2) * (batches - 1) + 1)}}};
}

/// The same problem in either layout: element (channel, y, x) has the number it has under nchw.
std::vector<double> filled(const InputData& input, std::string_view array, std::uint64_t side,
                           std::uint64_t channels, std::uint64_t layout) {
  std::vector<double> values = input.fill(array, channels * side * side);
  if (layout == k_nchw) {
    return values;
  }
  std::vector<double> transposed(values.size());
  for (std::uint64_t channel = 0; channel < channels; ++channel) {
    for (std::uint64_t pixel = 0; pixel < side * side; ++pixel) {
      transposed[pixel * channels + channel] = values[channel * side * side + pixel];
    }
  }
  return transposed;
}

/// The channels of one batch, and the arrays they are read from.
struct BatchView {
  const Traced<double>& kernel;
  const Traced<double>& image;
  std::uint64_t n;
  std::uint64_t k;
  std::uint64_t channels;
  std::uint64_t first;
  std::uint64_t last;
};

double window_nchw(const BatchView& batch, std::uint64_t i, std::uint64_t j) {
  double sum = 0;
  for (std::uint64_t channel = batch.first; channel < batch.last; ++channel) {
    for (std::uint64_t y = 0; y < batch.k; ++y) {
      for (std::uint64_t x = 0; x < batch.k; ++x) {
        const double weight = batch.kernel.read((channel * batch.k + y) * batch.k + x);
        const double pixel = batch.image.read((channel * batch.n + i + y) * batch.n + j + x);
        sum += weight * pixel;
      }
    }
  }
  return sum;
}

double window_nhwc(const BatchView& batch, std::uint64_t i, std::uint64_t j) {
  double sum = 0;
  for (std::uint64_t y = 0; y < batch.k; ++y) {
    for (std::uint64_t x = 0; x < batch.k; ++x) {
      for (std::uint64_t channel = batch.first; channel < batch.last; ++channel) {
        const double weight = batch.kernel.read((y * batch.k + x) * batch.channels + channel);
        const double pixel =
            batch.image.read(((i + y) * batch.n + j + x) * batch.channels + channel);
        sum += weight * pixel;
      }
    }
  }
  return sum;
}

std::vector<double> run(const Parameters& parameters, Tracer& tracer, const InputData& input) {
  const std::uint64_t n = parameters["n"];
  const std::uint64_t k = parameters["k"];
  const std::uint64_t c = parameters["c"];
  const std::uint64_t x = parameters["x"];
  const std::uint64_t layout = parameters["layout"];
  const std::uint64_t m = n - k + 1;
  const LoopLabels loops(tracer);
  auto kernel = tracer.array<double>("K", c * k * k);
  auto image = tracer.array<double>("I", c * n * n);
  auto result = tracer.matrix<double>("R", m, m);
  kernel.values() = filled(input, "K", k, c, layout);
  image.values() = filled(input, "I", n, c, layout);
  for (const auto first : tracer.loop("batch", 0, c, x)) {
    const BatchView batch{kernel, image, n, k, c, first, std::min(first + x, c)};
    for (const auto i : tracer.loop(loops.i, m)) {
      for (const auto j : tracer.loop(loops.j, m)) {
        const double sum = layout == k_nchw ? window_nchw(batch, i, j) : window_nhwc(batch, i, j);
        const double before = first > 0 ? result.read(i, j) : 0.0;
        result.write(i, j, before + sum);
      }
    }
  }
  return result.values();
}

}  // namespace

Kernel batchconv_kernel() {
  return {.name = "batchconv",
          .summary = "convolution of several channels, some of them at a time",
          .source = "Section 3.3, Theorem 3.11",
          .task = "convolution of an image of several channels",
          .parameters = k_parameters,
          .arrays = {"K", "I", "R"},
          .classes = {{"kernel reuses", "Lemma 3.7", {"K"}},
                      {"row-wise reuses", "Lemma 3.8", {"I"}, {"j"}},
                      {"column-wise reuses", "Lemma 3.9", {"I"}, {"i"}},
                      {"result reuses", "Theorem 3.11", {"R"}, {"batch"}}},
          .resolve = resolve,
          .plan = plan,
          .run = run};
}

}  // namespace dmc

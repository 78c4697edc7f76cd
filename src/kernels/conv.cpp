#include <algorithm>
#include <array>

#include "dmc/util/error.hpp"

#include "multiply.hpp"
#include "parameters.hpp"
#include "rows.hpp"

namespace dmc {
namespace {

constexpr std::array k_parameters{
    Parameter{.name = "n",
              .meaning = "side of a square image: sets h and w",
              .fallback = 512,
              .derived = true},
    Parameter{.name = "h",
              .meaning = "rows of the image, in place of n",
              .fallback = 512,
              .derived = true},
    Parameter{.name = "w",
              .meaning = "columns of the image, in place of n",
              .fallback = 512,
              .derived = true},
    Parameter{.name = "k", .meaning = "side of the kernel, at most h and w", .fallback = 3},
};

/// A square image has `n` beside `h` and `w`, so that what is said of squares can be evaluated.
/// Such a complete set is accepted back; `n` with other sides is a contradiction.
Parameters resolve(const Parameters& given) {
  Parameters all = complete(k_parameters, given);
  const bool h = given.has("h");
  const bool w = given.has("w");
  if (given.has("n") && (h || w) &&
      !(h && w && given["h"] == given["n"] && given["w"] == given["n"])) {
    throw Error(
        "--n sets both sides of the image, so --h and --w cannot be given with it: give "
        "either --n, or --h and --w");
  }
  if (h != w) {
    throw Error(h ? "--h needs --w as well: give both, or --n for a square image"
                  : "--w needs --h as well: give both, or --n for a square image");
  }
  if (!h) {
    const std::uint64_t n = given.has("n") ? given["n"] : k_parameters[0].fallback;
    all.set("h", n);
    all.set("w", n);
  }
  if (all["h"] == all["w"]) {
    all.set("n", all["h"]);
  }
  check_fits(all["k"], std::min(all["h"], all["w"]), h ? "the smaller of --h and --w" : "--n");
  return all;
}

Plan plan(const Parameters& parameters) {
  const Count k = parameters["k"];
  const Count windows =
      Count(parameters["h"] - parameters["k"] + 1) * Count(parameters["w"] - parameters["k"] + 1);
  return {.arrays = {{.name = "K", .size = k * k, .accesses = k * k * windows},
                     {.name = "I",
                      .size = Count(parameters["h"]) * parameters["w"],
                      .accesses = k * k * windows},
                     {.name = "R", .size = windows, .accesses = windows}}};
}

std::vector<double> run(const Parameters& parameters, Tracer& tracer, const InputData& input) {
  const std::uint64_t h = parameters["h"];
  const std::uint64_t w = parameters["w"];
  const std::uint64_t k = parameters["k"];
  const LoopLabels loops(tracer);
  auto kernel = tracer.matrix<double>("K", k, k);
  auto image = tracer.matrix<double>("I", h, w);
  auto result = tracer.matrix<double>("R", h - k + 1, w - k + 1);
  kernel.values() = input.fill("K", k * k);
  image.values() = input.fill("I", h * w);
  for (const auto i : tracer.loop(loops.i, h - k + 1)) {
    for (const auto j : tracer.loop(loops.j, w - k + 1)) {
      double sum = 0;
      for (std::uint64_t y = 0; y < k; ++y) {
        for (std::uint64_t x = 0; x < k; ++x) {
          const double weight = kernel.read(y, x);
          const double pixel = image.read(i + y, j + x);
          sum += weight * pixel;
        }
      }
      result.write(i, j, sum);
    }
  }
  return result.values();
}

}  // namespace

Kernel conv_kernel() {
  return {.name = "conv",
          .summary = "spatial convolution of an image with a kernel, one window at a time",
          .source = "Section 3.2, Algorithm 1",
          .task = k_convolution_task,
          .parameters = k_parameters,
          .arrays = {"K", "I", "R"},
          .classes = {{"kernel reuses", "Lemma 3.7", {"K"}},
                      {"row-wise reuses", "Lemma 3.8", {"I"}, {"j"}},
                      {"column-wise reuses", "Lemma 3.9", {"I"}, {"i"}}},
          .resolve = resolve,
          .plan = plan,
          .run = run};
}

}  // namespace dmc

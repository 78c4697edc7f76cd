#include <array>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

#include "multiply.hpp"
#include "parameters.hpp"
#include "rows.hpp"

namespace dmc {
namespace {

// F(2x2, 3x3) of Lavin and Gray, Fast algorithms for convolutional neural networks, CVPR'16: a tile
// of 4x4 pixels gives 2x2 results as A'[(G g G') . (B' d B)]A, the product taken element by
// element.
constexpr std::uint64_t k_kernel = 3;
constexpr std::uint64_t k_tile = 4;
constexpr std::uint64_t k_step = 2;

template <std::size_t rows, std::size_t columns>
using Small = std::array<std::array<double, columns>, rows>;

constexpr Small<4, 3> k_g{{{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}}};
constexpr Small<4, 4> k_b{{{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, 1, 0, -1}}};
constexpr Small<2, 4> k_a{{{1, 1, 1, 0}, {0, 1, -1, -1}}};

/// T·X·T', all in registers.
template <std::size_t n, std::size_t m>
Small<n, n> sandwich(const Small<n, m>& t, const Small<m, m>& x) {
  Small<n, m> half{};
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < m; ++j) {
      for (std::size_t p = 0; p < m; ++p) {
        half[i][j] += t[i][p] * x[p][j];
      }
    }
  }
  Small<n, n> whole{};
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t p = 0; p < m; ++p) {
        whole[i][j] += half[i][p] * t[j][p];
      }
    }
  }
  return whole;
}

constexpr std::array k_parameters{
    Parameter{.name = "n", .meaning = "side of the image, even", .fallback = 512, .min = k_tile},
};

Parameters resolve(const Parameters& given) {
  Parameters all = complete(k_parameters, given);
  if (const std::uint64_t n = all["n"]; n % 2 != 0) {
    throw Error(fmt::format("--n {} is odd: it must be even and at least {}, such as {}", n, k_tile,
                            n + 1));
  }
  return all;
}

Plan plan(const Parameters& parameters) {
  const Count n = parameters["n"];
  const Count m = parameters["n"] - k_kernel + 1;
  const Count side = (parameters["n"] - k_kernel + 1) / k_step;
  const Count tiles = side * side;
  return {.arrays = {{.name = "K", .size = 9, .accesses = 9},
                     {.name = "U", .size = 16, .accesses = tiles * 16 + 16},
                     {.name = "I", .size = n * n, .accesses = tiles * 16},
                     {.name = "R", .size = m * m, .accesses = m * m}}};
}

void transform_kernel(Tracer& tracer, const Traced<double>& kernel, Traced<double>& transformed) {
  const Block phase = tracer.phase("kernel transform");
  Small<3, 3> weights{};
  for (std::uint64_t i = 0; i < kernel.size(); ++i) {
    weights[i / k_kernel][i % k_kernel] = kernel.read(i);
  }
  const auto u = sandwich(k_g, weights);
  for (std::uint64_t i = 0; i < transformed.size(); ++i) {
    transformed.write(i, u[i / k_tile][i % k_tile]);
  }
}

void convolve_tile(const Traced<double>& image, const Traced<double>& transformed,
                   Traced<double>& result, std::uint64_t i, std::uint64_t j) {
  Small<4, 4> pixels{};
  for (std::uint64_t y = 0; y < k_tile; ++y) {
    for (std::uint64_t x = 0; x < k_tile; ++x) {
      pixels[y][x] = image.read(i + y, j + x);
    }
  }
  Small<4, 4> products = sandwich(k_b, pixels);
  for (std::uint64_t u = 0; u < transformed.size(); ++u) {
    products[u / k_tile][u % k_tile] *= transformed.read(u);
  }
  const auto tile = sandwich(k_a, products);
  for (std::uint64_t y = 0; y < k_step; ++y) {
    for (std::uint64_t x = 0; x < k_step; ++x) {
      result.write(i + y, j + x, tile[y][x]);
    }
  }
}

std::vector<double> run(const Parameters& parameters, Tracer& tracer, const InputData& input) {
  const std::uint64_t n = parameters["n"];
  const std::uint64_t m = n - k_kernel + 1;
  const LoopLabels loops(tracer);
  auto kernel = tracer.array<double>("K", k_kernel * k_kernel);
  auto transformed = tracer.array<double>("U", k_tile * k_tile);
  auto image = tracer.matrix<double>("I", n, n);
  auto result = tracer.matrix<double>("R", m, m);
  kernel.values() = input.fill("K", k_kernel * k_kernel);
  image.values() = input.fill("I", n * n);
  transform_kernel(tracer, kernel, transformed);
  for (const auto i : Loop(tracer, loops.i, 0, m, k_step)) {
    for (const auto j : Loop(tracer, loops.j, 0, m, k_step)) {
      convolve_tile(image, transformed, result, i, j);
    }
  }
  return result.values();
}

}  // namespace

Kernel winograd_kernel() {
  return {.name = "winograd",
          .summary = "convolution with a 3 x 3 kernel by the minimal algorithm F(2x2, 3x3)",
          .source = "Section 3.3",
          .task = k_convolution_task,
          .parameters = k_parameters,
          .fixed = {{"k", k_kernel}},
          .arrays = {"K", "U", "I", "R"},
          .classes = {{"kernel reuses", "", {"U"}},
                      {"row-wise reuses", "", {"I"}, {"j"}},
                      {"column-wise reuses", "", {"I"}, {"i"}}},
          .resolve = resolve,
          .plan = plan,
          .run = run};
}

}  // namespace dmc

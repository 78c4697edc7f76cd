#include <array>

#include "multiply.hpp"
#include "parameters.hpp"
#include "rows.hpp"

namespace dmc {
namespace {

constexpr std::array<std::string_view, 2> k_variants{"gemv", "printed"};
constexpr std::uint64_t k_gemv = 0;

constexpr std::array k_parameters{
    Parameter{.name = "n", .meaning = "side of the image", .fallback = 512},
    Parameter{.name = "k", .meaning = "side of the kernel, at most n", .fallback = 3},
    Parameter{.name = "variant",
              .meaning = "a column of C for each window (gemv), or Algorithm 2 as printed, which "
                         "overwrites C and gives meaningless numbers",
              .fallback = k_gemv,
              .min = 0,
              .max = 1,
              .choices = k_variants},
};

Parameters resolve(const Parameters& given) {
  Parameters all = complete(k_parameters, given);
  check_fits(all["k"], all["n"], "--n");
  return all;
}

Plan plan(const Parameters& parameters) {
  const Count n = parameters["n"];
  const Count k = parameters["k"];
  const Count m = parameters["n"] - parameters["k"] + 1;
  const Count reads = k * k * m * m;
  const Count unfolded =
      parameters["variant"] == k_gemv ? reads : Count((m + k * k).value() - 1) * m;  // rows overlap
  return {.arrays = {{.name = "K", .size = k * k, .accesses = reads},
                     {.name = "I", .size = n * n, .accesses = reads},
                     {.name = "C", .size = unfolded, .accesses = Count(2) * reads},
                     {.name = "R", .size = m * m, .accesses = m * m}}};
}

/// Which element of C holds element p of the window at (i, j).
struct Unfolding {
  bool printed;
  std::uint64_t m;
  [[nodiscard]] std::uint64_t at(std::uint64_t p, std::uint64_t i, std::uint64_t j) const {
    return printed ? (j + p) * m + i : (p * m + i) * m + j;
  }
};

void unfold(Tracer& tracer, LoopLabels loops, std::uint64_t k, Unfolding c,
            const Traced<double>& image, Traced<double>& unfolded) {
  const Block phase = tracer.phase("unfold");
  for (const auto i : tracer.loop(loops.i, c.m)) {
    for (const auto j : tracer.loop(loops.j, c.m)) {
      std::uint64_t p = 0;
      for (std::uint64_t y = 0; y < k; ++y) {
        for (std::uint64_t x = 0; x < k; ++x) {
          const double pixel = image.read(i + y, j + x);
          unfolded.write(c.at(p, i, j), pixel);
          ++p;
        }
      }
    }
  }
}

void product(Tracer& tracer, LoopLabels loops, Unfolding c, const Traced<double>& kernel,
             const Traced<double>& unfolded, Traced<double>& result) {
  const Block phase = tracer.phase("product");
  for (const auto i : tracer.loop(loops.i, c.m)) {
    for (const auto j : tracer.loop(loops.j, c.m)) {
      double sum = 0;
      for (std::uint64_t p = 0; p < kernel.size(); ++p) {
        const double weight = kernel.read(p);
        const double pixel = unfolded.read(c.at(p, i, j));
        sum += weight * pixel;
      }
      result.write(i, j, sum);
    }
  }
}

std::vector<double> run(const Parameters& parameters, Tracer& tracer, const InputData& input) {
  const std::uint64_t n = parameters["n"];
  const std::uint64_t k = parameters["k"];
  const std::uint64_t m = n - k + 1;
  const Unfolding c{parameters["variant"] != k_gemv, m};
  const LoopLabels loops(tracer);
  auto kernel = tracer.array<double>("K", k * k);
  auto image = tracer.matrix<double>("I", n, n);
  auto unfolded = tracer.array<double>("C", c.printed ? (m + k * k - 1) * m : k * k * m * m);
  auto result = tracer.matrix<double>("R", m, m);
  kernel.values() = input.fill("K", k * k);
  image.values() = input.fill("I", n * n);
  unfold(tracer, loops, k, c, image, unfolded);
  product(tracer, loops, c, kernel, unfolded, result);
  return result.values();
}

}  // namespace

Kernel im2col_kernel() {
  return {.name = "im2col",
          .summary = "convolution as a product with the unfolded image",
          .source = "Section 3.3, Algorithm 2",
          .task = k_convolution_task,
          .parameters = k_parameters,
          .arrays = {"K", "I", "C", "R"},
          .classes = {{"kernel reuses", "Lemma 3.7", {"K"}},
                      {"row-wise reuses", "Lemma 3.8", {"I"}, {"j"}},
                      {"column-wise reuses", "Lemma 3.9", {"I"}, {"i"}},
                      {"unfolded image reuses", "Theorem 3.12", {"C"}}},
          .resolve = resolve,
          .plan = plan,
          .run = run};
}

}  // namespace dmc

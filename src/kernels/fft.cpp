#include <array>

#include "fourier.hpp"
#include "parameters.hpp"
#include "ranges.hpp"
#include "rows.hpp"

namespace dmc {
namespace {

constexpr std::array k_parameters{
    Parameter{.name = "n",
              .meaning = "elements to transform, a power of two",
              .fallback = 1024,
              .max = std::uint64_t{1} << 31},
};

Parameters resolve(const Parameters& given) {
  Parameters all = complete(k_parameters, given);
  check_power_of_two("n", all["n"]);
  return all;
}

Plan plan(const Parameters& parameters) {
  const std::uint64_t n = parameters["n"];
  Plan plan{.element_bytes = sizeof(Complex)};
  if (n == 1) {
    return plan;  // the transform of one element is itself: no access at all
  }
  TransformPlan one = plan_transforms(n, 1, "Y");
  plan.arrays = std::move(one.arrays);
  plan.arrays.push_back({.name = "A", .size = n, .accesses = one.source});
  plan.arrays.push_back({.name = "omega", .size = n / 2, .accesses = one.omega});
  plan.recycled = recycled_ranges({transform_ranges(n), {{n, 1}}});
  return plan;
}

std::vector<double> pairs(const std::vector<Complex>& values) {
  std::vector<double> flat;
  flat.reserve(2 * values.size());
  for (const Complex value : values) {
    flat.push_back(value.real());
    flat.push_back(value.imag());
  }
  return flat;
}

std::vector<double> run(const Parameters& parameters, Tracer& tracer, const InputData& input) {
  const std::uint64_t n = parameters["n"];
  auto a = tracer.array<Complex>("A", n);
  for (std::uint64_t i = 0; i < n; ++i) {
    a.values()[i] = {input("A", 2 * i), input("A", 2 * i + 1)};
  }
  if (n == 1) {
    return pairs(a.values());
  }
  Fourier fourier(tracer, n);
  return pairs(fourier.transform(a, tracer.name_array("Y")).values());
}

}  // namespace

Kernel fft_kernel() {
  return {.name = "fft",
          .summary = "fast Fourier transform, recursive, radix 2",
          .source = "Section 3.4, Algorithm 3",
          .task = "Fourier transform",
          .parameters = k_parameters,
          .arrays = {"A", "omega", "E", "O", "Y"},
          // What one pass of the butterfly loop reads twice is no part of the paper's classes.
          .classes = {{"divide", "Lemma 3.14", {"A", "E", "O"}, {"fft"}},
                      {"conquer", "Lemma 3.15", {"Y"}, {"fft"}},
                      {"roots of unity", "Lemmas 3.16 and 3.17", {"omega"}, {"fft"}},
                      {"second reads", "", {"Y", "omega"}, {"butterflies"}}},
          .resolve = resolve,
          .plan = plan,
          .run = run};
}

}  // namespace dmc

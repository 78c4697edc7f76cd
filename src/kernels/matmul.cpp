#include <array>

#include "multiply.hpp"
#include "parameters.hpp"
#include "rows.hpp"

namespace dmc {
namespace {

constexpr std::array k_parameters{
    Parameter{.name = "m", .meaning = "rows of A", .fallback = 128},
    Parameter{.name = "n", .meaning = "columns of A, which are the rows of B", .fallback = 128},
    Parameter{.name = "l", .meaning = "columns of B", .fallback = 128},
};

Parameters resolve(const Parameters& given) {
  return complete(k_parameters, given);
}

Plan plan(const Parameters& parameters) {
  const Count m = parameters["m"];
  const Count n = parameters["n"];
  const Count l = parameters["l"];
  return {.arrays = {{.name = "A", .size = m * n, .accesses = m * n * l},
                     {.name = "B", .size = n * l, .accesses = m * n * l},
                     {.name = "C", .size = m * l, .accesses = m * l}}};
}

std::vector<double> run(const Parameters& parameters, Tracer& tracer, const InputData& input) {
  const std::uint64_t m = parameters["m"];
  const std::uint64_t n = parameters["n"];
  const std::uint64_t l = parameters["l"];
  auto a = tracer.matrix<double>("A", m, n);
  auto b = tracer.matrix<double>("B", n, l);
  auto c = tracer.matrix<double>("C", m, l);
  a.values() = input.fill("A", m * n);
  b.values() = input.fill("B", n * l);
  multiply(tracer, LoopLabels(tracer), a, b, c);
  return c.values();
}

}  // namespace

Kernel matmul_kernel() {
  return {.name = "matmul",
          .summary = "product of an m x n and an n x l matrix",
          .source = "Section 3.1, Lemma 3.1",
          .task = k_matmul_task,
          .parameters = k_parameters,
          .arrays = {"A", "B", "C"},
          .classes = {{"A reuses", "Lemma 3.1", {"A"}}, {"B reuses", "Lemma 3.1", {"B"}}},
          .resolve = resolve,
          .plan = plan,
          .run = run};
}

}  // namespace dmc

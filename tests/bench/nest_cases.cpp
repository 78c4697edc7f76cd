#include <array>
#include <memory>
#include <string>
#include <vector>

#include "dmc/analysis/run.hpp"
#include "dmc/kernels/nest_kernel.hpp"

#include "cases.hpp"

namespace dmc::bench {
namespace {

// What nests are compared with: the same accesses, made by a kernel in C++.
constexpr std::string_view k_kernel = "kernel";

struct Twin {
  std::string_view trace;
  KernelRun (*kernel)(double scale);
  std::string_view text;  ///< the nest, as a user would write it
};

constexpr std::array k_twins{
    Twin{"conv", spatial_convolution,
         "for i<h-k+1, j<w-k+1 { for y<k, x<k: s += K[y,x] * I[i+y,j+x];  R[i,j] = s }"},
    Twin{"matmul", matrix_product, "for i<m, j<l { for p<n: s += A[i,p] * B[p,j];  C[i,j] = s }"},
};

Histogram measured(const KernelRun& one) {
  return run({.kernel = one.kernel, .parameters = one.parameters, .model = {}}).histogram;
}

void generated(const KernelRun& one) {
  Tracer tracer(
      {}, [](Batch&) {}, Tracer::Attribution::off);
  benchmark::DoNotOptimize(one.kernel->run(one.parameters, tracer, InputData()));
  tracer.finish();
}

/// The nest with the kernel's parameters.
KernelRun nest_run(const NestKernel& nest, const KernelRun& kernel) {
  Parameters own;
  for (const Parameter& parameter : nest.kernel().parameters) {
    own.set(parameter.name, kernel.parameters[parameter.name]);
  }
  return {&nest.kernel(), own};
}

void register_twin(Workbench& bench, const Twin& twin) {
  const auto nest = std::make_shared<NestKernel>(nest::parse(std::string(twin.text), "nest"));
  const std::vector<std::string> names{std::string(k_kernel), "nest", "kernel_generation",
                                       "nest_generation"};
  register_rounds("nest", std::string(twin.trace), names, bench.plan().rounds,
                  [=, &bench](benchmark::State& state, std::size_t i) {
                    const KernelRun kernel = twin.kernel(bench.plan().scale);
                    const KernelRun one = i % 2 == 0 ? kernel : nest_run(*nest, kernel);
                    const Footprint size = footprint(one.kernel->plan(one.parameters), {});
                    for (auto _ : state) {
                      if (i < 2) {
                        bench.expect_same(std::string(twin.trace), names[i], measured(one));
                      } else {
                        generated(one);
                      }
                    }
                    report(state, size.accesses, size.data, std::nullopt);
                  });
}

}  // namespace

std::vector<Family> register_nest_cases(Workbench& bench) {
  for (const Twin& twin : k_twins) {
    register_twin(bench, twin);
  }
  return {{"nest", {{std::string(k_kernel), "x kernel", Baseline::Meaning::cost}}}};
}

}  // namespace dmc::bench

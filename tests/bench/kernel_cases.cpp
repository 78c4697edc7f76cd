#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "dmc/analysis/run.hpp"

#include "cases.hpp"

namespace dmc::bench {
namespace {

// What `dmc run` does, short of printing.
Histogram all_of(const KernelRun& kernel_run, unsigned threads) {
  RunRequest request{};
  request.kernel = kernel_run.kernel;
  request.parameters = kernel_run.parameters;
  request.threads = threads;
  return run(request).histogram;
}

// The engine on a kernel's trace in memory, against which the rest is held.
constexpr std::string_view k_bare_engine = "engine_alone";

// What is done with a kernel. Returns the histogram where there is one.
struct KernelStep {
  std::string_view name;
  Histogram (*run)(const KernelRun& kernel_run, std::uint64_t data);
};

Histogram generate(const KernelRun& kernel_run, Tracer::Attribution attribution) {
  Tracer tracer(
      {}, [](Batch&) {}, attribution);
  benchmark::DoNotOptimize(kernel_run.kernel->run(kernel_run.parameters, tracer, InputData()));
  tracer.finish();
  return {};
}

Histogram measured(const KernelRun& kernel_run, std::uint64_t data, bool attribution) {
  const auto program = [&](Tracer& tracer) {
    (void)kernel_run.kernel->run(kernel_run.parameters, tracer, InputData());
  };
  return measure({}, program, {.expected_data = data, .attribution = attribution}).histogram;
}

const std::vector<KernelStep>& kernel_steps() {
  static const std::vector<KernelStep> k_kernel_steps{
      {"generation",
       [](const KernelRun& run, std::uint64_t) { return generate(run, Tracer::Attribution::off); }},
      {"generation_scopes",
       [](const KernelRun& run, std::uint64_t) { return generate(run, Tracer::Attribution::on); }},
      {"measure_plain",
       [](const KernelRun& run, std::uint64_t data) { return measured(run, data, false); }},
      {"measure",
       [](const KernelRun& run, std::uint64_t data) { return measured(run, data, true); }},
      {"run", [](const KernelRun& run, std::uint64_t) { return all_of(run, 1); }},
      {"run_threads",
       [](const KernelRun& run, std::uint64_t) {
         return all_of(run, std::max(2U, std::thread::hardware_concurrency()));
       }},
  };
  return k_kernel_steps;
}

void run_step(benchmark::State& state, Workbench& bench, const std::string& trace,
              const KernelRun& kernel_run, const KernelStep& step) {
  const Footprint size = footprint(kernel_run.kernel->plan(kernel_run.parameters), {});
  Histogram histogram;
  for (auto _ : state) {
    histogram = step.run(kernel_run, size.data);
  }
  if (!histogram.bins.empty()) {
    bench.expect_same(trace, std::string(step.name), histogram);
  }
  report(state, size.accesses, size.data, std::nullopt);
}

void register_kernel(Workbench& bench, const std::string& trace, KernelRun (*make)(double scale)) {
  const TraceRecipe recipe{trace, [make](double scale) { return element_trace(make(scale)); }};
  Contender alone = compared_engines().front();
  alone.name = k_bare_engine;
  std::vector<std::string> names{alone.name};
  for (const KernelStep& step : kernel_steps()) {
    names.emplace_back(step.name);
  }
  register_rounds("kernel", trace, names, bench.plan().rounds,
                  [=, &bench](benchmark::State& state, std::size_t i) {
                    if (i == 0) {
                      bench.run(state, recipe, alone);
                    } else {
                      run_step(state, bench, trace, make(bench.plan().scale),
                               kernel_steps()[i - 1]);
                    }
                  });
}

}  // namespace

std::vector<Family> register_kernel_cases(Workbench& bench) {
  register_kernel(bench, "conv", spatial_convolution);
  register_kernel(bench, "fftconv", fourier_convolution);
  return {{"kernel", {{std::string(k_bare_engine), "x engine", Baseline::Meaning::cost}}}};
}

}  // namespace dmc::bench

// Measures the engine against others, and what generation and attribution add to it. See
// docs/performance.md.

#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "dmc/util/output_file.hpp"

#include "cases.hpp"
#include "report.hpp"
#include "workbench.hpp"

namespace {

using namespace dmc::bench;

// What is run where nothing is asked for.
constexpr const char* k_default_filter = "^(engine|kernel)/";

constexpr const char* k_help_end =
    "Every other option is Google Benchmark's (--benchmark_list_tests, --benchmark_out=FILE, "
    "...).\n"
    "Families: engine kernel (these two by default) instructions threads file footprint length "
    "large.\n"
    "  bench_engine --benchmark_filter=engine/conv\n"
    "  bench_engine --scale 0.05 --rounds 1\n"
    "  bench_engine --benchmark_filter=footprint --rounds 3";

struct Options {
  Plan plan;
  std::string clock = "wall";
  std::string summary = DMC_BENCH_SUMMARY;
};

void run(const Options& options, std::vector<std::string> arguments) {
  std::vector<char*> pointers;
  for (std::string& argument : arguments) {
    pointers.push_back(argument.data());
  }
  int count = static_cast<int>(pointers.size());
  pointers.push_back(nullptr);
  benchmark::Initialize(&count, pointers.data());
  if (benchmark::ReportUnrecognizedArguments(count, pointers.data())) {
    throw std::runtime_error("see --help");
  }
  Workbench bench(options.plan);
  std::vector<Family> families = register_engine_cases(bench);
  for (const auto& register_more :
       {register_kernel_cases, register_nest_cases, register_file_cases}) {
    for (Family& family : register_more(bench)) {
      families.push_back(std::move(family));
    }
  }
  TableReporter reporter(std::move(families), options.clock == "cpu" ? Clock::cpu : Clock::wall);
  benchmark::RunSpecifiedBenchmarks(&reporter);
  benchmark::Shutdown();
  if (!reporter.cases().empty()) {
    dmc::OutputFile file(options.summary, "--summary");
    file.write(summary_json(reporter.cases(), options.plan.scale));
    file.commit();
    fmt::print(stderr, "\nMedians and all rounds: {}\n", options.summary);
  }
}

// Returns the exit code where the command line already settles it.
int run_with(int argc, char** argv) {
  Options options;
  CLI::App app("Measures the engine against others.", "bench_engine");
  app.add_option("--scale", options.plan.scale, "factor on the length of every trace")
      ->check(CLI::Range(1e-4, 100.0));
  app.add_option("--rounds", options.plan.rounds, "how often everything is measured; medians count")
      ->check(CLI::Range(1, 1000));
  app.add_option("--clock", options.clock,
                 "what ratios go by: wall, or cpu where others use the machine as well")
      ->check(CLI::IsMember({"wall", "cpu"}));
  app.add_flag_callback(
      "--no-memory", [&] { options.plan.memory = false; }, "leave out measuring peak memory");
  app.add_option("--summary", options.summary,
                 "where to write medians and rounds as JSON; - is standard output");
  app.footer(k_help_end);
  app.allow_extras();
  CLI11_PARSE(app, argc, argv);
  std::vector<std::string> arguments{argv[0],
                                     std::string("--benchmark_filter=") + k_default_filter};
  for (std::string& extra : app.remaining_for_passthrough()) {
    arguments.push_back(std::move(extra));
  }
  run(options, std::move(arguments));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run_with(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_engine: %s\n", error.what());
  }
  return 1;
}

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "dmc/analysis/run.hpp"
#include "dmc/cost/miss_ratio.hpp"
#include "dmc/report/run_report.hpp"
#include "dmc/report/series.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/progress.hpp"

#include "command.hpp"
#include "kernel_argument.hpp"
#include "options.hpp"
#include "parser.hpp"
#include "series_files.hpp"

namespace dmc::cli {
namespace {

using Takes = Option::Takes;

Parser run_parser(const Kernel* kernel) {
  const std::string name = kernel != nullptr ? argument_of(*kernel) : "KERNEL";
  Parser parser(
      fmt::format("run {} [options]", name),
      kernel != nullptr
          ? fmt::format("Measures {}{}.", kernel->summary,
                        kernel->source.empty() ? "" : fmt::format(" ({})", kernel->source))
          : "Measures every reuse distance of a kernel exactly and compares the data movement "
            "distance (DMD) with the paper's formulas.");
  parser.add_positional("KERNEL", 1);
  add_nest_option(parser);
  if (kernel != nullptr) {
    add_kernel_options(parser, *kernel);
  }
  add_model_options(parser);
  add_thread_option(parser, "threads that measure; the result does not depend on it");
  add_output_options(parser);
  parser.add({"Output", "--all", "", "list every reuse class, however small", Takes::nothing});
  add_series_options(parser);
  return parser;
}

void add_run_help(Parser& parser, const Kernel* kernel) {
  if (kernel == nullptr) {
    parser.add_section("Kernels (dmc run KERNEL --help shows the parameters)",
                       {kernel_summaries()});
    parser.add_examples({"dmc run conv --n 512 --k 3", "dmc run fft --n 4096 --temporaries reuse",
                         "dmc run matmul --m 64 --n 64 --l 64 --block 8 --json"});
    return;
  }
  const std::string command = fmt::format("dmc run {}", argument_of(*kernel));
  std::vector<std::string> examples{command + example_parameters(*kernel)};
  if (!kernel->arrays.empty()) {
    examples.push_back(fmt::format("{} --block 8 --omit {}", command, kernel->arrays.front()));
  }
  const std::size_t group = kernel->name.find('/') + 1;  // what a file cannot be called
  examples.push_back(
      fmt::format("{} -o {}.json --histogram distances.csv", command, kernel->name.substr(group)));
  parser.add_examples(std::move(examples));
}

RunResult measure(const Parser& parser, const Kernel& kernel, const Output& output) {
  const std::array kernels{&kernel};
  Progress progress(std::string(kernel.name), output.messages());
  return run(
      {.kernel = &kernel,
       .parameters = kernel_parameters(parser, kernel),
       .model = model_of(parser, kernels),
       .threads = threads_of(parser),
       .progress = [&](std::uint64_t done, std::uint64_t total) { progress.report(done, total); }});
}

}  // namespace

int run_command(Arguments arguments) {
  const Parser common = run_parser(nullptr);
  NamedKernels named(common);
  const Kernel* kernel = named.only(kernel_arguments(arguments, common));
  Parser parser = run_parser(kernel);
  add_run_help(parser, kernel);
  if (kernel == nullptr && !asks_for_help(arguments)) {
    throw Error("which kernel? Give its name: dmc run conv --n 512 --k 3; dmc list shows them all");
  }
  if (kernel != nullptr) {
    check_parameters(arguments, {&kernel, 1}, parser);
  }
  if (!parser.parse(arguments)) {
    return 0;
  }
  // All that can be wrong with what was given is found before any file is touched.
  static_cast<void>(resolve_parameters(*kernel, kernel_parameters(parser, *kernel)));
  static_cast<void>(model_of(parser, {&kernel, 1}));
  static_cast<void>(threads_of(parser));
  Output output(parser);
  std::optional<SeriesFile> histogram = open_series(parser, "--histogram");
  std::optional<SeriesFile> curve = open_series(parser, "--mrc");
  check_different(
      {{"-o", &output.file()}, {"--histogram", file_of(histogram)}, {"--mrc", file_of(curve)}});
  const RunResult result = measure(parser, *kernel, output);
  if (histogram) {
    write_histogram(histogram->file, histogram->format, result);
    histogram->file.commit();
  }
  if (curve) {
    write_miss_ratio_curve(curve->file, curve->format, result,
                           miss_ratio_curve(result.histogram, result.data));
    curve->file.commit();
  }
  output.print(run_document(result, {.all_classes = parser.given("--all")}));
  return 0;
}

}  // namespace dmc::cli

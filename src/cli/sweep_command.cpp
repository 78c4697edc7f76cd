#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "dmc/analysis/sweep.hpp"
#include "dmc/analysis/sweep_file.hpp"
#include "dmc/report/sweep_report.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/message.hpp"
#include "dmc/util/progress.hpp"

#include "analyze_options.hpp"
#include "command.hpp"
#include "kernel_argument.hpp"
#include "options.hpp"
#include "parser.hpp"
#include "sweep_options.hpp"

namespace dmc::cli {
namespace {

using Takes = Option::Takes;

Parser sweep_parser(const Kernel* kernel) {
  const std::string name = kernel != nullptr ? argument_of(*kernel) : "KERNEL";
  Parser parser(fmt::format("sweep {} [options]", name),
                kernel != nullptr
                    ? fmt::format("Measures {} for every combination of values.", kernel->summary)
                    : "Measures a kernel for every combination of values of its parameters and of "
                      "the model's choices.");
  parser.add_positional("KERNEL", 1);
  add_nest_option(parser);
  add_sweep_options(parser, kernel);
  add_thread_option(parser, "runs at a time at most, as far as they fit in memory");
  parser.add({"Running", "--memory", "SIZE",
              "memory that the runs under way may take together, as in 8GiB (default: what is "
              "available)"});
  parser.add({"Running", "--resume", "",
              "go on with what an interrupted sweep has left in FILE.partial, and with FILE",
              Takes::nothing});
  add_output_options(parser);
  parser.add({"Output", "--classes", "", "also the named classes of reuses, each with its DMD",
              Takes::nothing});
  parser.add({"Output", "--plot", "FILE.svg", "also draw the DMD over the first that varies"});
  return parser;
}

void add_sweep_help(Parser& parser, const Kernel* kernel) {
  parser.add_section("Values",
                     {"  64,96,128    these\n", "  64:1024:64   every 64th from 64 to 1024\n",
                      "  64:1024:x2   each twice the one before it\n"});
  if (kernel == nullptr) {
    parser.add_section("Kernels (dmc sweep KERNEL --help shows the parameters)",
                       {kernel_summaries()});
    parser.add_examples({"dmc sweep conv --n 16:64:x2 --k 3,5,7",
                         "dmc sweep conv --n 64:1024:64 -o conv.csv --plot conv.svg",
                         "dmc sweep conv --n 64:1024:64 -o conv.csv --resume"});
    return;
  }
  const std::string command = fmt::format("dmc sweep {}", argument_of(*kernel));
  const std::string_view size = first_parameter(*kernel);
  parser.add_examples(
      {fmt::format("{} --{} 8:32:x2", command, size),
       fmt::format("{} --{} 8:32:x2 --block 1,8 -o {}.csv", command, size, kernel->name),
       fmt::format("{} --{} 8:32:x2 --plot {}.svg", command, size, kernel->name)});
}

/// Files that rows are added to as they are there; other results are written when all is done.
std::optional<SweepFormat> file_format(const Parser& parser) {
  const std::string path = parser.value("--output").value_or("-");
  const bool by_option = parser.given("--json") || parser.given("--format");
  if (path.ends_with(".jsonl") && by_option) {
    throw Error("-o: a file that ends in .jsonl has a row a line; leave out --format and --json");
  }
  if (path.ends_with(".jsonl")) {
    return SweepFormat::jsonl;
  }
  const bool is_table = path.ends_with(".csv") && !by_option;
  return is_table ? std::optional(SweepFormat::csv) : std::nullopt;
}

RunAllOptions run_options(const Parser& parser, Progress& progress) {
  const auto memory = parser.value("--memory");
  return {.threads = threads_of(parser),
          .progress = [&progress](std::uint64_t done,
                                  std::uint64_t total) { progress.report(done, total); },
          .memory = memory ? size_of("--memory", *memory) : 0};
}

/// Rows go to the file as they are there; all of them are read back for the plot.
void sweep_to_file(const Parser& parser, const SweepPlan& plan, SweepFormat format,
                   std::optional<OutputFile>& plot) {
  const std::string path = *parser.value("--output");
  SweepFile file(path, "-o", plan, SweepText(plan, format, parser.given("--classes")),
                 parser.given("--resume"));
  if (const std::string note = file.note(); !note.empty() && !parser.given("--quiet")) {
    write_message(fmt::format("dmc: {}", note));
  }
  Progress progress(std::string(plan.kernel->name), messages_of(parser));
  sweep(
      plan, [&](std::size_t place, const SweepRow& row) { file.add(place, row); },
      run_options(parser, progress), file.known());
  progress.clear();
  file.commit();
  if (plan.skipped != 0 && !parser.given("--quiet")) {
    write_message(fmt::format("dmc: {}", skipped_text(plan)));
  }
  if (plot) {
    plot->write(chart_svg(sweep_chart(plan, read_sweep(path).rows)));
  }
}

void sweep_to_output(const Parser& parser, const SweepPlan& plan, std::optional<OutputFile>& plot) {
  Output output(parser);
  std::vector<SweepRow> rows(plan.points.size());
  Progress progress(std::string(plan.kernel->name), output.messages());
  sweep(
      plan, [&](std::size_t place, const SweepRow& row) { rows[place] = row; },
      run_options(parser, progress));
  progress.clear();
  if (plot) {
    plot->write(chart_svg(sweep_chart(plan, rows)));
  }
  output.print(sweep_document(plan, rows, parser.given("--classes")));
}

void check_files(const Parser& parser, const std::optional<SweepFormat>& format) {
  if (parser.given("--resume") && !format) {
    throw Error("--resume goes with a file that rows are added to: -o FILE.csv or -o FILE.jsonl");
  }
  const auto plot = parser.value("--plot");
  const auto output = parser.value("--output");
  if (plot && output && resolved_path(*plot) == resolved_path(*output)) {
    throw Error("--plot and -o name the same file; give each its own");
  }
  if (plot && format && resolved_path(*plot) == resolved_path(*output + ".partial")) {
    throw Error("--plot names the file in which -o collects its rows; give it another one");
  }
}

/// What there is to draw is known before anything is run.
void check_plot(const SweepPlan& plan) {
  std::vector<SweepRow> rows;
  for (const RunRequest& point : plan.points) {
    rows.push_back({.parameters = point.parameters, .model = point.model});
  }
  static_cast<void>(sweep_chart(plan, rows));
}

}  // namespace

int sweep_command(Arguments arguments) {
  const Parser common = sweep_parser(nullptr);
  NamedKernels named(common);
  const Kernel* kernel = named.only(kernel_arguments(arguments, common));
  Parser parser = sweep_parser(kernel);
  add_sweep_help(parser, kernel);
  if (kernel == nullptr && !asks_for_help(arguments)) {
    throw Error(
        "which kernel? Give its name: dmc sweep conv --n 64:256:x2 --k 3,5; dmc list shows them "
        "all");
  }
  if (kernel != nullptr) {
    check_parameters(arguments, {&kernel, 1}, parser);
  }
  if (!parser.parse(arguments)) {
    return 0;
  }
  // All that can be wrong with what was given is found before any file is touched.
  const std::optional<SweepFormat> format = file_format(parser);
  check_files(parser, format);
  const auto memory = parser.value("--memory");
  const SweepPlan plan =
      plan_sweep(sweep_request_of(parser, *kernel), memory ? size_of("--memory", *memory) : 0);
  const auto picture = parser.value("--plot");
  if (picture) {
    check_plot(plan);
  }
  auto plot = picture ? std::optional<OutputFile>(std::in_place, *picture, "--plot") : std::nullopt;
  if (format) {
    sweep_to_file(parser, plan, *format, plot);
  } else {
    sweep_to_output(parser, plan, plot);
  }
  if (plot) {
    plot->commit();
  }
  return 0;
}

}  // namespace dmc::cli

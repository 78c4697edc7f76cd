#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "dmc/analysis/recorded.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/message.hpp"
#include "dmc/util/number.hpp"
#include "dmc/util/output_file.hpp"
#include "dmc/util/progress.hpp"
#include "dmc/util/terminal.hpp"

#include "command.hpp"
#include "kernel_argument.hpp"
#include "options.hpp"
#include "parser.hpp"

namespace dmc::cli {
namespace {

using Takes = Option::Takes;

Parser trace_parser(const Kernel* kernel) {
  const std::string_view name = kernel != nullptr ? kernel->name : "KERNEL";
  Parser parser(fmt::format("trace {} [options] -o FILE", name),
                fmt::format("Records the accesses of {} in a file, with arrays and scopes: dmc "
                            "analyze FILE then gives what dmc run gives.",
                            kernel != nullptr ? kernel->summary : std::string_view("a kernel")));
  parser.add_positional("KERNEL", 1);
  add_nest_option(parser);
  if (kernel != nullptr) {
    add_kernel_options(parser, *kernel);
  }
  add_model_options(parser);
  parser.add({"Output", "-o,--output", "FILE",
              "where the trace goes; - is standard output, if that is not a terminal"});
  parser.add({"Output", "-q,--quiet", "", "nothing on standard error", Takes::nothing});
  return parser;
}

void add_trace_help(Parser& parser, const Kernel* kernel) {
  if (kernel == nullptr) {
    parser.add_section("Kernels (dmc trace KERNEL --help shows the parameters)",
                       {kernel_summaries()});
  }
  const std::string_view name = kernel != nullptr ? kernel->name : "conv";
  const std::string parameters = kernel != nullptr ? example_parameters(*kernel) : " --n 512 --k 3";
  parser.add_examples({fmt::format("dmc trace {0}{1} -o {0}.dmct", name, parameters),
                       fmt::format("dmc trace {}{} -o - | dmc analyze -", name, parameters)});
}

OutputFile open_trace(const Parser& parser) {
  const auto path = parser.value("--output");
  if (!path) {
    throw Error("where should the trace go? Give a file: -o trace.dmct, or -o - for a pipe");
  }
  if (*path == "-" && ::isatty(STDOUT_FILENO) == 1) {
    throw Error("-o -: a trace is not for terminals; give a file, or a pipe: | dmc analyze -");
  }
  return {*path, "-o"};
}

}  // namespace

int trace_command(Arguments arguments) {
  const Parser common = trace_parser(nullptr);
  NamedKernels named(common);
  const Kernel* kernel = named.only(kernel_arguments(arguments, common));
  Parser parser = trace_parser(kernel);
  add_trace_help(parser, kernel);
  if (kernel == nullptr && !asks_for_help(arguments)) {
    throw Error(
        "which kernel? Give its name: dmc trace conv --n 512 --k 3 -o conv.dmct; dmc list "
        "shows them all");
  }
  if (kernel != nullptr) {
    check_parameters(arguments, {&kernel, 1}, parser);
  }
  if (!parser.parse(arguments)) {
    return 0;
  }
  RunRequest request{.kernel = kernel,
                     .parameters = kernel_parameters(parser, *kernel),
                     .model = model_of(parser, {&kernel, 1})};
  static_cast<void>(check_run(request));
  OutputFile file = open_trace(parser);
  Terminal messages = describe_terminal(STDERR_FILENO, ColorChoice::never);
  messages.interactive = messages.interactive && !parser.given("--quiet");
  Progress progress(std::string(kernel->name), messages);
  request.progress = [&](std::uint64_t done, std::uint64_t total) { progress.report(done, total); };
  const RecordedSize size = record_run(request, [&](std::string_view bytes) { file.write(bytes); });
  file.commit();
  progress.clear();
  if (!parser.given("--quiet")) {
    write_message(fmt::format("{} accesses in {} bytes, {:.3g} bytes an access",
                              grouped(size.accesses), grouped(size.bytes),
                              static_cast<double>(size.bytes) /
                                  static_cast<double>(std::max<std::uint64_t>(size.accesses, 1))));
  }
  return 0;
}

}  // namespace dmc::cli

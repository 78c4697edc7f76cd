#include <string>
#include <vector>

#include <fmt/format.h>

#include "dmc/nest/nest.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/output_file.hpp"
#include "dmc/util/printable.hpp"

#include "command.hpp"
#include "kernel_argument.hpp"
#include "parser.hpp"

namespace dmc::cli {
namespace {

Parser show_parser() {
  Parser parser(
      "show NEST [options]",
      "Prints a loop nest in plain form: its parameters and arrays, and every access in the "
      "order in which it happens. What is printed is a nest, and the same one.");
  parser.add_positional("NEST", 1);
  add_nest_option(parser);
  parser.add({"Output", "-o,--output", "FILE", "where it goes; - is standard output (default -)"});
  parser.add_examples({"dmc show polybench/lu", "dmc show stencil.loop",
                       "dmc show -e 'for i<n, j<n, p<n: C[i,j] += A[i,p] * B[p,j]'"});
  return parser;
}

}  // namespace

int show_command(Arguments arguments) {
  const Parser common = show_parser();
  Parser parser = show_parser();
  NamedKernels named(common);
  const std::vector<std::string> names = kernel_arguments(arguments, common);
  if (asks_for_help(arguments)) {
    (void)parser.parse(arguments);
    return 0;
  }
  const Kernel* kernel = named.only(names);
  if (!parser.parse(arguments)) {
    return 0;
  }
  if (kernel == nullptr) {
    throw Error(
        "which nest? Give a file or a name: dmc show polybench/lu; dmc list nests shows them");
  }
  const nest::Nest* nest = named.nest_of(*kernel);
  if (nest == nullptr) {
    throw Error(
        fmt::format("{0} is not a loop nest but a program of dmc's own; dmc list nests shows the "
                    "nests that come with it",
                    kernel->name));
  }
  OutputFile file(parser.value("--output").value_or("-"), "-o");
  file.write(printable_lines(to_text(*nest)));
  file.commit();
  return 0;
}

}  // namespace dmc::cli

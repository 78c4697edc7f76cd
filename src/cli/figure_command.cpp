#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "dmc/figures/figure.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/number.hpp"
#include "dmc/util/progress.hpp"
#include "dmc/util/terminal.hpp"

#include "command.hpp"
#include "options.hpp"
#include "parser.hpp"

namespace dmc::cli {
namespace {

constexpr std::uint64_t k_most_accesses = std::uint64_t{1} << 40;

std::string figure_names() {
  std::vector<std::pair<std::string, std::string>> entries;
  for (const Figure& figure : figures()) {
    entries.emplace_back(figure.name, figure.summary);
  }
  return definition_list(entries, describe_terminal(STDOUT_FILENO, ColorChoice::never).width);
}

Parser figure_parser() {
  Parser parser("figure NAME [options]",
                "Draws a figure of the paper from its formulas, with measurements added, or one "
                "that compares the paper with measurements. A file that ends in .svg gets the "
                "drawing; everything else gets the numbers.");
  parser.add_positional("NAME", 1);
  parser.add_section("Figures", {figure_names()});
  parser.add({"Running", "--longest", "N",
              fmt::format("leave out sizes whose run makes more accesses; 0 measures nothing "
                          "(default {})",
                          FigureRequest{}.longest)});
  add_thread_option(parser, "runs at a time at most; the figure does not depend on it");
  add_output_options(parser, Pictures::yes);
  parser.add_examples({"dmc figure 2", "dmc figure 3 -o figure-3.svg",
                       "dmc figure 4 --longest 50000000 -o figure-4.csv"});
  return parser;
}

FigureResult draw(const Parser& parser, const Figure& figure, const Output& output) {
  FigureRequest request;
  if (const auto longest = parser.value("--longest")) {
    request.longest = parse_count("--longest", *longest, 0, k_most_accesses);
  }
  request.threads = threads_of(parser);
  Progress progress(fmt::format("figure {}", figure.name), output.messages());
  request.progress = [&](std::uint64_t done, std::uint64_t total) { progress.report(done, total); };
  return figure.draw(request);
}

}  // namespace

int figure_command(Arguments arguments) {
  Parser parser = figure_parser();
  if (!parser.parse(arguments)) {
    return 0;
  }
  const auto name = parser.value("NAME");
  if (!name) {
    throw Error(
        "which figure? Give its name: dmc figure 3 -o figure-3.svg; dmc list figures shows "
        "them all");
  }
  const Figure& figure = find_figure(*name);
  Output output(parser, Pictures::yes);
  const FigureResult result = draw(parser, figure, output);
  if (output.wants_picture()) {
    output.print(result.svg);
  } else {
    output.print(result.document);
  }
  return 0;
}

}  // namespace dmc::cli

#include <string>
#include <vector>

#include <fmt/format.h>

#include "dmc/record/record.hpp"
#include "dmc/report/record_report.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/output_file.hpp"

#include "analyze_options.hpp"
#include "command.hpp"
#include "options.hpp"
#include "parser.hpp"

namespace dmc::cli {
namespace {

Parser annotate_parser() {
  Parser parser(
      "annotate FILE [options]",
      "The source of a program that dmc record has kept a trace of, with what each line "
      "costs: its accesses, their DMD, and the share of them that misses in caches of some "
      "sizes. A result file that ends in .html is a page.");
  parser.add_positional("FILE", 1);
  parser.add({"Results", "--size", "BYTES,...",
              "misses of caches of these sizes, up to four (default 32KiB,1MiB)",
              Option::Takes::values});
  add_output_options(parser);
  parser.add_examples(
      {"dmc annotate mm.dmct --size 32KiB,1MiB", "dmc annotate mm.dmct -o mm.html"});
  return parser;
}

std::vector<std::uint64_t> sizes_of(const Parser& parser) {
  std::vector<std::uint64_t> sizes;
  for (const std::string& text : split_at_commas(parser.values("--size"))) {
    sizes.push_back(size_of("--size", text));
  }
  if (sizes.size() > k_most_line_sizes) {
    throw Error(fmt::format("--size: {} sizes are too many at once; give up to {}", sizes.size(),
                            k_most_line_sizes));
  }
  return sizes.empty() ? std::vector<std::uint64_t>{32U << 10U, 1U << 20U} : sizes;
}

}  // namespace

int annotate_command(Arguments arguments) {
  Parser parser = annotate_parser();
  if (!parser.parse(arguments)) {
    return 0;
  }
  const auto path = parser.value("FILE");
  if (!path) {
    throw Error("which trace? Give the one that dmc record -o has kept: dmc annotate mm.dmct");
  }
  const std::vector<std::uint64_t> sizes = sizes_of(parser);
  const std::string target = parser.value("--output").value_or("-");
  if (target.ends_with(".html") && !parser.given("--format") && !parser.given("--json")) {
    OutputFile file(target, "-o");
    const LineProfile profile = profile_trace(*path, sizes);
    refuse_overwriting(parser.outputs(), source_files(profile));
    file.write(annotate_page(profile, *path));
    file.commit();
    return 0;
  }
  Output output(parser);
  const LineProfile profile = profile_trace(*path, sizes);
  refuse_overwriting(parser.outputs(), source_files(profile));
  output.print(annotate_document(profile, *path));
  return 0;
}

}  // namespace dmc::cli

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "dmc/analysis/segments.hpp"
#include "dmc/tracefile/trace_input.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/number.hpp"
#include "dmc/util/progress.hpp"

#include "command.hpp"
#include "options.hpp"
#include "parser.hpp"
#include "parts.hpp"

namespace dmc::cli {
namespace {

constexpr std::size_t k_most_parts = 1'000'000;

Parser merge_parser() {
  Parser parser("merge PART... [options]",
                "Combines what dmc analyze --segment measured. All parts of a trace give the "
                "result that dmc analyze gives for the whole of it; some that follow on each other "
                "give a larger part, in a file that -o names.");
  parser.add_positional("PART", k_most_parts);
  add_output_options(parser);
  parser.add(
      {"Output", "--all", "", "list every reuse class, however small", Option::Takes::nothing});
  parser.add_examples({"dmc merge part1.dmcs part2.dmcs part3.dmcs --json",
                       "dmc merge part1.dmcs part2.dmcs -o first.dmcs"});
  return parser;
}

std::vector<TracePart> read_parts(const std::vector<std::string>& paths) {
  std::vector<TracePart> parts;
  parts.reserve(paths.size());
  for (const std::string& path : paths) {
    TraceInput input(path);
    parts.push_back(read_part([&](std::span<char> bytes) { return input.read(bytes); }, path));
  }
  return parts;
}

}  // namespace

int merge_command(Arguments arguments) {
  Parser parser = merge_parser();
  if (!parser.parse(arguments)) {
    return 0;
  }
  const std::vector<std::string> paths = parser.values("PART");
  if (paths.empty()) {
    throw Error("which parts? Give the files that dmc analyze --segment wrote: dmc merge *.dmcs");
  }
  const std::string target = parser.value("--output").value_or("-");
  if (names_part(target)) {
    OutputFile file(target, "-o");
    save_part(combine_all(read_parts(paths)), file);
    return 0;
  }
  Output output(parser);
  const TracePart whole = combine_all(read_parts(paths));
  if (!whole.is_whole()) {
    throw Error(
        fmt::format("these parts make up accesses {} to {} of {}; give the others, too, or "
                    "-o FILE.dmcs for a larger part",
                    grouped(whole.begin), grouped(whole.end), grouped(whole.total)));
  }
  output.print(document_of(whole, parser));
  return 0;
}

}  // namespace dmc::cli

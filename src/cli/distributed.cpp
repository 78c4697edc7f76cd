#include "dmc/cli/distributed.hpp"

#include <algorithm>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "dmc/util/error.hpp"
#include "dmc/util/message.hpp"
#include "dmc/util/terminal.hpp"

#include "analyze_options.hpp"
#include "command.hpp"
#include "options.hpp"
#include "parser.hpp"
#include "parts.hpp"

namespace dmc::cli {
namespace {

constexpr int k_bad_input = 2;

Parser distributed_parser() {
  Parser parser("analyze FILE... [options]",
                "dmc analyze as one job of several processes: every rank measures a segment of the "
                "trace, which all of them can read; rank 0 prints what dmc analyze would. Start it "
                "with mpirun.",
                "dmc-mpi");
  parser.add_positional("FILE", k_most_files);
  add_analyze_options(parser);
  add_output_options(parser);
  parser.add(
      {"Output", "--all", "", "list every reuse class, however small", Option::Takes::nothing});
  parser.add_examples({"mpirun -n 4 dmc-mpi analyze conv.dmct --json"});
  return parser;
}

std::vector<std::string> without_subcommand(int argc, const char* const* argv) {
  std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
  if (!asks_for_help(arguments)) {
    if (arguments.empty() || arguments.front() != "analyze") {
      throw Error("what dmc-mpi does is analyze: mpirun -n 4 dmc-mpi analyze FILE");
    }
    arguments.erase(arguments.begin());
  }
  return arguments;
}

/// What a rank has done before it waits for the others.
struct Share {
  std::optional<Output> output = {};  ///< of rank 0
  TracePart part = {};
  bool help = false;
};

Share measure_share(Parser& parser, int argc, const char* const* argv, const Ranks& ranks) {
  const std::vector<std::string> arguments = without_subcommand(argc, argv);
  if (asks_for_help(arguments)) {
    if (ranks.number == 0) {
      static_cast<void>(parser.parse(arguments));
    }
    return {.help = true};
  }
  static_cast<void>(parser.parse(arguments));
  const std::vector<std::string> paths = parser.values("FILE");
  if (paths.empty()) {
    throw Error("which trace? Give a file that all ranks can read: dmc-mpi analyze conv.dmct");
  }
  Share share;
  Terminal messages;
  if (ranks.number == 0) {
    share.output.emplace(parser, Pictures::no, Relayed::yes);
    messages = share.output->messages();
  }
  share.part = measure_part(parser, paths, {ranks.number + 1, ranks.of}, messages);
  return share;
}

}  // namespace

int run_distributed(int argc, const char* const* argv, const Ranks& ranks) {
  Parser parser = distributed_parser();
  std::string failure;
  std::optional<Share> share;
  try {
    share.emplace(measure_share(parser, argc, argv, ranks));
  } catch (const Error& error) {
    failure = error.what();
  } catch (const std::bad_alloc&) {
    failure = "there is not enough memory for this; use more ranks";
  }
  failure = ranks.first_failure(failure);
  if (!failure.empty()) {
    if (ranks.number == 0) {
      write_message(fmt::format("dmc-mpi: {}", failure));
    }
    return k_bad_input;
  }
  if (share->help) {
    return 0;
  }
  const TracePart whole = ranks.combine(std::move(share->part));
  if (ranks.number == 0) {
    share->output->print(document_of(whole, parser));
  }
  return 0;
}

}  // namespace dmc::cli

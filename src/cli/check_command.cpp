#include <optional>
#include <string>

#include <fmt/format.h>

#include "dmc/check/check.hpp"
#include "dmc/report/check_report.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/progress.hpp"

#include "command.hpp"
#include "options.hpp"
#include "parser.hpp"

namespace dmc::cli {
namespace {

constexpr int k_failed = 1;

Parser check_parser() {
  Parser parser("check [FILE] [options]",
                "Measures what a file of expectations asks for and says what holds and what does "
                "not, with the classes of reuses that have changed; docs/ci.md describes the file. "
                "Without FILE the reference values that come with dmc are checked. The exit code "
                "is 1 where something does not hold.");
  parser.add_positional("FILE", 1);
  parser.add({"Checking", "--update", "",
              "write what is measured in place of values that do not hold, and the classes of "
              "reuses; bounds stay",
              Option::Takes::nothing});
  parser.add({"Checking", "--junit", "FILE", "also write the result as JUnit XML"});
  add_thread_option(parser, "runs at a time at most, as far as they fit in memory");
  add_output_options(parser);
  parser.add_examples({"dmc check", "dmc check expected.json --junit report.xml",
                       "dmc check expected.json --update"});
  return parser;
}

Expectations expectations_of(const Parser& parser) {
  const auto path = parser.value("FILE");
  if (parser.given("--update") && (!path || *path == "-")) {
    throw Error("--update rewrites a file; give its name: dmc check expected.json --update");
  }
  return path ? read_expectations(*path) : reference_expectations();
}

std::optional<OutputFile> open_file(const std::optional<std::string>& path,
                                    const std::string& option) {
  return path ? std::optional<OutputFile>(std::in_place, *path, option) : std::nullopt;
}

void write_updated(CheckResult& result, OutputFile& file) {
  const std::string text = update(result);
  if (text != result.expectations.text) {
    file.write(text);
    file.commit();
  }
}

void check_different(const std::optional<OutputFile>& a, const OutputFile& b,
                     const std::string& names) {
  if (a && a->path() == b.path()) {
    throw Error(names + " name the same file; give each its own");
  }
}

}  // namespace

int check_command(Arguments arguments) {
  Parser parser = check_parser();
  if (!parser.parse(arguments)) {
    return 0;
  }
  // All that can be wrong with what was given is found before any file is touched.
  CheckRequest request{.expectations = expectations_of(parser)};
  request.threads = threads_of(parser);
  refuse_overwriting(parser.outputs(), result_files(request.expectations));
  Output output(parser);
  auto junit = open_file(parser.value("--junit"), "--junit");
  auto updated =
      open_file(parser.given("--update") ? parser.value("FILE") : std::nullopt, "--update");
  check_different(junit, output.file(), "--junit and -o");
  check_different(updated, output.file(), "the file to update and -o");
  if (junit) {
    check_different(updated, *junit, "the file to update and --junit");
  }
  Progress progress("check", output.messages());
  request.progress = [&](std::uint64_t done, std::uint64_t total) { progress.report(done, total); };
  CheckResult result = check(request);
  progress.clear();
  if (updated) {
    write_updated(result, *updated);
  }
  if (junit) {
    junit->write(junit_text(result));
    junit->commit();
  }
  output.print(check_document(result));
  return result.failed_checks() == 0 ? 0 : k_failed;
}

}  // namespace dmc::cli

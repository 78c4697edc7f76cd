#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "dmc/record/record.hpp"
#include "dmc/record/valgrind.hpp"
#include "dmc/report/analyze_report.hpp"
#include "dmc/report/format.hpp"
#include "dmc/report/record_report.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/message.hpp"
#include "dmc/util/number.hpp"
#include "dmc/util/output_file.hpp"
#include "dmc/util/progress.hpp"

#include "analyze_options.hpp"
#include "command.hpp"
#include "options.hpp"
#include "parser.hpp"

namespace dmc::cli {
namespace {

using Takes = Option::Takes;

constexpr std::string_view k_folded = "folded";

Parser record_parser() {
  Parser parser(
      "record [options] PROGRAM [ARGUMENTS...]",
      "Runs a program that dmc cc (or dmc c++, dmc fortran) has compiled and measures every access "
      "it makes, while it runs: which line touches what, who had touched it last, and at what "
      "distance. Input, output and exit status are the program's; the report goes to standard "
      "error "
      "at its end, or where --report says.");
  parser.add({"What counts", "--way", "NAME",
              "hooks: what dmc cc has put in, in the program or in those it starts; valgrind: any "
              "program as it is, some thousand times slower (default: as the program allows)"});
  parser.add(
      {"What counts", "--granule", "N", "bytes of a datum, a power of two: 8, 64, 4K (default 8)"});
  parser.add({"What counts", "--from", "FUNCTION", "measure during calls of this function alone"});
  parser.add({"What counts", "--skip", "N", "leave out the first N accesses"});
  parser.add({"What counts", "--threads-apart", "", "each thread as though it were alone",
              Takes::nothing});
  parser.add({"Output", "--size", "BYTES,...",
              "count misses of caches of these sizes, up to four (default 32KiB,1MiB)",
              Takes::values});
  parser.add({"Output", "-o,--output", "FILE",
              "keep the trace, for dmc annotate and dmc analyze: mm.dmct"});
  parser.add({"Output", "--report", "FILE",
              "where the report goes; - is standard output (default: standard error)"});
  parser.add({"Output", "--format", "NAME",
              "of the report: table, json, csv, markdown; folded: stacks for flame graphs"});
  parser.add({"Output", "--json", "", "the same as --format json", Takes::nothing});
  parser.add({"Output", "-q,--quiet", "", "no progress, and no report unless --report asks for it",
              Takes::nothing});
  parser.add({"Output", "--color", "WHEN", "auto, always, never (default auto)"});
  parser.add_examples({"dmc record ./mm 400", "dmc record -o mm.dmct --granule 64 ./mm 400",
                       "dmc record --report stacks.txt --format folded ./mm 400"});
  return parser;
}

// dmc's own options end where the program's name stands, or at --.
std::size_t own_arguments(Arguments arguments, const Parser& parser) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "--" || !argument.starts_with('-')) {
      return i;
    }
    const bool has_value = argument.find('=') != std::string::npos;
    if (parser.knows(argument) && !parser.is_flag(argument) && !has_value) {
      ++i;
    }
  }
  return arguments.size();
}

std::uint64_t number_of(const Parser& parser, const std::string& option, std::uint64_t fallback) {
  const auto text = parser.value(option);
  return text ? parse_count(option, *text, 1, ~std::uint64_t{0}) : fallback;
}

std::uint64_t granule_of(const Parser& parser, std::uint64_t fallback) {
  const auto text = parser.value("--granule");
  return text ? parse_size("--granule", *text, 1, ~std::uint64_t{0}) : fallback;
}

std::vector<std::uint64_t> sizes_of(const Parser& parser) {
  std::vector<std::uint64_t> sizes;
  for (const std::string& text : split_at_commas(parser.values("--size"))) {
    sizes.push_back(size_of("--size", text));
  }
  return sizes.empty() ? std::vector<std::uint64_t>{32U << 10U, 1U << 20U} : sizes;
}

// The report: what it looks like and where it goes.
struct Report {
  const Format* format;  // null: folded stacks
  std::optional<OutputFile> file;
  Terminal terminal;
};

Report report_of(const Parser& parser) {
  Report report{nullptr, std::nullopt, describe_terminal(STDERR_FILENO, ColorChoice::automatic)};
  const auto path = parser.value("--report");
  const auto name = parser.value("--format");
  if (!name || *name != k_folded) {
    report.format = parser.given("--json") ? &find_format("json")
                    : name                 ? &find_format(*name)
                                           : format_for_file(path.value_or("-"));
    if (report.format == nullptr) {
      throw Error(
          fmt::format("--report {}: no format has this ending; name one with --format, or let the "
                      "file end in .json, .csv or .md",
                      *path));
    }
  }
  if (path) {
    report.file.emplace(*path, "--report");
    report.terminal =
        describe_terminal(report.file->path() == "-" ? STDOUT_FILENO : -1, ColorChoice::automatic);
  }
  return report;
}

void write(Report& report, const std::string& text, bool quiet) {
  if (report.file) {
    report.file->write(text);
    report.file->commit();
  } else if (!quiet) {
    write_to_stderr(text);
  }
}

void check_program(const std::string& program) {
  const std::string path = program_path(program);
  if (path.empty()) {
    throw Error(fmt::format("there is no program '{}'; give its path, as ./mm", program));
  }
  if (::access(path.c_str(), X_OK) != 0) {
    throw Error(fmt::format("{}: there is no such program, or it may not be run", program));
  }
}

// The program itself, and the files that it is given.
void refuse_for_inputs(const Parser& parser, std::vector<std::string> inputs) {
  inputs.front() = program_path(inputs.front());
  OutputNames outputs = parser.outputs();
  std::erase_if(outputs, [](const auto& output) { return output.second == "-"; });
  refuse_overwriting(outputs, inputs);
}

bool wants_valgrind(const Parser& parser, const std::string& program) {
  constexpr std::array<std::string_view, 2> k_ways{"hooks", "valgrind"};
  const auto way = parser.value("--way");
  return way ? choice_of("--way", *way, k_ways) == 1 : !is_recordable(program_path(program));
}

// What only the hooks tell.
void refuse_for_valgrind(const Parser& parser) {
  for (const char* const option : {"--from", "--skip", "--threads-apart", "--output"}) {
    if (parser.given(option)) {
      throw Error(
          fmt::format("{}: this program was not compiled by dmc cc, and Valgrind does not tell; "
                      "compile it with "
                      "dmc cc -g in place of the compiler",
                      option));
    }
  }
  if (parser.value("--format") == std::string(k_folded)) {
    throw Error(
        "--format folded: this program was not compiled by dmc cc, and Valgrind does not tell "
        "calls");
  }
}

int record_by_valgrind(const Parser& parser, const std::vector<std::string>& command) {
  refuse_for_valgrind(parser);
  Report report = report_of(parser);
  if (!parser.given("--quiet") && has_valgrind()) {
    write_message(fmt::format(
        "dmc: {} was not compiled by dmc cc, so Valgrind watches it, which takes some thousand "
        "times as long and tells no lines; dmc cc -O1 -g in place of the compiler does better",
        command.front()));
  }
  AnalyzeRequest request;
  request.granule = granule_of(parser, 8);
  request.sizes = sizes_of(parser);
  const ValgrindRun run = run_valgrind(command, request);
  write(report, report.format->render(analyze_document(run.analysis), report.terminal),
        parser.given("--quiet"));
  return run.status;
}

RecordRequest request_of(const Parser& parser) {
  RecordRequest request;
  request.granule = granule_of(parser, request.granule);
  request.sizes = sizes_of(parser);
  request.from = parser.value("--from").value_or("");
  request.skip = number_of(parser, "--skip", 0);
  request.threads_apart = parser.given("--threads-apart");
  return request;
}

}  // namespace

int record_command(Arguments arguments) {
  Parser parser = record_parser();
  std::size_t own = own_arguments(arguments, parser);
  if (!parser.parse(arguments.first(own))) {
    return 0;
  }
  own += own < arguments.size() && arguments[own] == "--" ? 1U : 0U;
  if (own >= arguments.size()) {
    throw Error("which program? Give it with its arguments: dmc record ./mm 400");
  }
  RecordRequest request = request_of(parser);
  request.command.assign(arguments.begin() + static_cast<std::ptrdiff_t>(own), arguments.end());
  check_program(request.command.front());
  refuse_for_inputs(parser, request.command);
  if (wants_valgrind(parser, request.command.front())) {
    return record_by_valgrind(parser, request.command);
  }
  Report report = report_of(parser);
  std::optional<OutputFile> trace;
  if (const auto path = parser.value("--output")) {
    if (*path == "-") {
      throw Error("-o -: standard output is the program's; give a file: -o mm.dmct");
    }
    trace.emplace(*path, "-o");
    request.trace = [&trace](std::string_view bytes) { trace->write(bytes); };
  }
  Progress progress(request.command.front(), messages_of(parser));
  request.progress = [&progress](std::uint64_t accesses) { progress.report(accesses, 0); };
  const RecordResult result = record_program(request);
  if (trace) {
    trace->commit();
  }
  progress.clear();
  write(report,
        report.format == nullptr ? folded_stacks(result.profile)
                                 : report.format->render(record_document(result), report.terminal),
        parser.given("--quiet"));
  return result.end.signal != 0 ? 128 + result.end.signal : result.end.status;
}

}  // namespace dmc::cli

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dmc/analysis/analyze.hpp"
#include "dmc/analysis/recorded.hpp"
#include "dmc/cost/miss_ratio.hpp"
#include "dmc/report/analyze_plot.hpp"
#include "dmc/report/analyze_report.hpp"
#include "dmc/report/run_report.hpp"
#include "dmc/report/series.hpp"
#include "dmc/tracefile/recorded.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/input_file.hpp"
#include "dmc/util/message.hpp"
#include "dmc/util/number.hpp"
#include "dmc/util/progress.hpp"

#include "analyze_options.hpp"
#include "command.hpp"
#include "gnuplot.hpp"
#include "options.hpp"
#include "parser.hpp"
#include "parts.hpp"
#include "series_files.hpp"

namespace dmc::cli {
namespace {

Parser analyze_parser() {
  Parser parser(
      "analyze [FILE...|-] [options]",
      "Measures the reuse distances of a trace: of addresses that another tool recorded, or of a "
      "kernel that dmc trace did. - is standard input, as is no name where something is passed "
      "there. Files may be compressed with gzip, zstd or xz. Several files are read one after the "
      "other, each with an address space of its own. docs/traces.md says how to record a trace.");
  parser.add_positional("FILE", k_most_files);
  add_analyze_options(parser);
  add_thread_option(parser, "for traces of dmc trace: threads that measure");
  add_output_options(parser);
  parser.add({"Output", "--all", "", "for traces of dmc trace: list every reuse class",
              Option::Takes::nothing});
  add_series_options(parser);
  parser.add({"Output", "--plot", "FILE.svg", "also draw histogram and miss ratios, with gnuplot"});
  add_segment_option(parser);
  parser.add_examples({"valgrind --tool=lackey --trace-mem=yes --log-fd=1 ls | dmc analyze -",
                       "dmc analyze trace.din.gz --granule 64 --size 32KiB,1MiB --top 10",
                       "dmc analyze trace.csv --columns time=1,id=key,op=3 --accesses reads"});
  return parser;
}

/// Programs are often loaded elsewhere than where their symbols say.
void warn_of_empty_region(const AnalyzeResult& result, const AddressRegion& region) {
  write_message(fmt::format(
      "dmc: --region {}: no access falls into {:#x}-{:#x}; those of the trace go from {:#x} to "
      "{:#x}. A position-independent program is loaded at a base that has to be added",
      region.name, region.begin, region.last, result.lowest, result.highest));
}

/// What is odd about the trace goes to standard error: the result stands all the same.
void print_notes(const AnalyzeResult& result) {
  const ReadCounts& counts = result.counts;
  if (counts.bad != 0) {
    write_message(fmt::format("dmc: {} skipped; the first: {}",
                              counts.bad == 1 ? "1 bad line or record was"
                                              : grouped(counts.bad) + " bad lines or records were",
                              counts.first_bad));
  }
  if (counts.unrelated != 0) {
    write_message(
        fmt::format("dmc: {} no part of a {} trace, perhaps the traced program's own output",
                    counts.unrelated == 1 ? "1 line is" : grouped(counts.unrelated) + " lines are",
                    result.format));
  }
  for (std::size_t i = 0; i < result.request.regions.size(); ++i) {
    if (result.total.arrays[i].accesses == 0) {
      warn_of_empty_region(result, result.request.regions[i]);
    }
  }
  if (counts.empty != 0) {
    write_message(fmt::format(
        "dmc: {} no bytes and {} nothing",
        counts.empty == 1 ? "1 access is of" : grouped(counts.empty) + " accesses are of",
        counts.empty == 1 ? "touches" : "touch"));
  }
  if (!counts.note.empty()) {
    write_message(fmt::format("dmc: {}: {}", result.file, counts.note));
  }
}

/// Other files that are wanted, opened before the work begins.
struct Files {
  std::optional<SeriesFile> histogram;
  std::optional<SeriesFile> curve;
  std::optional<OutputFile> plot;

  Files(const Parser& parser, const Output& output)
      : histogram(open_series(parser, "--histogram")),
        curve(open_series(parser, "--mrc")),
        plot(open_plot(parser)) {
    check_different({{"-o", &output.file()},
                     {"--histogram", file_of(histogram)},
                     {"--mrc", file_of(curve)},
                     {"--plot", plot ? &*plot : nullptr}});
  }

  static std::optional<OutputFile> open_plot(const Parser& parser) {
    const auto path = parser.value("--plot");
    if (!path) {
      return std::nullopt;
    }
    if (!path->ends_with(".svg")) {
      throw Error(fmt::format("--plot: '{}' does not end in .svg, and only SVG is drawn", *path));
    }
    require_gnuplot("--plot");
    return std::optional<OutputFile>(std::in_place, *path, "--plot");
  }
};

AnalyzeResult measure(ReferenceReader reader, AnalyzeRequest request, const Output& output) {
  Progress progress("analyze", output.messages());
  request.progress = [&](std::uint64_t done, std::uint64_t total) { progress.report(done, total); };
  return analyze(reader, request);
}

/// The model that a trace was recorded under holds where the user asks for no other.
AnalyzeRequest request_for(const Parser& parser, const ReferenceReader& reader) {
  AnalyzeRequest request = analyze_request_of(parser);
  if (const RecordedHeader* header = reader.recorded()) {
    request.bits = parser.given("--bits") ? request.bits : header->model.bits;
    request.cold = parser.given("--cold") ? request.cold : header->model.cold;
  }
  return request;
}

int analyze_references(const Parser& parser, ReferenceReader reader) {
  const AnalyzeRequest request = request_for(parser, reader);
  Output output(parser);
  Files files(parser, output);
  const AnalyzeResult result = measure(std::move(reader), request, output);
  if (files.histogram) {
    write_histogram(files.histogram->file, files.histogram->format, analyze_head(result),
                    result.total.histogram);
    files.histogram->file.commit();
  }
  if (files.curve) {
    write_miss_ratio_curve(files.curve->file, files.curve->format, analyze_head(result),
                           miss_ratio_curve(result.total.histogram, result.total.data));
    files.curve->file.commit();
  }
  if (files.plot) {
    files.plot->write(run_gnuplot("--plot", analyze_plot_script(result)));
    files.plot->commit();
  }
  if (!parser.given("--quiet")) {
    print_notes(result);
  }
  output.print(analyze_document(result));
  return 0;
}

/// A file is read in several places at once. Where that fails, and through a pipe, from front to
/// back: this tells best what is wrong.
RecordedAnalysis measure_own(const std::string& path, const TraceInput& input,
                             RecordedReader& reader, const RecordedOptions& options) {
  if (options.threads > 1 && input.compression() == "none" && identity_of(path)) {
    try {
      return analyze_recorded(RecordedFile(path), options);
    } catch (const Error&) {
      return analyze_recorded(reader, options);
    }
  }
  return analyze_recorded(reader, options);
}

/// What dmc itself recorded has arrays and scopes, and was measured under a model already: the
/// result is what `dmc run` gives.
int analyze_own(const Parser& parser, const std::string& path, TraceInput input) {
  const std::string name = input.name();
  RecordedReader reader([&input](std::span<char> bytes) { return input.read(bytes); }, name);
  Output output(parser);
  Files files(parser, output);
  Progress progress(reader.header().program, output.messages());
  const RecordedAnalysis result = measure_own(
      path, input, reader,
      {.threads = threads_of(parser),
       .progress = [&](std::uint64_t done, std::uint64_t total) { progress.report(done, total); }});
  if (files.histogram) {
    write_histogram(files.histogram->file, files.histogram->format, result);
    files.histogram->file.commit();
  }
  if (files.curve) {
    write_miss_ratio_curve(files.curve->file, files.curve->format, result,
                           miss_ratio_curve(result.histogram, result.data));
    files.curve->file.commit();
  }
  progress.clear();
  output.print(run_document(result, {.all_classes = parser.given("--all")}));
  return 0;
}

/// Whether something is passed on standard input: a file or a pipe, rather than a terminal or
/// nothing.
bool is_fed() {
  struct stat status {};
  return ::fstat(STDIN_FILENO, &status) == 0 &&
         (S_ISREG(status.st_mode) || S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode));
}

}  // namespace

int analyze_command(Arguments arguments) {
  Parser parser = analyze_parser();
  if (!parser.parse(arguments)) {
    return 0;
  }
  std::vector<std::string> paths = parser.values("FILE");
  if (paths.empty() && is_fed()) {
    paths.emplace_back("-");
  }
  if (paths.empty()) {
    throw Error("which trace? Give a file, or - for standard input: dmc analyze trace.din");
  }
  // What is wrong with the options needs no look at the file.
  static_cast<void>(analyze_request_of(parser));
  static_cast<void>(read_options_of(parser));
  static_cast<void>(threads_of(parser));
  if (const auto choice = segment_of(parser)) {
    return save_segment(parser, paths, *choice);
  }
  if (paths.size() > 1) {
    return analyze_references(parser, ReferenceReader(paths, read_options_of(parser)));
  }
  TraceInput input(paths.front());
  const bool is_own = !parser.given("--input-format") && is_recorded(input.beginning());
  if (is_own) {
    refuse_foreign_options(parser);
  }
  return is_own && !asks_for_references(parser)
             ? analyze_own(parser, paths.front(), std::move(input))
             : analyze_references(parser,
                                  ReferenceReader(std::move(input), read_options_of(parser)));
}

}  // namespace dmc::cli

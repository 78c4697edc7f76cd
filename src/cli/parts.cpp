#include "parts.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <unistd.h>

#include "dmc/report/analyze_report.hpp"
#include "dmc/report/run_report.hpp"
#include "dmc/tracefile/recorded.hpp"
#include "dmc/tracefile/trace_input.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/number.hpp"
#include "dmc/util/progress.hpp"
#include "dmc/util/terminal.hpp"

#include "analyze_options.hpp"

namespace dmc::cli {
namespace {

constexpr std::uint64_t k_most_segments = 1'000'000;
constexpr std::string_view k_ending = ".dmcs";

void check_compression(const TraceInput& input) {
  if (input.compression() != "none") {
    throw Error(
        fmt::format("{} is compressed with {}, so it cannot be read from the middle; "
                    "decompress it first: what is inside is compressed already",
                    input.name(), input.compression()));
  }
}

TracePart measure_own(const std::string& path, const SegmentChoice& choice, Progress& progress) {
  const RecordedFile file(path);
  return measure_segment(
      file, choice, [&](std::uint64_t done, std::uint64_t total) { progress.report(done, total); });
}

TracePart measure_references(const Parser& parser, const std::vector<std::string>& paths,
                             const SegmentChoice& choice, Progress& progress) {
  AnalyzeRequest request = analyze_request_of(parser);
  request.progress = [&](std::uint64_t done, std::uint64_t total) { progress.report(done, total); };
  const auto open = [&] { return ReferenceReader(paths, read_options_of(parser)); };
  return measure_segment(open, request, choice);
}

}  // namespace

void add_segment_option(Parser& parser) {
  parser.add({"Parts", "--segment", "I/N",
              "cut the trace into N segments and measure only the I-th; -o names the file for "
              "the outcome, which dmc merge combines with the others"});
}

std::optional<SegmentChoice> segment_of(const Parser& parser) {
  const auto text = parser.value("--segment");
  if (!text) {
    return std::nullopt;
  }
  const std::size_t slash = text->find('/');
  if (slash == std::string::npos) {
    throw Error(
        fmt::format("--segment: '{}' is not of the form I/N; the second of four segments is "
                    "2/4",
                    *text));
  }
  SegmentChoice choice;
  choice.of = parse_count("--segment", text->substr(slash + 1), 1, k_most_segments);
  choice.number = parse_count("--segment", text->substr(0, slash), 1, choice.of);
  return choice;
}

TracePart measure_part(const Parser& parser, const std::vector<std::string>& paths,
                       const SegmentChoice& choice, const Terminal& messages) {
  if (std::find(paths.begin(), paths.end(), "-") != paths.end()) {
    throw Error(
        "a segment needs the trace more than once, so standard input will not do; write the trace "
        "to a file");
  }
  Progress progress(fmt::format("segment {}/{}", choice.number, choice.of), messages);
  if (paths.size() > 1) {
    return measure_references(parser, paths, choice, progress);
  }
  const TraceInput input(paths.front());
  if (parser.given("--input-format") || !is_recorded(input.beginning())) {
    return measure_references(parser, paths, choice, progress);
  }
  refuse_analyze_options(parser);
  check_compression(input);
  return measure_own(paths.front(), choice, progress);
}

int save_segment(const Parser& parser, const std::vector<std::string>& paths,
                 const SegmentChoice& choice) {
  const auto target = parser.value("--output");
  if (!target) {
    throw Error("--segment: the outcome of a segment goes into a file; name it: -o part.dmcs");
  }
  for (const char* option : {"--histogram", "--mrc", "--plot", "--format", "--json"}) {
    if (parser.given(option)) {
      throw Error(fmt::format(
          "{}: a segment alone has no result; give this option to dmc merge instead", option));
    }
  }
  OutputFile file(*target, "-o");
  Terminal messages = describe_terminal(STDERR_FILENO, ColorChoice::never);
  messages.interactive = messages.interactive && !parser.given("--quiet");
  save_part(measure_part(parser, paths, choice, messages), file);
  return 0;
}

Document document_of(const TracePart& whole, const Parser& parser) {
  return is_of_recorded(whole)
             ? run_document(analyze_part(whole), {.all_classes = parser.given("--all")})
             : analyze_document(analyze_reference_part(whole));
}

bool names_part(const std::string& path) {
  return path.ends_with(k_ending);
}

void save_part(const TracePart& part, OutputFile& file) {
  write_part(part, [&](std::string_view bytes) { file.write(bytes); });
  file.commit();
}

}  // namespace dmc::cli

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "dmc/audit/audit.hpp"
#include "dmc/report/audit_page.hpp"
#include "dmc/report/audit_report.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/names.hpp"
#include "dmc/util/output_file.hpp"
#include "dmc/util/progress.hpp"

#include "audit_figures.hpp"
#include "command.hpp"
#include "options.hpp"
#include "parser.hpp"
#include "series_files.hpp"

namespace dmc::cli {
namespace {

Parser audit_parser() {
  Parser parser("audit [CLAIM...] [options]",
                "Decides the paper's claims by running what it takes: a verdict each, by a stated "
                "rule, with the measurements it rests on. With claims named, only these, and the "
                "evidence in full; tab1 stands for tab1.linear and the like as well.");
  parser.add_positional("CLAIM", claims().size());
  parser.add({"Running", "--quick", "",
              "fewer and smaller sizes: within a minute on two cores, where the whole audit takes "
              "minutes",
              Option::Takes::nothing});
  add_thread_option(parser, "runs at a time at most; the verdicts do not depend on it");
  add_output_options(parser);
  parser.add({"Output", "--markdown", "", "the same as --format markdown", Option::Takes::nothing});
  parser.add(
      {"Output", "--evidence", "", "the evidence in full, for all claims", Option::Takes::nothing});
  parser.add({"Output", "--verdicts", "", "a line a claim, also for claims that are named",
              Option::Takes::nothing});
  parser.add({"Output", "--html", "FILE",
              "also write a page with formulas typeset, the evidence drawn, and the command behind "
              "each number"});
  parser.add_examples(
      {"dmc audit --quick", "dmc audit thm3.10 fftconv-bound", "dmc audit --html audit.html"});
  return parser;
}

/// The claims named, each once and in the order of the paper; all where none is.
std::vector<const Claim*> wanted_claims(const std::vector<std::string>& names) {
  std::vector<const Claim*> wanted;
  for (const std::string& name : names) {
    const std::vector<const Claim*> found = find_claims(name);
    wanted.insert(wanted.end(), found.begin(), found.end());
  }
  std::vector<const Claim*> ordered;
  for (const Claim& claim : claims()) {
    if (names.empty() || std::find(wanted.begin(), wanted.end(), &claim) != wanted.end()) {
      ordered.push_back(&claim);
    }
  }
  return ordered;
}

AuditDetail detail_of(const Parser& parser) {
  if (parser.given("--evidence") && parser.given("--verdicts")) {
    throw Error("--evidence and --verdicts contradict each other; give one of them");
  }
  const bool named = !parser.values("CLAIM").empty() && !parser.given("--verdicts");
  return named || parser.given("--evidence") ? AuditDetail::evidence : AuditDetail::verdicts;
}

/// Where the page goes, if one is wanted; opened before the work begins.
std::optional<OutputFile> page_file(const Parser& parser, const Output& output) {
  const auto path = parser.value("--html");
  if (!path) {
    return std::nullopt;
  }
  OutputFile file(*path, "--html");
  check_different({{"-o", &output.file()}, {"--html", &file}});
  return file;
}

}  // namespace

int audit_command(Arguments arguments) {
  Parser parser = audit_parser();
  if (!parser.parse(arguments)) {
    return 0;
  }
  AuditRequest request;
  request.claims = wanted_claims(joined_statements(parser.values("CLAIM")));
  request.effort = parser.given("--quick") ? Effort::quick : Effort::full;
  request.threads = threads_of(parser);
  const AuditDetail detail = detail_of(parser);
  Output output(parser);
  std::optional<OutputFile> page = page_file(parser, output);
  Progress progress("audit", output.messages());
  request.progress = [&](std::uint64_t done, std::uint64_t total) { progress.report(done, total); };
  const AuditResult result = audit(request);
  progress.clear();
  if (page) {
    page->write(
        audit_page(result, DMC_VERSION, audit_figures(result, request.threads, output.messages())));
    page->commit();
  }
  output.print(audit_document(result, detail));
  return 0;
}

}  // namespace dmc::cli

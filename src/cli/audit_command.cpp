#include <algorithm>
#include <string>
#include <vector>

#include "dmc/audit/audit.hpp"
#include "dmc/report/audit_report.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/progress.hpp"

#include "command.hpp"
#include "options.hpp"
#include "parser.hpp"

namespace dmc::cli {
namespace {

Parser make_parser() {
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
  parser.add_examples(
      {"dmc audit --quick", "dmc audit thm3.10 fftconv-bound", "dmc audit --json -o audit.json"});
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

}  // namespace

int audit_command(Arguments arguments) {
  Parser parser = make_parser();
  if (!parser.parse(arguments)) {
    return 0;
  }
  AuditRequest request;
  request.claims = wanted_claims(parser.values("CLAIM"));
  request.effort = parser.given("--quick") ? Effort::quick : Effort::full;
  request.threads = threads_of(parser);
  const AuditDetail detail = detail_of(parser);
  Output output(parser);
  Progress progress("audit", output.messages());
  request.progress = [&](std::uint64_t done, std::uint64_t total) { progress.report(done, total); };
  const AuditResult result = audit(request);
  progress.clear();
  output.print(audit_document(result, detail));
  return 0;
}

}  // namespace dmc::cli

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "dmc/report/check_report.hpp"
#include "dmc/report/svg.hpp"

#include "check_words.hpp"

namespace dmc {
namespace {

std::string failure_text(const Finding& finding, const CheckOutcome& outcome) {
  std::string text =
      fmt::format("expected: {}\n", expected_text(finding.expectation)) +
      (finding.measured ? fmt::format("measured: {}  {}\n", figure_text(*finding.measured),
                                      difference_text(finding))
                        : "");
  if (!finding.why.empty()) {
    text += finding.why + '\n';
  }
  for (const ClassChange& change : outcome.changes) {
    text += change_text(change) + '\n';
  }
  return text;
}

std::string message_of(const Finding& finding) {
  return finding.why.empty()
             ? fmt::format("{} is {}, expected {}", subject_text(finding.expectation),
                           figure_text(*finding.measured), expected_text(finding.expectation))
             : finding.why;
}

std::string case_text(const Finding& finding, const CheckOutcome& outcome,
                      const std::string& file) {
  const std::string name =
      fmt::format(R"(    <testcase name="{}" classname="{}" file="{}" time="0")",
                  xml_escaped(subject_text(finding.expectation)), xml_escaped(outcome.check.name),
                  xml_escaped(file));
  if (finding.verdict != Verdict::fails) {
    return name + "/>\n";
  }
  return name + fmt::format(
                    ">\n      <failure type=\"expectation\" message=\"{}\">{}</failure>\n"
                    "    </testcase>\n",
                    xml_escaped(message_of(finding)), xml_escaped(failure_text(finding, outcome)));
}

std::string suite_text(const CheckOutcome& outcome, const std::string& file) {
  const auto failures =
      std::count_if(outcome.findings.begin(), outcome.findings.end(),
                    [](const Finding& finding) { return finding.verdict == Verdict::fails; });
  std::string text = fmt::format(
      "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\" "
      "time=\"{:.6f}\">\n",
      xml_escaped(outcome.check.name), outcome.findings.size(), failures, outcome.seconds);
  for (const Finding& finding : outcome.findings) {
    text += case_text(finding, outcome, file);
  }
  return text + "  </testsuite>\n";
}

}  // namespace

std::string junit_text(const CheckResult& result) {
  const std::size_t failures = result.count(Verdict::fails);
  const std::size_t all = failures + result.count(Verdict::holds) + result.count(Verdict::updated);
  std::string text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"dmc check\" tests=\"{}\" failures=\"{}\" errors=\"0\" "
      "time=\"{:.6f}\">\n",
      all, failures, result.seconds);
  for (const CheckOutcome& outcome : result.outcomes) {
    text += suite_text(outcome, result.expectations.file);
  }
  return text + "</testsuites>\n";
}

}  // namespace dmc

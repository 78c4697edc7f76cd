#include "dmc/report/check_report.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "dmc/report/run_report.hpp"
#include "dmc/util/number.hpp"

#include "check_words.hpp"

namespace dmc {
namespace {

/// More changes than this are only counted, for people.
constexpr std::size_t k_shown_changes = 8;

std::string plural(std::size_t count, std::string_view one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

std::size_t all_expectations(const CheckResult& result) {
  return result.count(Verdict::holds) + result.count(Verdict::fails) +
         result.count(Verdict::updated);
}

/// "2 of 19 checks fail: 3 of 83 expectations do not hold."
std::string summary_of(const CheckResult& result) {
  const std::size_t fails = result.count(Verdict::fails);
  const std::size_t updated = result.count(Verdict::updated);
  const std::size_t all = all_expectations(result);
  std::string text =
      fails == 0 ? fmt::format("{}, {}: {}.", plural(result.outcomes.size(), "check"),
                               plural(all, "expectation"), all == 1 ? "it holds" : "all hold")
                 : fmt::format("{} of {} {}: {} of {} {} not hold.", result.failed_checks(),
                               plural(result.outcomes.size(), "check"),
                               result.outcomes.size() == 1 ? "fails" : "fail", fails,
                               plural(all, "expectation"), all == 1 ? "does" : "do");
  if (updated > 0) {
    text += fmt::format(" {} updated to what is measured now.",
                        updated == 1 ? "1 value was" : fmt::format("{} values were", updated));
  }
  return text;
}

Value value_of(const std::optional<CheckedValue>& figure) {
  return figure ? std::visit([](auto number) { return Value(number); }, *figure) : Value();
}

Value value_of(const std::optional<std::string>& text) {
  return text ? Value(*text) : Value();
}

Value value_of(const std::optional<double>& number) {
  return number ? Value(*number) : Value();
}

std::vector<std::pair<std::string, Value>> members_of_finding(const Finding& finding) {
  const Expectation& one = finding.expectation;
  return {{"quantity", one.quantity},
          {"array", value_of(one.subject.array)},
          {"carried_by", value_of(one.subject.carried_by)},
          {"class", value_of(one.subject.reuse_class)},
          {"stage", value_of(one.subject.stage)},
          {"formula", value_of(one.subject.formula)},
          {"value", value_of(one.value)},
          {"tolerance", one.value ? Value(one.tolerance) : Value()},
          {"min", value_of(one.min)},
          {"max", value_of(one.max)},
          {"measured", value_of(finding.measured)},
          {"difference", value_of(difference_of(finding))},
          {"verdict", to_string(finding.verdict)},
          {"why", finding.why}};
}

Object change_members(const ClassChange& change) {
  return {{"array", change.array},
          {"carried_by", change.carried_by},
          {"reuses_before", change.before.reuses},
          {"reuses", change.now.reuses},
          {"dmd_before", change.before.dmd},
          {"dmd", change.now.dmd}};
}

std::string_view verdict_of(const CheckOutcome& outcome) {
  const bool updated =
      std::any_of(outcome.findings.begin(), outcome.findings.end(),
                  [](const Finding& finding) { return finding.verdict == Verdict::updated; });
  return to_string(outcome.fails() ? Verdict::fails : updated ? Verdict::updated : Verdict::holds);
}

/// What a check measures: nothing where it is none of that sort.
std::vector<Value> source_of(const Check& check) {
  const bool is_run = check.kernel != nullptr;
  return {is_run ? Value(check.kernel->name) : Value(),
          is_run ? Value(parameters_object(*check.kernel, check.parameters)) : Value(),
          is_run ? Value(model_object(check.model)) : Value(),
          check.result.empty() ? Value() : Value(check.result),
          check.measurement.empty() ? Value() : Value(check.measurement)};
}

Section nested_results(const CheckResult& result) {
  Section section{"results", "", {}, {}};
  section.shape = Section::Shape::nested;
  for (const char* key : {"name", "verdict", "kernel", "parameters", "model", "result",
                          "measurement", "expectations", "changes"}) {
    section.columns.push_back({key, ""});
  }
  for (const CheckOutcome& outcome : result.outcomes) {
    Row row{{outcome.check.name, verdict_of(outcome)}};
    for (Value& value : source_of(outcome.check)) {
      row.cells.push_back(std::move(value));
    }
    List findings;
    for (const Finding& finding : outcome.findings) {
      findings.emplace_back(Object(members_of_finding(finding)));
    }
    List changes;
    for (const ClassChange& change : outcome.changes) {
      changes.emplace_back(change_members(change));
    }
    row.cells.emplace_back(std::move(findings));
    row.cells.emplace_back(std::move(changes));
    section.rows.push_back(std::move(row));
  }
  return section;
}

/// Objects as lines of their own, with the check that each belongs to in front.
void add_line(Section& section, const std::string& check, const Object& members) {
  Row row{{check}};
  const bool is_first = section.columns.empty();
  if (is_first) {
    section.columns.push_back({"check", ""});
  }
  for (const auto& [key, value] : members) {
    if (is_first) {
      section.columns.push_back({key, ""});
    }
    row.cells.push_back(value);
  }
  section.rows.push_back(std::move(row));
}

std::vector<Section> flat_lines(const CheckResult& result) {
  Section findings{"expectations", "", {}, {}};
  Section changes{"changes", "", {}, {}};
  findings.shape = Section::Shape::flat;
  changes.shape = Section::Shape::flat;
  for (const CheckOutcome& outcome : result.outcomes) {
    for (const Finding& finding : outcome.findings) {
      add_line(findings, outcome.check.name, members_of_finding(finding));
    }
    for (const ClassChange& change : outcome.changes) {
      add_line(changes, outcome.check.name, change_members(change));
    }
  }
  return {std::move(findings), std::move(changes)};
}

void add_findings(Section& section, const CheckOutcome& outcome) {
  for (const Finding& finding : outcome.findings) {
    if (finding.verdict == Verdict::holds) {
      continue;
    }
    const std::string measured = finding.measured ? figure_text(*finding.measured) : "–";
    section.rows.push_back(
        {{subject_text(finding.expectation), to_string(finding.verdict),
          expected_text(finding.expectation), measured, difference_text(finding)},
         Row::Emphasis::normal,
         1});
    if (!finding.why.empty()) {
      section.notes.push_back(fmt::format("{}, {}: {}.", outcome.check.name,
                                          subject_text(finding.expectation), finding.why));
    }
  }
}

Section check_list(const CheckResult& result) {
  Section section{"",
                  "Checks",
                  {{"", "check", Kind::text, 9, 16},
                   {"", "", Kind::text, 10},
                   {"", "expected", Kind::real, 6},
                   {"", "measured", Kind::real, 7},
                   {"", "difference", Kind::real, 8}},
                  {}};
  for (const CheckOutcome& outcome : result.outcomes) {
    section.rows.push_back({{outcome.check.name, verdict_of(outcome), "", "", ""},
                            outcome.fails() ? Row::Emphasis::strong : Row::Emphasis::normal});
    add_findings(section, outcome);
  }
  // Nothing to compare where everything holds.
  if (result.count(Verdict::holds) == all_expectations(result)) {
    section.columns.resize(2);
    for (Row& row : section.rows) {
      row.cells.resize(2);
    }
  }
  return section;
}

std::string class_name(const ClassChange& change) {
  return class_text({change.array, change.carried_by, {}, {}});
}

/// Which classes of reuses a failure comes from.
Section change_list(const CheckOutcome& outcome) {
  Section section{"",
                  fmt::format("What has changed in {}", outcome.check.name),
                  {{"", "class of reuses", Kind::text, 9, 20},
                   {"", "reuses before", Kind::count, 4},
                   {"", "now", Kind::count, 5},
                   {"", "DMD before", Kind::magnitude, 6},
                   {"", "now", Kind::magnitude, 7},
                   {"", "change", Kind::real, 8}},
                  {}};
  const std::size_t shown = std::min(outcome.changes.size(), k_shown_changes);
  for (std::size_t i = 0; i < shown; ++i) {
    const ClassChange& change = outcome.changes[i];
    section.rows.push_back(
        {{class_name(change), change.before.reuses, change.now.reuses, change.before.dmd,
          change.now.dmd, signed_text(change.now.dmd - change.before.dmd)}});
  }
  if (shown < outcome.changes.size()) {
    section.notes.push_back(fmt::format("{} more {} changed less; JSON and CSV have them all.",
                                        outcome.changes.size() - shown,
                                        outcome.changes.size() - shown == 1 ? "has" : "have"));
  }
  return section;
}

/// Why there is no list of changes for some failure.
void explain_silence(Section& section, const CheckResult& result) {
  bool unknown = false;
  for (const CheckOutcome& outcome : result.outcomes) {
    const bool has_advice = outcome.fails() && !outcome.classes.empty();
    unknown = unknown || (has_advice && !outcome.check.has_classes);
    if (has_advice && outcome.check.has_classes && outcome.changes.empty()) {
      section.notes.push_back(
          fmt::format("{}: the classes of reuses are what they were when the "
                      "file was written.",
                      outcome.check.name));
    }
  }
  if (unknown) {
    section.notes.emplace_back(
        "Once --update has written the classes of reuses into the file, a check that fails says "
        "which of them has changed.");
  }
}

}  // namespace

Document check_document(const CheckResult& result) {
  Document document;
  document.schema = "dmc.checked/1";
  document.title = fmt::format("check {}", result.expectations.file);
  document.lead = {summary_of(result)};
  const auto count = [&](Verdict verdict) { return std::uint64_t{result.count(verdict)}; };
  document.facts = {{"file", "", result.expectations.file},
                    {"checks", "", std::uint64_t{result.outcomes.size()}, Kind::count},
                    {"failed_checks", "", std::uint64_t{result.failed_checks()}, Kind::count},
                    {"holding", "", count(Verdict::holds), Kind::count},
                    {"failing", "", count(Verdict::fails), Kind::count},
                    {"updated", "", count(Verdict::updated), Kind::count}};
  Section list = check_list(result);
  explain_silence(list, result);
  document.sections = {std::move(list)};
  for (const CheckOutcome& outcome : result.outcomes) {
    if (verdict_of(outcome) != "holds" && !outcome.changes.empty()) {
      document.sections.push_back(change_list(outcome));
    }
  }
  document.sections.push_back(nested_results(result));
  for (Section& section : flat_lines(result)) {
    document.sections.push_back(std::move(section));
  }
  document.footer =
      fmt::format("{} in {}", plural(result.outcomes.size(), "check"), duration(result.seconds));
  return document;
}

}  // namespace dmc

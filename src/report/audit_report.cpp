#include "dmc/report/audit_report.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "dmc/util/number.hpp"

namespace dmc {
namespace {

std::uint64_t claims_with(const AuditResult& result, AuditVerdict verdict) {
  std::uint64_t count = 0;
  for (const ClaimResult& claim : result.claims) {
    count += claim.verdict == verdict ? 1 : 0;
  }
  return count;
}

Object estimate_object(const Estimate& estimate) {
  return {{"value", estimate.value},
          {"standard_error", estimate.standard_error},
          {"shift", estimate.shift},
          {"low", estimate.low},
          {"high", estimate.high}};
}

Value trend_value(const AuditFinding& finding) {
  if (!finding.trend) {
    return {};
  }
  const Trend& trend = *finding.trend;
  return Object{{"exponent", estimate_object(trend.slope)},
                {"coefficient", estimate_object(trend.coefficient)},
                {"limit", estimate_object(trend.limit)},
                {"fading", trend.fading}};
}

Object row_object(const EvidenceRow& row) {
  return {{"x", row.x},
          {"subject", row.subject},
          {"quantity", row.quantity},
          {"measured", row.measured},
          {"claimed", row.claimed},
          {"ratio", row.ratio},
          {"command", row.command}};
}

Object finding_object(const AuditFinding& finding) {
  List rows;
  for (const EvidenceRow& row : finding.rows) {
    rows.emplace_back(row_object(row));
  }
  return {{"role", to_string(finding.role)},
          {"reading", finding.reading},
          {"question", finding.question},
          {"claimed", finding.claimed},
          {"rule", finding.rule},
          {"outcome", to_string(finding.outcome)},
          {"brief", finding.brief},
          {"along", finding.along},
          {"trend", trend_value(finding)},
          {"evidence", std::move(rows)}};
}

/// For programs: claims with their findings inside.
Section claim_records(const AuditResult& result) {
  Section section{"claims",
                  "",
                  {{"id", ""},
                   {"source", ""},
                   {"title", ""},
                   {"statement", ""},
                   {"verdict", ""},
                   {"brief", ""},
                   {"why", ""},
                   {"command", ""},
                   {"findings", ""}},
                  {},
                  {},
                  Section::Shape::nested};
  for (const ClaimResult& one : result.claims) {
    List findings;
    for (const AuditFinding& finding : one.findings) {
      findings.emplace_back(finding_object(finding));
    }
    section.rows.push_back({{one.claim->id, one.claim->source, one.claim->title,
                             one.claim->statement, to_string(one.verdict), one.brief, one.why,
                             audit_command(one, result.effort), std::move(findings)}});
  }
  return section;
}

/// The same as one list of rows.
Section flat_records(const AuditResult& result) {
  Section section{"evidence",
                  "",
                  {{"claim", ""},
                   {"verdict", ""},
                   {"role", ""},
                   {"reading", ""},
                   {"question", ""},
                   {"outcome", ""},
                   {"along", ""},
                   {"x", ""},
                   {"subject", ""},
                   {"quantity", ""},
                   {"measured", ""},
                   {"claimed", ""},
                   {"ratio", ""},
                   {"command", ""}},
                  {},
                  {},
                  Section::Shape::flat};
  for (const ClaimResult& one : result.claims) {
    for (const AuditFinding& finding : one.findings) {
      for (const EvidenceRow& row : finding.rows) {
        section.rows.push_back(
            {{one.claim->id, to_string(one.verdict), to_string(finding.role), finding.reading,
              finding.question, to_string(finding.outcome), finding.along, row.x, row.subject,
              row.quantity, row.measured, row.claimed, row.ratio, row.command}});
      }
    }
  }
  return section;
}

Row::Emphasis emphasis_of(AuditVerdict verdict) {
  return verdict >= AuditVerdict::undecided ? Row::Emphasis::strong : Row::Emphasis::normal;
}

/// For people: a row a claim.
Section verdict_table(const AuditResult& result) {
  Section section{"",
                  "Claims",
                  {{"", "claim", Kind::text, 9},
                   {"", "verdict", Kind::text, 8},
                   {"", "evidence", Kind::text, 7, 20}},
                  {},
                  {"Ratios are measured / claimed. dmc audit CLAIM shows the evidence in full."}};
  for (const ClaimResult& one : result.claims) {
    section.rows.push_back(
        {{one.claim->id, to_string(one.verdict), one.brief}, emphasis_of(one.verdict)});
  }
  return section;
}

std::string estimate_text(const Estimate& estimate) {
  return fmt::format("{} ± {}", significant(estimate.value, 4),
                     significant(estimate.half_width(), 2));
}

bool all_same(const AuditFinding& finding, std::string EvidenceRow::*field) {
  return std::all_of(finding.rows.begin(), finding.rows.end(), [&](const EvidenceRow& row) {
    return row.*field == finding.rows.front().*field;
  });
}

/// A run's command says what is run as well as a subject would, and can be copied; other commands
/// print several numbers.
bool told_by_command(const AuditFinding& finding) {
  return std::all_of(finding.rows.begin(), finding.rows.end(),
                     [](const EvidenceRow& row) { return row.command.starts_with("dmc run "); });
}

std::vector<std::string> notes_on(const AuditFinding& finding) {
  std::vector<std::string> notes;
  if (all_same(finding, &EvidenceRow::quantity)) {
    notes.push_back(fmt::format("Measured: {}.", finding.rows.front().quantity));
  }
  if (!finding.claimed.empty()) {
    notes.push_back(fmt::format("Claimed: {}", finding.claimed));
  }
  if (all_same(finding, &EvidenceRow::command) && !told_by_command(finding)) {
    notes.push_back(fmt::format("Command: {}", finding.rows.front().command));
  }
  notes.push_back(fmt::format("Rule: {}.", finding.rule));
  if (finding.trend && finding.outcome != Outcome::holds) {
    const Trend& trend = *finding.trend;
    notes.push_back(fmt::format(
        "Ratio over {0}: goes as {1} · {0}^({2}) at these sizes; in the limit, with {3} "
        "fading, {4}.",
        finding.along, significant(trend.coefficient.value, 4), estimate_text(trend.slope),
        trend.fading, estimate_text(trend.limit)));
  }
  return notes;
}

/// For people: a question with its numbers.
Section finding_table(const AuditFinding& finding) {
  const std::string reading =
      finding.reading.empty() ? "" : fmt::format(", read as {}", finding.reading);
  const bool by_command = told_by_command(finding);
  const bool one_command = all_same(finding, &EvidenceRow::command);
  Section section{
      "",
      fmt::format("{}{}: {}? {}: {}", to_string(finding.role), reading, finding.question,
                  to_string(finding.outcome), finding.brief),
      {{"", "command", Kind::text, by_command ? 9 : (one_command ? 0 : 4), 24},
       {"", "of", Kind::text, by_command ? 0 : 9, 20},
       {"", "quantity", Kind::text, all_same(finding, &EvidenceRow::quantity) ? 0 : 3, 8},
       {"", "measured", Kind::magnitude, 8},
       {"", "claimed", Kind::magnitude, 7},
       {"", "ratio", Kind::ratio, 8}},
      {},
      notes_on(finding)};
  for (const EvidenceRow& row : finding.rows) {
    section.rows.push_back(
        {{row.command, row.subject, row.quantity, row.measured, row.claimed, row.ratio}});
  }
  return section;
}

std::vector<Section> claim_sections(const ClaimResult& one) {
  std::vector<Section> sections;
  Section head{
      "",
      fmt::format("{}, {}: {}", one.claim->source, one.claim->title, to_string(one.verdict)),
      {{"", "", Kind::text, 9}, {"", "", Kind::text, 7}, {"", "", Kind::text, 8, 30}},
      {},
      {fmt::format("The paper: {}", one.claim->statement), one.why}};
  for (const AuditFinding& finding : one.findings) {
    head.rows.push_back({{to_string(finding.role), to_string(finding.outcome), finding.question}});
  }
  sections.push_back(std::move(head));
  for (const AuditFinding& finding : one.findings) {
    sections.push_back(finding_table(finding));
  }
  return sections;
}

std::string summary_text(const AuditResult& result) {
  std::string text;
  for (const AuditVerdict verdict : k_audit_verdicts) {
    if (const std::uint64_t count = claims_with(result, verdict); count > 0) {
      text += fmt::format("{}{} {}", text.empty() ? "" : "; ", count, to_string(verdict));
    }
  }
  return text;
}

}  // namespace

std::string audit_command(const ClaimResult& result, Effort effort) {
  return fmt::format("dmc audit {}{}", result.claim->id, effort == Effort::quick ? " --quick" : "");
}

Document audit_document(const AuditResult& result, AuditDetail detail) {
  Document document;
  document.schema = "dmc.audit/1";
  document.title = "The paper's claims, decided by measurement";
  document.lead = {summary_text(result)};
  Object counts;
  for (const AuditVerdict verdict : k_audit_verdicts) {
    counts.emplace_back(to_string(verdict), claims_with(result, verdict));
  }
  List rules;
  for (std::string& rule : verdict_rules()) {
    rules.emplace_back(std::move(rule));
  }
  document.facts = {{"effort", "", to_string(result.effort)},
                    {"runs", "", std::uint64_t{result.runs}},
                    {"accesses", "", result.accesses},
                    {"verdicts", "", std::move(counts)},
                    {"rules", "", std::move(rules)}};
  document.sections = {claim_records(result), flat_records(result)};
  if (detail == AuditDetail::verdicts) {
    document.sections.push_back(verdict_table(result));
  }
  for (const ClaimResult& one : result.claims) {
    if (detail == AuditDetail::evidence) {
      for (Section& section : claim_sections(one)) {
        document.sections.push_back(std::move(section));
      }
    }
  }
  document.footer =
      fmt::format("{} runs, {} accesses in {}", result.runs,
                  human(static_cast<double>(result.accesses)), duration(result.seconds));
  return document;
}

Section claim_list() {
  Section section{"claims",
                  "Claims",
                  {{"id", "claim", Kind::text, 9},
                   {"source", "source", Kind::text, 7},
                   {"title", "about", Kind::text, 5},
                   {"statement", "what the paper says", Kind::text, 8, 30}},
                  {}};
  for (const Claim& claim : claims()) {
    section.rows.push_back({{claim.id, claim.source, claim.title, claim.statement}});
  }
  return section;
}

}  // namespace dmc

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "dmc/util/number.hpp"

#include "audit_page_parts.hpp"

namespace dmc {
namespace {

std::string_view outcome_class(Outcome outcome) {
  constexpr std::array<std::string_view, 4> k_classes = {"outcome-holds", "outcome-limit",
                                                         "outcome-fails", "outcome-undecided"};
  return k_classes.at(static_cast<std::size_t>(outcome));
}

/// What is told beside decides nothing, and so has no colour.
Html outcome_mark(const AuditFinding& finding) {
  const Outcome shown = finding.role == Role::context ? Outcome::undecided : finding.outcome;
  return element("span", look(fmt::format("outcome {}", outcome_class(shown))),
                 to_string(finding.outcome));
}

/// As people read it; all digits are behind it.
Html number_cell(std::string_view label, double value, const std::string& text) {
  const std::string exact = shortest(value);
  return element("td", {{"class", "number"}, {"data-label", std::string(label)}},
                 element("data", {{"value", exact}, {"title", exact}}, text));
}

/// A list of commands, each of which can be selected by itself.
Html commands(std::string_view text) {
  Html all;
  while (!text.empty()) {
    // A pipeline of the shell may have a ";" of its own.
    const std::size_t end = std::min(text.find("; dmc "), text.size());
    all += command_text(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 2));
  }
  return all;
}

/// What the rows of a table have in common is said once, above it.
struct Columns {
  std::string along;
  bool subject = false;
  bool quantity = false;
};

Columns columns_of(const AuditFinding& finding) {
  Columns columns{.along = finding.along};
  for (const EvidenceRow& row : finding.rows) {
    // The command of one run says as much as its description.
    const bool told =
        row.command.starts_with("dmc run ") && row.command.find(';') == row.command.npos;
    columns.subject = columns.subject || !told;
    columns.quantity = columns.quantity || row.quantity != finding.rows.front().quantity;
  }
  return columns;
}

Html evidence_row(const Columns& columns, const EvidenceRow& row) {
  Html cells;
  if (!columns.along.empty()) {
    cells += number_cell(columns.along + " =", row.x, shortest(row.x));
  }
  if (columns.subject) {
    cells += element("td", look("whole"), row.subject);
  }
  if (columns.quantity) {
    cells += element("td", {}, row.quantity);
  }
  cells += number_cell("measured", row.measured, human(row.measured));
  cells += number_cell("claimed", row.claimed, human(row.claimed));
  cells += number_cell("ratio", row.ratio, ratio_text(row.ratio));
  cells += element("td", look("whole made"), commands(row.command));
  return element("tr", {}, cells);
}

Html evidence_heads(const Columns& columns) {
  Html heads;
  const auto add = [&](std::string_view name, std::string_view classes) {
    heads += element("th", {{"scope", "col"}, {"class", std::string(classes)}}, name);
  };
  if (!columns.along.empty()) {
    add(columns.along, "number");
  }
  if (columns.subject) {
    add("of", "");
  }
  if (columns.quantity) {
    add("quantity", "");
  }
  add("measured", "number");
  add("claimed", "number");
  add("ratio", "number");
  add("measured by", "");
  return element("thead", {}, element("tr", {}, heads));
}

Html evidence_table(const AuditFinding& finding) {
  const Columns columns = columns_of(finding);
  Html rows;
  for (const EvidenceRow& row : finding.rows) {
    rows += evidence_row(columns, row);
  }
  Html all;
  if (!columns.quantity && !finding.rows.empty()) {
    all += element("p", {}, "Measured: ", finding.rows.front().quantity, ".");
  }
  all += element("table", look("evidence"), evidence_heads(columns), element("tbody", {}, rows));
  return all;
}

std::string with_error(const Estimate& estimate) {
  const std::string value = significant(estimate.value, 4);
  return std::isfinite(estimate.half_width())
             ? fmt::format("{} ± {}", value, significant(estimate.half_width(), 2))
             : value;
}

/// The line through all sizes, and where it leads.
Html trend(const AuditFinding& finding) {
  if (!finding.trend || finding.outcome == Outcome::holds) {
    return {};
  }
  const Trend& trend = *finding.trend;
  return element("p", {}, "Trend: over these sizes measured / claimed goes as ",
                 fmt::format("{} · {}", significant(trend.coefficient.value, 4), finding.along),
                 element("sup", {}, with_error(trend.slope)), "; in the limit, with ", trend.fading,
                 " fading, it is ", with_error(trend.limit), ".");
}

Html claimed(const AuditFinding& finding) {
  if (finding.mathml.empty()) {
    return finding.claimed.empty() ? Html() : element("p", {}, "Claimed: ", finding.claimed);
  }
  return typeset(finding.mathml, "Claimed: ");
}

std::string capitalised(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  return text;
}

}  // namespace

Html question_details(const ClaimResult& one, std::size_t number, bool open) {
  const AuditFinding& finding = one.findings.at(number - 1);
  Attributes attributes = {{"id", fmt::format("{}-question-{}", claim_anchor(one), number)}};
  if (open) {
    attributes.push_back({"open", ""});
  }
  const std::string reading = finding.reading.empty() ? "" : fmt::format(", {}", finding.reading);
  return element(
      "details", attributes,
      element("summary", {},
              element("b", {}, fmt::format("{} {}{}", number, to_string(finding.role), reading)),
              ": ", capitalised(finding.question), outcome_mark(finding),
              with_powers(finding.brief)),
      element("div", look("inside"), claimed(finding),
              element("p", {}, "Rule: ", finding.rule, "."), trend(finding),
              evidence_table(finding)));
}

}  // namespace dmc

#include <algorithm>
#include <array>
#include <cstddef>

#include <fmt/format.h>

#include "dmc/report/audit_report.hpp"

#include "audit_page_parts.hpp"

namespace dmc {
namespace {

// A drawing of this width can be read on a telephone; two stand side by side on a desk.
constexpr ChartSize k_chart_size{.width = 400, .height = 300};

/// The question that a verdict hangs on, and the one that mends it.
bool is_decisive(const ClaimResult& one, std::size_t index) {
  const Decisive hinge = decisive(one.findings);
  const AuditFinding* finding = &one.findings[index];
  return finding == hinge.finding || finding == hinge.corrected;
}

Html claim_head(const ClaimResult& one) {
  return element("div", look("head"),
                 element("h3", {}, fmt::format("{}: {}", one.claim->source, one.claim->title)),
                 element("code", look("id"), std::string(one.claim->id)),
                 verdict_mark(one.verdict));
}

Html drawings(const ClaimResult& one, std::span<const PageFigure> figures) {
  Html all;
  for (const Chart& chart : claim_charts(one)) {
    all += element("figure", {}, Html::trusted(chart_svg(chart, k_chart_size)),
                   element("figcaption", {}, "Curves by number of question; dashed: equal."));
  }
  for (const PageFigure& figure : figures) {
    if (figure.claim == one.claim->id) {
      all += page_drawing(figure);
    }
  }
  return all.empty() ? Html() : element("div", look("pictures"), all);
}

Html questions(const ClaimResult& one) {
  Html all = element("h4", {}, "What was asked, and the evidence");
  for (std::size_t i = 0; i < one.findings.size(); ++i) {
    all += question_details(one, i + 1, is_decisive(one, i));
  }
  return all;
}

}  // namespace

std::string_view verdict_class(AuditVerdict verdict) {
  constexpr std::array<std::string_view, 7> k_classes = {
      "verdict-definition", "verdict-holds",    "verdict-limit",  "verdict-slip",
      "verdict-undecided",  "verdict-violated", "verdict-refuted"};
  return k_classes.at(static_cast<std::size_t>(verdict));
}

Html verdict_mark(AuditVerdict verdict) {
  return element("span", look(fmt::format("verdict {}", verdict_class(verdict))),
                 to_string(verdict));
}

std::string claim_anchor(const ClaimResult& one) {
  return "claim-" + id_text(one.claim->id);
}

Html command_text(std::string_view command) {
  return element("code", {}, command);
}

Html page_drawing(const PageFigure& figure) {
  return element("figure", look("wide"), Html::trusted(figure.svg),
                 element("figcaption", {}, figure.caption, figure.caption.empty() ? "" : ". ",
                         "Drawn by ", command_text(figure.command)));
}

Html claim_article(const ClaimResult& one, Effort effort, std::span<const PageFigure> figures) {
  const Html words =
      element("div", look("words"),
              element("blockquote", {}, element("span", look("says"), "The paper says"),
                      one.claim->statement),
              element("p", {}, one.why),
              element("p", look("faint"), "Evidence: ", with_powers(one.brief), "."),
              element("p", look("faint"), "In full: ", command_text(audit_command(one, effort))));
  return element("article", {{"id", claim_anchor(one)}, {"class", "claim"}}, claim_head(one),
                 element("div", look("beside"), words, drawings(one, figures)), formula_list(one),
                 questions(one),
                 element("p", look("back"), element("a", {{"href", "#claims"}}, "All claims")));
}

}  // namespace dmc

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/audit/audit.hpp"
#include "dmc/report/audit_page.hpp"
#include "dmc/report/chart.hpp"
#include "dmc/report/html.hpp"

// What the page of an audit is put together from.
namespace dmc {

/// The page's style sheet.
[[nodiscard]] std::string_view page_style();

/// The verdict as a coloured word, and the class that colours it.
[[nodiscard]] Html verdict_mark(AuditVerdict verdict);
[[nodiscard]] std::string_view verdict_class(AuditVerdict verdict);

/// Where a claim stands in the page: "claim-thm3.10".
[[nodiscard]] std::string claim_anchor(const ClaimResult& one);

/// A command that can be selected with one click.
[[nodiscard]] Html command_text(std::string_view command);

/// Drawings with their captions, side by side where there is room.
[[nodiscard]] Html page_drawing(const PageFigure& figure);

/// All about one claim: statement, verdict, why, drawings, formulas, questions with their evidence.
[[nodiscard]] Html claim_article(const ClaimResult& one, Effort effort,
                                 std::span<const PageFigure> figures);

/// The questions of a claim drawn: measured over claimed along each variable. They are told apart
/// by their numbers, which count from 1.
[[nodiscard]] std::vector<Chart> claim_charts(const ClaimResult& one);

/// The paper's formulas for what the claim is about, beside the corrected and the exact ones; empty
/// where there are none.
[[nodiscard]] Html formula_list(const ClaimResult& one);

/// A <math> element in a box of its own, that goes over several lines where it is long.
[[nodiscard]] Html typeset(std::string mathml, const Html& before = {});

/// A question with its rule, trend and numbers, folded up.
[[nodiscard]] Html question_details(const ClaimResult& one, std::size_t number, bool open);

}  // namespace dmc

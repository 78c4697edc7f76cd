#pragma once

#include <span>
#include <string>
#include <string_view>

#include "dmc/audit/audit.hpp"

namespace dmc {

/// A drawing that goes with the audit.
struct PageFigure {
  std::string claim;  ///< id of the claim beside which it stands; empty: above all claims
  std::string caption;
  std::string command;  ///< what draws it: "dmc figure 3 -o figure-3.svg"
  std::string svg;      ///< one <svg> element, taken as it is
};

/// An audit as one HTML page that needs nothing from outside and no script: what each claim says,
/// its verdict and why, formulas typeset, the evidence drawn and in numbers, each with the command
/// that gives it. It is well-formed XML too. `version` is that of dmc. The same audit gives the
/// same page everywhere.
[[nodiscard]] std::string audit_page(const AuditResult& result, std::string_view version,
                                     std::span<const PageFigure> figures = {});

}  // namespace dmc

#pragma once

#include <vector>

#include "dmc/audit/audit.hpp"
#include "dmc/report/audit_page.hpp"
#include "dmc/util/terminal.hpp"

namespace dmc::cli {

/// The figures that go with the claims of an audit, drawn from runs as long as its effort allows.
[[nodiscard]] std::vector<PageFigure> audit_figures(const AuditResult& result, unsigned threads,
                                                    const Terminal& messages);

}  // namespace dmc::cli

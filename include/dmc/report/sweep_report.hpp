#pragma once

#include <vector>

#include "dmc/analysis/sweep.hpp"
#include "dmc/report/chart.hpp"
#include "dmc/report/document.hpp"

namespace dmc {

/// A sweep's rows, one a point of the plan, as a document; its JSON has the schema "dmc.sweep/1":
/// `kernel`, `skipped`, `why` and `rows`, which have the keys of the lines of a sweep's file.
[[nodiscard]] Document sweep_document(const SweepPlan& plan, const std::vector<SweepRow>& rows,
                                      bool classes);

/// "4 of 12 combinations were left out, …"; empty where none was.
[[nodiscard]] std::string skipped_text(const SweepPlan& plan);

/// The DMD over the first parameter that varies, a curve for each combination of the others. Throws
/// dmc::Error where no number varies.
[[nodiscard]] Chart sweep_chart(const SweepPlan& plan, const std::vector<SweepRow>& rows);

}  // namespace dmc

#pragma once

#include "dmc/analysis/fit_growth.hpp"
#include "dmc/report/document.hpp"

namespace dmc {

/// A fit as a document; its JSON has the schema "dmc.fit/1": the figures of the request, `verdicts`
/// (a sentence each parameter), `sizes`, `laws` and `formulas`, each entry with the parameter it is
/// about. Intervals are `low` and `high`.
[[nodiscard]] Document fit_document(const FitResult& result);

/// What the values allow to be said of the growth with this parameter, as a sentence or two.
[[nodiscard]] std::string growth_verdict(const FitResult& result, const FitSlice& slice);

}  // namespace dmc

#pragma once

#include "dmc/analysis/analyze.hpp"
#include "dmc/report/document.hpp"

namespace dmc {

/// The analysis of a trace as a document; its JSON has the schema "dmc.analyze/1": figures of the
/// whole, `bins` by powers of two, and what was asked for of `caches`, `regions`, `threads`, `top`
/// and `intervals`. Its size does not grow with the trace.
[[nodiscard]] Document analyze_document(const AnalyzeResult& result);

/// What the analysis is of, without results: the head of a series file or the title of a picture.
[[nodiscard]] Document analyze_head(const AnalyzeResult& result);

/// "8-byte data, reads and writes": what counted as an access to what.
[[nodiscard]] std::string analyze_model_text(const AnalyzeResult& result);

}  // namespace dmc

#pragma once

#include <span>

#include "dmc/analysis/formula_values.hpp"
#include "dmc/report/document.hpp"

namespace dmc {

/// Formulas at some sizes as a document, one result for each kernel; its JSON has the schema
/// "dmc.formula/1": `model` and the lists `formulas` and `others`. For people, a single formula is
/// shown in full.
[[nodiscard]] Document formula_document(std::span<const FormulaResults> results);

}  // namespace dmc

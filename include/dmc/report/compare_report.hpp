#pragma once

#include "dmc/analysis/compare.hpp"
#include "dmc/report/document.hpp"

namespace dmc {

/// A comparison as a document; its JSON has the schema "dmc.compare/1": `kernels`, `notes`, `model`
/// and `problems`, each with `parameters`, `winner`, `factor` and its `contenders`, which hold all
/// that "dmc.run/1" does and `cost`, `ratio` and `why`.
[[nodiscard]] Document compare_document(const CompareResult& result);

}  // namespace dmc

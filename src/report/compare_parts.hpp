#pragma once

#include <string>
#include <vector>

#include "dmc/analysis/compare.hpp"
#include "dmc/report/document.hpp"

namespace dmc {

/// What tells a problem from others: parameters that were given, that all kernels have, or that
/// follow from no other. Choices by name.
[[nodiscard]] Object problem_parameters(const Problem& problem);

/// The names among these whose values are not the same in all problems.
[[nodiscard]] std::vector<std::string> varying_parameters(const CompareResult& result);

/// Who wins by how much, and which classes make the difference, in sentences that begin with what
/// varies: "k=3: conv wins by 112x: fftconv pays 2.100 G more in rows to columns."
[[nodiscard]] std::vector<std::string> verdict_sentences(const Problem& problem,
                                                         const std::vector<std::string>& varying);

/// The formulas of a run's whole DMD that people are shown: those printed in the paper; where there
/// are none, what corrects it.
[[nodiscard]] std::vector<const FormulaResult*> main_formulas(const RunResult& run);

/// The lists for programs: problems with their contenders for JSON, flat records for CSV.
[[nodiscard]] std::vector<Section> compare_records(const CompareResult& result);

}  // namespace dmc

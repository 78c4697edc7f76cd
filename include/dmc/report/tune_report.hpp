#pragma once

#include <string>
#include <vector>

#include "dmc/analysis/crossover.hpp"
#include "dmc/analysis/tune.hpp"
#include "dmc/report/chart.hpp"
#include "dmc/report/document.hpp"

namespace dmc {

/// An answer as a document; its JSON has the schema "dmc.tune/1": `answer`, and `costs`, one entry
/// for each way that was tried and each source, which is "measured" or a formula's id. Crossovers
/// have `crossings` beside it, budgets `widths` in its place.
[[nodiscard]] Document tune_document(const TuneResult& result);
[[nodiscard]] Document crossover_document(const CrossoverResult& result);
[[nodiscard]] Document budget_document(const BudgetResult& result);

/// The curves behind the answer.
[[nodiscard]] Chart tune_chart(const TuneResult& result);
[[nodiscard]] Chart crossover_chart(const CrossoverResult& result);
[[nodiscard]] Chart budget_chart(const BudgetResult& result);

/// The answer in sentences.
[[nodiscard]] std::vector<std::string> tune_answer(const TuneResult& result);
[[nodiscard]] std::vector<std::string> crossover_answer(const CrossoverResult& result);

}  // namespace dmc

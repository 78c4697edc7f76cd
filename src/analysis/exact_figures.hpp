#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "dmc/analysis/analyze.hpp"

namespace dmc {

/// Caches of 1, 2, 4, … data.
[[nodiscard]] std::vector<CachePoint> powers_of_two(std::size_t count, std::uint64_t granule);

/// Caches of the sizes that are asked for.
[[nodiscard]] std::vector<CachePoint> caches_of(const AnalyzeRequest& request);

/// All that follows from the accesses, the data and the histogram of a result, where that is exact:
/// the other totals and the miss ratios.
void fill_exact_figures(AnalyzeResult& result);

/// Bounds and contradictions in what is asked for. Throws dmc::Error naming the option.
void check_request(const AnalyzeRequest& request, const ReferenceReader& reader);

/// Throws dmc::Error that says why no reference of a trace was an access.
[[noreturn]] void refuse_nothing(const AnalyzeResult& result);

}  // namespace dmc

#pragma once

#include <cstdint>
#include <functional>

#include "dmc/analysis/run.hpp"
#include "dmc/tracefile/recorded.hpp"

namespace dmc {

/// How to measure a recorded trace. No result depends on it.
struct RecordedOptions {
  unsigned threads = 1;  ///< that measure, besides the one that reads
  /// Called now and then with the accesses done so far and in all (0: not known); may be empty.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

/// What a recorded trace amounts to: for a kernel's trace everything that run() gives, formulas and
/// named classes included. For any other program `kernel` is null, and the header has its name.
struct RecordedAnalysis : RunResult {
  RecordedHeader header;
};

/// Measures the trace that the reader stands at the beginning of. Throws dmc::Error where the file
/// is damaged.
[[nodiscard]] RecordedAnalysis analyze_recorded(RecordedReader& reader,
                                                const RecordedOptions& options = {});

}  // namespace dmc

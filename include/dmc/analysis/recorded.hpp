#pragma once

#include <cstdint>
#include <functional>

#include "dmc/analysis/run.hpp"
#include "dmc/tracefile/recorded.hpp"
#include "dmc/tracefile/recorded_file.hpp"
#include "dmc/tracefile/trace_writer.hpp"

namespace dmc {

/// How to measure a recorded trace. No result depends on it.
struct RecordedOptions {
  unsigned threads = 1;  ///< that measure, besides the one that reads
  /// Called now and then with the accesses done so far and in all (0: not known); may be empty.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

/// What a recorded trace amounts to: for a kernel's trace everything that run() gives, formulas and
/// named classes included. For any other program `kernel` is null.
struct RecordedAnalysis : RunResult {
  RecordedHeader header;
};

/// The same for accesses that were measured elsewhere.
[[nodiscard]] RecordedAnalysis describe_recorded(const RecordedHeader& header,
                                                 Measurement measurement);

/// Measures the trace that the reader stands at the beginning of. Throws dmc::Error where the file
/// is damaged.
[[nodiscard]] RecordedAnalysis analyze_recorded(RecordedReader& reader,
                                                const RecordedOptions& options = {});

/// The same from a file that can be read from anywhere: each thread reads what it measures, so that
/// reading costs no more than measuring does, however many there are.
[[nodiscard]] RecordedAnalysis analyze_recorded(const RecordedFile& file,
                                                const RecordedOptions& options = {});

/// How large a recorded trace is.
struct RecordedSize {
  std::uint64_t accesses = 0;
  std::uint64_t bytes = 0;
};

/// Runs a kernel and records its accesses, with arrays and scopes. Throws dmc::Error as run() does
/// before it starts, and where the trace cannot be written.
[[nodiscard]] RecordedSize record_run(const RunRequest& request, const ByteSink& sink);

}  // namespace dmc

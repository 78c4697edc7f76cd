#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "dmc/analysis/recorded.hpp"
#include "dmc/tracefile/recorded_file.hpp"
#include "dmc/tracefile/trace_part.hpp"

namespace dmc {

/// One of several segments of about equal length that a trace is cut into.
struct SegmentChoice {
  std::uint64_t number = 1;  ///< from 1
  std::uint64_t of = 1;

  /// The accesses before its end, of so many in all; that of the one before is its beginning.
  [[nodiscard]] std::uint64_t end(std::uint64_t total) const;
  [[nodiscard]] std::uint64_t begin(std::uint64_t total) const;
};

/// Measures one segment of a recorded trace. `progress` is called now and then with the accesses
/// done so far and in all; it may be empty.
[[nodiscard]] TracePart measure_segment(
    const RecordedFile& file, const SegmentChoice& choice,
    const std::function<void(std::uint64_t done, std::uint64_t total)>& progress = {});

/// Combines parts that follow on each other, given in any order.
[[nodiscard]] TracePart combine_all(std::vector<TracePart> parts);

/// What analyze_recorded() would give for the whole trace. Throws dmc::Error where the part is not
/// whole, or not of a recorded trace.
[[nodiscard]] RecordedAnalysis analyze_part(const TracePart& whole);

}  // namespace dmc

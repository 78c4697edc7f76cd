#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "dmc/analysis/analyze.hpp"
#include "dmc/analysis/recorded.hpp"
#include "dmc/tracefile/recorded_file.hpp"
#include "dmc/tracefile/reference_reader.hpp"
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

/// Opens an address trace anew, at its beginning.
using OpenReferences = std::function<ReferenceReader()>;

/// Measures one segment of an address trace. The trace is read twice: once to learn how long it is.
/// Throws dmc::Error for a request that asks for what parts cannot give, and what analyze() throws.
[[nodiscard]] TracePart measure_segment(const OpenReferences& open, const AnalyzeRequest& request,
                                        const SegmentChoice& choice);

/// Combines parts that follow on each other, given in any order.
[[nodiscard]] TracePart combine_all(std::vector<TracePart> parts);

/// What analyze_recorded() would give for the whole trace. Throws dmc::Error where the part is not
/// whole, or not of a recorded trace.
[[nodiscard]] RecordedAnalysis analyze_part(const TracePart& whole);

/// What analyze() would give for the whole trace. Throws as above.
[[nodiscard]] AnalyzeResult analyze_reference_part(const TracePart& whole);

/// Whether a part is one of a recorded trace rather than of addresses.
[[nodiscard]] bool is_of_recorded(const TracePart& part);

/// Throws dmc::Error, with what is missing, where a part is not the whole trace.
void require_whole(const TracePart& part);

}  // namespace dmc

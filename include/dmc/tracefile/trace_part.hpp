#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dmc/engine/segment.hpp"
#include "dmc/tracefile/recorded.hpp"
#include "dmc/tracefile/trace_writer.hpp"

namespace dmc {

/// When the data of a segment were accessed, in accesses from its beginning, and how long it took
/// from one access to the next.
struct PartTimes {
  std::vector<std::uint64_t> firsts;  ///< by datum
  std::vector<std::uint64_t> lasts;
  /// Reuses by time: entry k is of more than 2^(k-1) and up to 2^k accesses; 0 is of 1.
  std::vector<std::uint64_t> magnitudes = std::vector<std::uint64_t>(65);

  /// From one access to the next of the same datum, both in the segment.
  void add_reuse(std::uint64_t time) {
    ++magnitudes[static_cast<std::size_t>(std::bit_width(time - 1))];
  }
};

/// What one segment of a trace amounts to, and all that is needed to put it together with its
/// neighbours: docs/trace-format.md. Its size depends on the data of the segment, not on its
/// accesses.
struct TracePart {
  std::string file = {};            ///< where it was found, which may differ from part to part
  std::string trace;                ///< JSON: what it is a part of, the same in all parts
  std::uint64_t digest = 0;         ///< tells that trace from others that call themselves the same
  std::uint64_t begin = 0;          ///< accesses of the trace before the segment,
  std::uint64_t end = 0;            ///< before what follows on it,
  std::uint64_t total = 0;          ///< and in all
  std::vector<std::uint64_t> data;  ///< by datum of the segment: its name in the trace
  MeasuredSegment segment;          ///< its data are numbered in order of first access
  std::optional<PartTimes> times = {};  ///< of address traces

  [[nodiscard]] bool is_whole() const { return begin == 0 && end == total; }
};

/// Numbers the data of a segment in order of first access; until then a datum's number is its name.
void name_by_number(TracePart& part);

/// The part that two adjacent ones make together, as though it had been measured in one. Throws
/// dmc::Error where they are not parts of one trace, or `right` does not follow on `left`.
[[nodiscard]] TracePart combine(const TracePart& left, const TracePart& right);

/// Writes a part in the format of docs/trace-format.md.
void write_part(const TracePart& part, const ByteSink& sink);

/// Reads a part and checks it. `name` is what errors call the file.
[[nodiscard]] TracePart read_part(ByteSource source, const std::string& name);

}  // namespace dmc

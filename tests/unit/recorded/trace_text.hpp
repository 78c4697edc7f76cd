#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "dmc/trace/batch.hpp"
#include "dmc/trace/tracer.hpp"
#include "dmc/tracefile/recorded.hpp"
#include "dmc/tracefile/trace_writer.hpp"

namespace dmc::test {

/// A trace as one sequence, however it was cut.
struct Flat {
  std::vector<Access> accesses = {};
  std::vector<std::uint64_t> positions = {};  ///< of the events, from the beginning of the trace
  std::vector<ScopeEvent> events = {};        ///< with position 0
  friend bool operator==(const Flat&, const Flat&) = default;

  void add(const Batch& batch);
};

/// Gives out the bytes of a text.
[[nodiscard]] ByteSource source_of(const std::string& text);

/// The file that batches make.
[[nodiscard]] std::string recorded(std::span<const Batch> batches, const TraceNames& names,
                                   const RecordedHeader& header = {});

/// Everything that a file holds. Throws dmc::Error where it is damaged.
struct Content {
  RecordedHeader header;
  TraceNames names;
  Flat trace;
};
[[nodiscard]] Content read_recorded(const std::string& text);

}  // namespace dmc::test

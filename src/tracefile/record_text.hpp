#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dmc/trace/tracer.hpp"
#include "dmc/tracefile/recorded.hpp"

namespace dmc::tracefile {

// The parts of a recorded trace that are JSON, so that people and other programs can read them.

constexpr std::string_view k_trace_magic = "dmctrace";
constexpr std::uint32_t k_trace_version = 1;

/// What a trace says at its end: what the ids in it stand for, and how much of it there is.
struct RecordedNames {
  TraceNames names;
  std::uint64_t accesses = 0;
  std::uint64_t blocks = 0;
};

[[nodiscard]] std::string header_text(const RecordedHeader& header);
[[nodiscard]] std::string names_text(const RecordedNames& names);

/// What tells a trace from others, for the parts that are measured of it.
[[nodiscard]] std::string description_text(const RecordedHeader& header,
                                           const RecordedNames& names);

/// Nothing where the text is not of that form.
[[nodiscard]] std::optional<RecordedHeader> parse_header(std::string_view text);
[[nodiscard]] std::optional<RecordedNames> parse_names(std::string_view text);

}  // namespace dmc::tracefile

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "dmc/engine/segment.hpp"
#include "dmc/trace/batch.hpp"
#include "dmc/trace/tracer.hpp"
#include "dmc/tracefile/recorded.hpp"

namespace dmc {
namespace tracefile {
struct RecordedContents;
}

/// A stretch of a recorded trace, front to back.
class RecordedSegment {
 public:
  ~RecordedSegment();
  RecordedSegment(RecordedSegment&&) noexcept;
  RecordedSegment& operator=(RecordedSegment&&) noexcept;

  /// The scopes that are open where it begins.
  [[nodiscard]] const OpenScopes& open() const;

  /// As RecordedReader::next(). Events between two accesses belong to the segment of the second;
  /// those after the last access of all are left out.
  [[nodiscard]] bool next(Batch& batch);

 private:
  friend class RecordedFile;
  class State;
  explicit RecordedSegment(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// A recorded trace in a file that can be read from anywhere: its index says where. Errors are
/// dmc::Error and name file and offset; what is not read is not checked.
class RecordedFile {
 public:
  /// Reads header, names and index. `path` must be a file as dmc wrote it, not compressed once
  /// more.
  explicit RecordedFile(const std::string& path);
  ~RecordedFile();
  RecordedFile(RecordedFile&&) noexcept;
  RecordedFile& operator=(RecordedFile&&) noexcept;

  [[nodiscard]] const RecordedHeader& header() const;
  [[nodiscard]] const TraceNames& names() const;
  [[nodiscard]] std::uint64_t accesses() const;
  /// Tells this trace from any other.
  [[nodiscard]] std::uint64_t digest() const;

  /// What parts of it call it: TracePart::trace.
  [[nodiscard]] std::string description() const;

  /// Accesses `begin` up to and without `end`, which is at most accesses(). May be read while other
  /// segments are.
  [[nodiscard]] RecordedSegment segment(std::uint64_t begin, std::uint64_t end) const;

 private:
  std::shared_ptr<const tracefile::RecordedContents> contents_;
};

/// What a part of a recorded trace tells of the whole.
struct RecordedDescription {
  RecordedHeader header;
  TraceNames names;
};

/// Nothing where the text describes no recorded trace.
[[nodiscard]] std::optional<RecordedDescription> parse_description(std::string_view text);

}  // namespace dmc

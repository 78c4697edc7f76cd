#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "dmc/trace/batch.hpp"
#include "dmc/trace/tracer.hpp"
#include "dmc/tracefile/recorded.hpp"

namespace dmc {

/// Where bytes go. Throws dmc::Error where they cannot be written.
using ByteSink = std::function<void(std::string_view)>;

/// Records a trace in the format of docs/trace-format.md, as the sink of a tracer:
///
///     dmc::OutputFile file("loop.dmct", "-o");
///     dmc::TraceWriter writer([&](std::string_view bytes) { file.write(bytes); }, header);
///     dmc::Tracer tracer(header.model, [&](dmc::Batch& batch) { writer.add(batch); });
///     …
///     tracer.finish();
///     writer.finish(tracer.names());
///     file.commit();
///
/// Bytes are written front to back, so that a pipe will do. Memory does not depend on the length of
/// the trace but for 24 bytes in 250 000 accesses.
class TraceWriter {
 public:
  /// Writes the header. Its expectations may be 0.
  TraceWriter(ByteSink sink, const RecordedHeader& header);
  ~TraceWriter();
  TraceWriter(TraceWriter&&) noexcept;
  TraceWriter& operator=(TraceWriter&&) noexcept;

  void add(const Batch& batch);

  /// Writes what is still held back, the names and the index. Once, at the end; without it the file
  /// counts as cut off.
  void finish(const TraceNames& names);

  [[nodiscard]] std::uint64_t accesses() const;
  /// Written so far.
  [[nodiscard]] std::uint64_t bytes() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace dmc

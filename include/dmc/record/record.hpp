#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "dmc/record/line_meter.hpp"
#include "dmc/trace/batch.hpp"
#include "dmc/trace/tracer.hpp"
#include "dmc/tracefile/trace_writer.hpp"

namespace dmc {

/// What to record.
struct RecordRequest {
  std::vector<std::string> command;  ///< a program and its arguments
  std::uint64_t granule = 8;         ///< bytes of a datum, a power of two
  std::vector<std::uint64_t> sizes =
      {};                      ///< of caches, in bytes, whose misses are counted; up to 4
  std::string from = {};       ///< measure during calls of this function only
  std::uint64_t skip = 0;      ///< accesses to leave out at first
  bool threads_apart = false;  ///< each thread as though it were alone
  ByteSink trace = {};         ///< where the trace is kept; may be empty
  /// Called now and then with the accesses measured so far; may be empty.
  std::function<void(std::uint64_t accesses)> progress = {};
};

/// How a program ended, as its parent knows it.
struct ProgramEnd {
  int status = 0;
  int signal = 0;  ///< that killed it; 0: it exited
};

/// Blocks that one line asked for.
struct HeapStructure {
  std::string name;
  std::uint64_t blocks = 0;
  std::uint64_t bytes = 0;
};

/// Where a program's accesses go, by line: LineCounts with what its numbers stand for.
struct LineProfile {
  std::uint64_t granule = 8;
  std::vector<std::uint64_t> sizes;  ///< in bytes
  LineCounts counts;
  TraceNames names;  ///< arrays are structures; the stage of one is the line
};

struct RecordThread {
  std::uint32_t number = 0;
  LineCounts counts;
};

struct RecordResult {
  std::vector<std::string> command;
  ProgramEnd end;
  LineProfile profile;
  std::vector<HeapStructure> heap;
  std::vector<RecordThread> threads;  ///< where they are measured apart
  std::uint32_t thread_count = 0;
  std::uint32_t processes = 0;
  std::uint64_t lost = 0;  ///< accesses that found no room to be recorded
  bool has_names = true;   ///< dmc can read debug information
  double seconds = 0;
};

/// Runs a program that `dmc cc` has compiled, and measures its accesses while it runs. Its input,
/// output and errors are this process's. Throws dmc::Error where it cannot be run, and where there
/// is nothing to measure.
[[nodiscard]] RecordResult record_program(const RecordRequest& request);

/// What the trace tells that record_program() has kept, or one of any program whose stages are
/// called as source lines are ("mesh.c:41").
[[nodiscard]] LineProfile profile_trace(const std::string& path, std::vector<std::uint64_t> sizes);

/// Whether a program, as found in the path, was linked with the recorder.
[[nodiscard]] bool is_recordable(const std::string& program);

/// The path of a program that a shell would run; empty: there is none.
[[nodiscard]] std::string program_path(const std::string& name);

/// "mesh.c:41" in its parts; a line of 0 where a label is no source line.
struct SourceLine {
  std::string file;
  unsigned line = 0;
};
[[nodiscard]] SourceLine parse_source_line(const std::string& label);

}  // namespace dmc

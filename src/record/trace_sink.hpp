#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "dmc/trace/batch.hpp"
#include "dmc/trace/tracer.hpp"
#include "dmc/tracefile/trace_writer.hpp"

namespace dmc::record {

/// Keeps a recording in a trace file. A file has one stack of scopes, so where another thread goes
/// on the calls of the one before are left and its own entered anew: what reaches over such a
/// change is carried by the whole program.
class TraceSink {
 public:
  TraceSink(const ByteSink& sink, const std::string& program, std::uint64_t granule);

  void add(const Batch& batch, std::uint32_t thread);
  void finish(const TraceNames& names);

 private:
  void follow(const std::vector<ScopeEvent>& events);

  TraceWriter writer_;
  std::map<std::uint32_t, std::vector<LabelId>> calls_;  // open, by thread
  std::uint32_t thread_ = 0;
};

}  // namespace dmc::record

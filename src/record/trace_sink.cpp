#include "trace_sink.hpp"

#include "dmc/tracefile/recorded.hpp"

namespace dmc::record {

TraceSink::TraceSink(const ByteSink& sink, const std::string& program, std::uint64_t granule)
    : writer_(sink, {.program = program, .element_bytes = granule}) {}

void TraceSink::follow(const std::vector<ScopeEvent>& events) {
  std::vector<LabelId>& calls = calls_[thread_];
  for (const ScopeEvent& event : events) {
    if (event.kind == ScopeEvent::Kind::enter_block) {
      calls.push_back(event.label);
    } else {
      calls.pop_back();
    }
  }
}

void TraceSink::add(const Batch& batch, std::uint32_t thread) {
  if (thread == thread_) {
    writer_.add(batch);
    follow(batch.events);
    return;
  }
  Batch changed = batch;
  std::vector<ScopeEvent> change(calls_[thread_].size(),
                                 ScopeEvent{0, 0, ScopeEvent::Kind::leave_block});
  for (const LabelId label : calls_[thread]) {
    change.push_back({0, label, ScopeEvent::Kind::enter_block});
  }
  changed.events.insert(changed.events.begin(), change.begin(), change.end());
  writer_.add(changed);
  thread_ = thread;
  follow(batch.events);
}

void TraceSink::finish(const TraceNames& names) {
  writer_.finish(names);
}

}  // namespace dmc::record

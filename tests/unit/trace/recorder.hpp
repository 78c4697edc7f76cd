#pragma once

#include <cstdint>
#include <vector>

#include "dmc/trace/tracer.hpp"

namespace dmc::test {

/// A tracer and everything it has handed on.
struct Recorder {
  std::vector<Access> accesses = {};
  std::vector<ScopeEvent> events = {};  ///< positions count from the beginning of the trace
  std::vector<Batch> batches = {};
  Tracer tracer;

  explicit Recorder(const Model& model = {},
                    Tracer::Attribution attribution = Tracer::Attribution::on)
      : tracer(
            model, [this](Batch& batch) { take(batch); }, attribution) {}
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// What has been recorded so far, as data.
  std::vector<Datum> data() {
    tracer.finish();
    std::vector<Datum> result;
    for (const Access access : accesses) {
      result.push_back(access.datum());
    }
    return result;
  }

 private:
  void take(Batch& batch) {
    for (ScopeEvent event : batch.events) {
      event.position += static_cast<std::uint32_t>(accesses.size());
      events.push_back(event);
    }
    accesses.insert(accesses.end(), batch.accesses().begin(), batch.accesses().end());
    batches.push_back(batch);
  }
};

}  // namespace dmc::test

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "dmc/engine/histogram.hpp"
#include "dmc/engine/lru_engine.hpp"
#include "dmc/engine/segment.hpp"
#include "dmc/trace/batch.hpp"

namespace dmc {

/// A segment of a trace that whoever measures it also makes.
struct TraceSegment {
  OpenScopes open;  ///< at its beginning; with attribution
  /// The next batch; false at the end. Called by one thread at a time.
  std::function<bool(Batch&)> next;
};

/// LruEngine on several threads, with the same results to the last count.
///
/// The trace is cut into segments. Each is measured by itself, as though nothing had gone before;
/// what is then missing, the distances of its first accesses to each datum, follows from running
/// those alone through an engine that knows the trace up to there (Niu et al., PARDA, IPDPS 2012).
/// Taking segments in is the only part that goes in order, and it overlaps with the measuring of
/// later ones.
class ParallelEngine {
 public:
  /// Besides the caller's thread, `threads` (at least 1) measure. Segments are about `segment`
  /// accesses long; 0 lets the engine choose. Neither changes a result.
  ParallelEngine(const EngineOptions& options, unsigned threads, std::size_t segment = 0);
  ~ParallelEngine();
  ParallelEngine(const ParallelEngine&) = delete;
  ParallelEngine& operator=(const ParallelEngine&) = delete;

  /// Accesses without attribution. They are not copied: they must stay as they are until finish().
  void access(std::span<const Datum> data);

  /// A batch without or with attribution. Takes the buffers out of it and leaves others.
  void access(Batch& batch);
  void attribute(Batch& batch);

  /// A whole segment, made by the thread that measures it: producing is then spread over threads,
  /// too. A trace is given either in segments or in batches.
  void attribute(TraceSegment segment);
  /// How many accesses it should have at this point of the trace. No result depends on it.
  [[nodiscard]] std::size_t wanted_length() const;

  /// Waits until everything is measured. Throws what went wrong in any thread; so may the calls
  /// above.
  void finish();

  // After finish().
  [[nodiscard]] std::uint64_t accesses() const;
  [[nodiscard]] std::uint64_t data() const;
  [[nodiscard]] EngineCounts counts() const;
  [[nodiscard]] Histogram histogram() const;
  [[nodiscard]] std::vector<AttributedHistogram> attributed() const;
  [[nodiscard]] std::vector<std::uint64_t> cold_misses() const;

 private:
  class Pipeline;
  std::unique_ptr<Pipeline> pipeline_;
};

}  // namespace dmc

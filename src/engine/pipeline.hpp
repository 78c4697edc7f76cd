#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <thread>
#include <variant>
#include <vector>

#include "dmc/engine/lru_engine.hpp"
#include "dmc/engine/segment.hpp"
#include "dmc/trace/batch.hpp"

#include "lru_state.hpp"
#include "segment_choice.hpp"

namespace dmc::engine {

/// A piece of a trace on its way to be measured: batches, something that makes them, or data that
/// stay where they are.
struct Segment {
  std::size_t number = 0;
  OpenScopes open;  ///< at its beginning
  bool attributed = false;
  std::vector<Batch> batches;
  std::function<bool(Batch&)> next;  ///< as in TraceSegment; may be empty
  std::span<const Datum> data;
};

/// Segments go in at one end; threads measure them in any order and one at a time takes what they
/// found into the whole, in order. Where that does not pay, it replays them there instead.
class SegmentPipeline {
 public:
  /// `length` as in ParallelEngine.
  SegmentPipeline(const EngineOptions& options, unsigned threads, std::size_t length);
  ~SegmentPipeline();
  SegmentPipeline(const SegmentPipeline&) = delete;
  SegmentPipeline& operator=(const SegmentPipeline&) = delete;

  /// Waits while enough is under way. Throws what went wrong in a thread.
  void push(Segment segment);
  /// A batch with room in it, perhaps a used one.
  [[nodiscard]] Batch empty_batch();
  /// How long segments should be for taking them in to be little work beside measuring them.
  [[nodiscard]] std::size_t wanted_length() const;
  void finish();
  [[nodiscard]] const LruState& whole() const { return whole_; }

 private:
  void work(LruState& state);
  /// On a worker; on the caller's thread where no worker could be started.
  void measure_next(LruState& state, std::unique_lock<std::mutex>& lock);
  void make_ahead(Segment& segment, std::unique_lock<std::mutex>& lock);
  static void replay(LruState& state, Segment& segment);
  void reuse_batches(Segment& segment);
  [[nodiscard]] SegmentSummary used_summary();
  void take_in(std::unique_lock<std::mutex>& lock);
  void stop();
  void rethrow() const;

  LruState whole_;
  std::deque<LruState> parts_;
  std::vector<std::thread> threads_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Segment> waiting_;
  std::map<std::size_t, std::variant<Segment, SegmentSummary>> ready_;  // to be taken in, by number
  std::vector<Batch> used_;
  std::vector<SegmentSummary> used_summaries_;
  std::size_t next_ = 0;  // to be taken in
  std::size_t pushed_ = 0;
  SegmentChoice choice_;
  bool taking_in_ = false;
  bool stopping_ = false;
  std::exception_ptr failure_;
};

}  // namespace dmc::engine

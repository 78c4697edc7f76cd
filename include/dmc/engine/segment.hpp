#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "dmc/engine/histogram.hpp"
#include "dmc/engine/lru_engine.hpp"
#include "dmc/trace/batch.hpp"

namespace dmc {

/// The scopes that are open at a point of a trace, as the labels of their marks, outermost first:
/// label 0, the whole program, then two a loop (its own and the next one) and one a block.
struct OpenScopes {
  std::vector<LabelId> marks{0};
  std::uint64_t data_end = 0;   ///< as in Batch
  std::uint32_t array_end = 0;  ///< 0: there is no attribution
  std::uint32_t label_end = 0;
};

/// The first access to a datum in a segment of a trace, and the innermost scope around it that was
/// open before the segment began: whoever knows what went before can tell what carries it.
struct FirstAccess {
  Access access;
  std::uint32_t mark;  ///< an index into OpenScopes::marks
};

/// What the rest of a trace needs to know of one segment of it: enough to find the distances of
/// reuses that reach into it from behind, and of those that reach out of it.
struct SegmentSummary {
  /// An open scope at the segment's end.
  struct Mark {
    LabelId label;
    bool inherited;  ///< began before the segment
    std::uint32_t
        rank;  ///< otherwise: how many of the segment's data were last accessed before it began
  };

  std::uint64_t accesses = 0;
  std::vector<FirstAccess> firsts;  ///< its data in order of first access
  std::vector<Datum> lasts;         ///< the same in order of last access
  std::vector<Mark> marks;
  std::uint64_t data_end = 0;  ///< as in Batch
  std::uint32_t array_end = 0;
  std::uint32_t label_end = 0;
};

/// A segment with the reuses inside it. First accesses are counted by neither histogram.
struct MeasuredSegment {
  OpenScopes open;  ///< at its beginning
  SegmentSummary summary;
  Histogram histogram;
  std::vector<AttributedHistogram> classes;  ///< by label, then array; none without attribution
};

/// Measures one segment of a trace of which nothing before is known but the scopes that are open.
/// Segments are measured in any order, on any machine, and put together by combine().
class SegmentEngine {
 public:
  explicit SegmentEngine(const OpenScopes& open, const EngineOptions& options = {});
  ~SegmentEngine();
  SegmentEngine(SegmentEngine&&) noexcept;
  SegmentEngine& operator=(SegmentEngine&&) noexcept;

  /// As LruEngine. A segment that was opened with attribution takes batches, any other data.
  void access(std::span<const Datum> data);
  void attribute(const Batch& batch);

  /// Once, at the end.
  [[nodiscard]] MeasuredSegment finish();

 private:
  class State;
  std::unique_ptr<State> state_;
};

/// The segment that two adjacent ones make together, as though it had been measured in one. So it
/// does not matter in which grouping segments are combined. Takes time in proportion to the data of
/// both, not to their accesses. Data must have the same names in both.
[[nodiscard]] MeasuredSegment combine(const MeasuredSegment& left, const MeasuredSegment& right);

}  // namespace dmc

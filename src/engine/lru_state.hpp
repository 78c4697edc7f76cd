#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

#include "dmc/engine/histogram.hpp"
#include "dmc/engine/lru_engine.hpp"
#include "dmc/engine/segment.hpp"
#include "dmc/trace/batch.hpp"

#include "class_counts.hpp"
#include "distance_bins.hpp"
#include "page_array.hpp"
#include "time_axis.hpp"
#include "way_choice.hpp"

namespace dmc::engine {

/// The tables of one engine and everything about them that is not hot: how they grow, how the time
/// axis is compacted, how a segment of a trace is summed up and how such a sum is taken in.
class LruState {
 public:
  explicit LruState(const EngineOptions& options);

  // A whole trace, or the next part of a segment.
  void access(std::span<const Datum> data);
  /// `distances` is as long as `data`.
  void access(std::span<const Datum> data, std::uint32_t* distances);
  /// All data are less than `data_end`.
  void access(std::span<const Access> accesses, std::uint64_t data_end);
  void attribute(const Batch& batch);

  /// From here on accesses belong to a segment of a trace of which nothing before is known but the
  /// scopes that are open. The summary of a segment that is of no use any more lends its memory.
  void begin_segment(const OpenScopes& scopes, SegmentSummary used = {});
  /// Sums the segment up and forgets it; the histograms go on over all segments.
  [[nodiscard]] SegmentSummary end_segment();
  /// Goes on with the segment that follows on everything so far.
  void absorb(const SegmentSummary& segment);
  /// Adds the histograms of a state that has measured some of the segments.
  void add_reuses_of(const LruState& part);

  [[nodiscard]] std::uint64_t accesses() const { return accesses_; }
  [[nodiscard]] std::uint64_t data() const { return replay_.axis.live; }
  [[nodiscard]] EngineCounts counts() const;
  [[nodiscard]] Histogram histogram() const;
  [[nodiscard]] std::vector<AttributedHistogram> attributed() const {
    return classes_.attributed(data());
  }
  [[nodiscard]] std::vector<std::uint64_t> cold_misses() const { return classes_.cold_misses(); }

 private:
  class Ranks;

  template <class Replay>
  void replay_data(std::span<const Datum> data, Replay replay);
  template <class Item, class Replay>
  void replay_all(std::span<const Item> items, Replay replay);
  template <class Replay>
  std::size_t learning(Replay replay);

  void make_room_for(std::uint64_t data_end);
  void make_room_for_classes(std::size_t labels, std::size_t arrays);
  void make_room_for_firsts(std::size_t more);
  void forget_stamps(std::span<const FirstAccess> firsts, std::uint32_t* stamps);
  void use_plain_bins();
  void count_more(std::uint64_t accesses);
  void resize_marks(std::size_t room, std::size_t depth);

  void build_axis(std::uint64_t stamps);
  void clear_axis();
  void compact_if_full();
  void compact();

  const ReplayCode& code_;
  std::uint64_t expected_;
  WayChoice choice_;
  std::uint64_t accesses_ = 0;
  std::uint64_t segment_start_ = 0;
  std::uint64_t bin_limit_;    // what a bin may hold
  std::uint64_t in_bins_ = 0;  // accesses counted since bins were carried over
  ReplayState replay_{};

  PageArray<std::uint64_t> words_;
  PageArray<std::uint16_t> level1_;
  PageArray<std::uint16_t> level2_;
  PageArray<std::uint32_t> level3_;
  PageArray<std::uint32_t> level4_;
  PageArray<std::uint32_t> level5_;
  PageArray<std::uint32_t> last_;
  DistanceBins bins_;

  std::vector<std::uint32_t> mark_times_;
  std::vector<std::size_t> mark_rows_;
  ClassCounts classes_;  // on replay_.classes
  std::vector<FirstAccess> firsts_;
  std::vector<Datum> lasts_;  // only ever lends its memory
};

}  // namespace dmc::engine

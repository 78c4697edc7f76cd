#include "lru_state.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

namespace dmc::engine {
namespace {

constexpr std::uint64_t k_axis_step = std::uint64_t{1} << TimeAxis::k_node3_bits;
constexpr std::uint64_t k_max_axis = (std::uint64_t{1} << 32) - k_axis_step;
constexpr std::uint64_t k_min_axis = TimeAxis::k_flat_end;

// Time stamps per datum: more makes compaction rarer, fewer keeps the axis in a nearer cache.
constexpr std::uint64_t k_stamps_per_datum = 8;

// The same for data that were never accessed yet: compaction has to look at them, too.
constexpr std::uint64_t k_data_per_stamp = 2;

// Words of zeros behind the axis, so that two words can be read without looking for its end.
constexpr std::size_t k_words_beyond = 8;

// Compaction must leave stamps to give out, or it would come at every access.
constexpr std::uint64_t k_max_data = k_max_axis - (std::uint64_t{1} << 26);

// Accesses between two looks at how to go on.
constexpr std::size_t k_stretch = 4096;

// Accesses between two looks at how large the data are.
constexpr std::size_t k_part = 4 * k_stretch;

}  // namespace

// Ranks of the stamps before the head among the live ones.
class LruState::Ranks {
 public:
  explicit Ranks(const LruState& state)
      : code_(state.code_), words_(state.words_.data()), before_(state.replay_.axis.head / 64 + 1) {
    code_.count_before(words_, before_.size(), before_.data());
  }
  /// Each stamp becomes the first of an axis plus its rank; 0 stays 0.
  void to_ranks(std::span<std::uint32_t> stamps) const {
    code_.to_ranks({words_, before_.data()}, stamps.data(), stamps.size());
  }
  [[nodiscard]] std::uint32_t operator()(std::uint32_t stamp) const {
    to_ranks({&stamp, 1});
    return stamp - TimeAxis::k_first_stamp;
  }

 private:
  const ReplayCode& code_;
  const std::uint64_t* words_;
  std::vector<std::uint32_t> before_;
};

LruState::LruState(const EngineOptions& options)
    : code_(replay_code(options.instructions)),
      expected_(options.expected_data),
      bin_limit_(std::max<std::uint64_t>(options.bin_limit, k_stretch)),
      classes_(replay_.classes, std::max<std::uint64_t>(options.noted_limit, k_stretch)) {
  resize_marks(1, 1);
  build_axis(k_min_axis);
}

// Replays all of the items, stretch by stretch.
template <class Item, class Replay>
void LruState::replay_all(std::span<const Item> items, Replay replay) {
  while (!items.empty()) {
    const auto stretch = items.first(std::min(items.size(), k_stretch));
    const std::size_t done = learning([&] { return replay(stretch.data(), stretch.size()); });
    items = items.subspan(done);
    compact_if_full();
  }
}

template <class Replay>
std::size_t LruState::learning(Replay replay) {
  make_room_for_firsts(k_stretch);
  count_more(k_stretch);
  classes_.make_room_to_note(k_stretch);
  const std::uint64_t far = replay_.far;
  const std::uint64_t misses = replay_.misses;
  const std::size_t done = replay();
  choice_.learn(done, replay_.far - far, replay_.misses - misses, replay_.axis.live);
  return done;
}

// Looks at a part of the data at a time, so that it is still in the cache when it is replayed.
template <class Replay>
void LruState::replay_data(std::span<const Datum> data, Replay replay) {
  while (!data.empty()) {
    const auto part = data.first(std::min(data.size(), k_part));
    make_room_for(std::uint64_t{code_.largest(part.data(), part.size())} + 1);
    use_plain_bins();
    replay_all(part, replay);
    accesses_ += part.size();
    data = data.subspan(part.size());
  }
}

void LruState::access(std::span<const Datum> data) {
  replay_data(data, [&](const Datum* items, std::size_t count) {
    return code_.data(replay_, items, count, choice_.way());
  });
}

void LruState::access(std::span<const Datum> data, std::uint32_t* distances) {
  const Datum* const first = data.data();
  replay_data(data, [&](const Datum* items, std::size_t count) {
    return code_.telling(replay_, items, count, choice_.way(), distances + (items - first));
  });
}

void LruState::access(std::span<const Access> accesses, std::uint64_t data_end) {
  make_room_for(data_end);
  use_plain_bins();
  replay_all(accesses, [&](const Access* items, std::size_t count) {
    return code_.accesses(replay_, items, count, choice_.way());
  });
  accesses_ += accesses.size();
}

void LruState::attribute(const Batch& batch) {
  static_assert(Batch::k_capacity <= k_stretch);
  make_room_for(batch.data_end);
  // Scopes may begin before there is any array.
  make_room_for_classes(batch.label_end, std::max(batch.array_end, 1U));
  resize_marks(replay_.marks.depth + 2 * batch.events.size(), replay_.marks.depth);
  const AttributedSpan span{batch.storage.data(), batch.count, batch.events.data(),
                            batch.events.size()};
  Progress done{0, 0};
  while (done.accesses < span.count || done.events < span.event_count) {
    const std::size_t from = done.accesses;
    learning([&] {
      done = code_.attributed(replay_, span, done, choice_.way());
      return done.accesses - from;
    });
    compact_if_full();
  }
  accesses_ += batch.count;
}

void LruState::begin_segment(const OpenScopes& scopes, SegmentSummary used) {
  segment_start_ = accesses_;
  replay_.first_count = 0;
  firsts_ = std::move(used.firsts);
  lasts_ = std::move(used.lasts);
  firsts_.resize(std::max(firsts_.size(), k_stretch));
  replay_.firsts = firsts_.data();
  make_room_for(scopes.data_end);
  if (scopes.array_end == 0) {
    return;
  }
  make_room_for_classes(scopes.label_end, scopes.array_end);
  resize_marks(scopes.marks.size(), scopes.marks.size());
  for (std::size_t mark = 0; mark < scopes.marks.size(); ++mark) {
    mark_times_[mark] = 0;
    mark_rows_[mark] = scopes.marks[mark] * replay_.classes.stride;
  }
}

SegmentSummary LruState::end_segment() {
  SegmentSummary summary;
  const Ranks rank(*this);
  summary.accesses = accesses_ - segment_start_;
  firsts_.resize(replay_.first_count);
  summary.firsts = std::move(firsts_);
  lasts_.resize(replay_.first_count);
  summary.lasts = std::move(lasts_);
  std::array<std::uint32_t, k_stretch> stamps;
  for (std::size_t i = 0; i < summary.firsts.size(); i += k_stretch) {
    const auto firsts =
        std::span(summary.firsts).subspan(i, std::min(k_stretch, summary.firsts.size() - i));
    forget_stamps(firsts, stamps.data());
    rank.to_ranks(std::span(stamps).first(firsts.size()));
    for (std::size_t j = 0; j < firsts.size(); ++j) {
      summary.lasts[stamps[j] - TimeAxis::k_first_stamp] = firsts[j].access.datum();
    }
  }
  const std::size_t stride = replay_.classes.stride;
  for (std::size_t mark = 0; stride != 0 && mark < replay_.marks.depth; ++mark) {
    const std::uint32_t time = mark_times_[mark];
    summary.marks.push_back(
        {static_cast<LabelId>(mark_rows_[mark] / stride), time == 0, time == 0 ? 0 : rank(time)});
  }
  summary.data_end = last_.size();
  summary.array_end = static_cast<std::uint32_t>(stride);
  summary.label_end = static_cast<std::uint32_t>(classes_.labels());
  clear_axis();
  code_.refill(replay_.axis, 0);
  firsts_ = {};
  replay_.firsts = nullptr;
  return summary;
}

// Takes the stamps of the data out of the table.
void LruState::forget_stamps(std::span<const FirstAccess> firsts, std::uint32_t* stamps) {
  constexpr std::size_t k_ahead = 32;
  for (std::size_t i = 0; i < firsts.size(); ++i) {
    const std::size_t ahead = std::min(i + k_ahead, firsts.size() - 1);
    __builtin_prefetch(last_.data() + firsts[ahead].access.datum(), 1);
    stamps[i] = std::exchange(last_.data()[firsts[i].access.datum()], 0);
  }
}

void LruState::absorb(const SegmentSummary& segment) {
  make_room_for(segment.data_end);
  if (segment.array_end == 0) {
    use_plain_bins();
  } else {
    make_room_for_classes(segment.label_end, segment.array_end);
  }
  replay_all(std::span<const FirstAccess>(segment.firsts),
             [&](const FirstAccess* items, std::size_t count) {
               return code_.firsts(replay_, items, count, choice_.way());
             });
  // The segment's data now have the youngest stamps, one after the other: as for the rest of the
  // trace only the order among them is still wrong.
  const auto youngest = replay_.axis.head - static_cast<std::uint32_t>(segment.lasts.size());
  for (std::size_t i = 0; i < segment.lasts.size(); ++i) {
    last_.data()[segment.lasts[i]] = youngest + static_cast<std::uint32_t>(i);
  }
  if (segment.array_end != 0) {
    resize_marks(segment.marks.size(), segment.marks.size());
    for (std::size_t mark = 0; mark < segment.marks.size(); ++mark) {
      const SegmentSummary::Mark& open = segment.marks[mark];
      mark_times_[mark] = open.inherited ? mark_times_[mark] : youngest + open.rank;
      mark_rows_[mark] = open.label * replay_.classes.stride;
    }
  }
  accesses_ += segment.accesses;
}

void LruState::add_reuses_of(const LruState& part) {
  // First accesses stay behind: what is first in a segment need not be first in the trace.
  if (!part.bins_.empty()) {
    use_plain_bins();
    bins_.add(part.bins_);
  }
  classes_.add(part.classes_);
  in_bins_ = bin_limit_;  // who would count on must carry over first
}

EngineCounts LruState::counts() const {
  EngineCounts counts{accesses_, data(), {}, {}, {}};
  if (bins_.empty()) {
    classes_.read_out(data(), counts);
  } else {
    counts.histogram = bins_.histogram(data());
  }
  return counts;
}

Histogram LruState::histogram() const {
  return bins_.empty() ? classes_.histogram(data()) : bins_.histogram(data());
}

// Tables by datum and by distance grow together: no distance exceeds the number of data.
void LruState::make_room_for(std::uint64_t data_end) {
  if (data_end <= last_.size()) {
    return;
  }
  if (data_end > k_max_data) {
    throw Error(
        fmt::format("the trace touches more than {} distinct data, which is the most dmc can "
                    "count; use a larger granule or block, or a smaller problem",
                    k_max_data));
  }
  const std::uint64_t size =
      std::min(std::max({data_end, expected_, 2 * std::uint64_t{last_.size()}}), k_max_data);
  PageArray<std::uint32_t> last(size, PageArray<std::uint32_t>::Pages::huge);
  std::copy_n(last_.data(), last_.size(), last.data());
  last_ = std::move(last);
  replay_.last = last_.data();

  if (!bins_.empty()) {
    bins_ = bins_.grown(size);
    replay_.bins = bins_.data();
  }
  classes_.grow(size);
}

void LruState::make_room_for_classes(std::size_t labels, std::size_t arrays) {
  const std::size_t stride = replay_.classes.stride;
  if (classes_.make_room(labels, arrays)) {
    for (std::size_t mark = 0; mark < replay_.marks.depth; ++mark) {
      mark_rows_[mark] = stride == 0 ? 0 : mark_rows_[mark] / stride * replay_.classes.stride;
    }
  }
}

void LruState::make_room_for_firsts(std::size_t more) {
  if (replay_.firsts != nullptr && firsts_.size() < replay_.first_count + more) {
    firsts_.resize(2 * (replay_.first_count + more));
    replay_.firsts = firsts_.data();
  }
}

void LruState::use_plain_bins() {
  if (bins_.empty() && last_.size() != 0) {
    bins_ = DistanceBins(last_.size(), DistanceBins::Marks::none);
    replay_.bins = bins_.data();
  }
}

// So many more accesses are about to be counted: no bin may overflow, even if all go into one.
void LruState::count_more(std::uint64_t accesses) {
  in_bins_ += accesses;
  if (in_bins_ <= bin_limit_) {
    return;
  }
  in_bins_ = accesses;
  if (!bins_.empty()) {
    bins_.carry_over();
  }
  classes_.carry_over();
}

void LruState::resize_marks(std::size_t room, std::size_t depth) {
  if (mark_times_.size() < room) {
    mark_times_.resize(room);
    mark_rows_.resize(room);
  }
  replay_.marks = {mark_times_.data(), mark_rows_.data(), depth};
}

void LruState::build_axis(std::uint64_t stamps) {
  using Words = PageArray<std::uint64_t>;
  using Counts16 = PageArray<std::uint16_t>;
  using Counts32 = PageArray<std::uint32_t>;
  // Counters are updated a whole node at a time, so the last node of a level is allocated whole; a
  // flat level 2 is one node of 64.
  const auto nodes = [&](std::uint32_t bits) { return (stamps >> bits) + 64; };
  words_ = Words(stamps / 64 + k_words_beyond, Words::Pages::huge);
  level1_ = Counts16(stamps / 64 + k_words_beyond, Counts16::Pages::huge);
  level2_ = Counts16(nodes(TimeAxis::k_node1_bits));
  level3_ = Counts32(nodes(TimeAxis::k_node2_bits));
  level4_ = Counts32(nodes(TimeAxis::k_node3_bits));
  level5_ = Counts32(nodes(TimeAxis::k_node4_bits));
  replay_.axis = {words_.data(),
                  level1_.data(),
                  level2_.data(),
                  level3_.data(),
                  level4_.data(),
                  level5_.data(),
                  TimeAxis::k_first_stamp,
                  static_cast<std::uint32_t>(stamps),
                  0,
                  0,
                  0,
                  0};
}

// What was before the head is gone; nothing is behind it.
void LruState::clear_axis() {
  std::fill_n(words_.data(), std::min<std::size_t>(replay_.axis.head / 64 + 1, words_.size()), 0);
  replay_.near_window = {};
  replay_.known = {};
}

void LruState::compact_if_full() {
  if (replay_.axis.head == replay_.axis.end) {
    compact();
  }
}

// Every datum's stamp becomes its rank among the live stamps, and so do the beginnings of the open
// scopes; the axis starts afresh behind them, larger where the footprint has grown.
void LruState::compact() {
  const Ranks ranks(*this);
  const std::uint32_t live = replay_.axis.live;
  ranks.to_ranks({last_.data(), last_.size()});
  ranks.to_ranks(std::span(mark_times_).first(replay_.marks.depth));
  const std::uint64_t wanted = std::max(live * k_stamps_per_datum, last_.size() / k_data_per_stamp);
  const std::uint64_t size =
      std::min((wanted + k_axis_step - 1) / k_axis_step * k_axis_step, k_max_axis);
  clear_axis();
  if (wanted > replay_.axis.end) {
    build_axis(size);
  }
  code_.refill(replay_.axis, live);
}

}  // namespace dmc::engine

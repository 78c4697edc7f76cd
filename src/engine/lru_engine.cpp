#include "dmc/engine/lru_engine.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

#include "page_array.hpp"
#include "time_axis.hpp"
#include "way_choice.hpp"

namespace dmc {
namespace {

using engine::ReplayState;
using engine::TimeAxis;

constexpr std::uint64_t k_axis_step = std::uint64_t{1} << TimeAxis::k_node3_bits;
constexpr std::uint64_t k_max_axis = (std::uint64_t{1} << 32) - k_axis_step;
constexpr std::uint64_t k_min_axis = std::uint64_t{1} << 17;

// Time stamps per datum: more makes compaction rarer, fewer keeps the axis in a nearer cache.
constexpr std::uint64_t k_stamps_per_datum = 8;

// Words of zeros behind the axis, so that a few words can be counted without looking for its end.
constexpr std::size_t k_words_beyond = 8;

// Compaction must leave stamps to give out, or it would come at every access.
constexpr std::uint64_t k_max_data = k_max_axis - (std::uint64_t{1} << 26);

// Accesses between two looks at how to go on.
constexpr std::size_t k_stretch = 4096;

constexpr std::size_t k_label_names = std::size_t{1} << 16;

Histogram to_histogram(const std::uint64_t* bins, std::uint64_t last) {
  Histogram histogram;
  for (std::uint64_t distance = 1; distance <= last; ++distance) {
    if (bins[distance] != 0) {
      histogram.bins.push_back({distance, bins[distance]});
    }
  }
  return histogram;
}

}  // namespace

class LruEngine::State {
 public:
  explicit State(const EngineOptions& options)
      : code_(engine::replay_code(options.instructions)), expected_(options.expected_data) {
    replay_.classes.owner = this;
    replay_.classes.create = [](void* owner, std::size_t index) {
      return static_cast<State*>(owner)->create_class(index);
    };
    mark_times_.assign(1, 0);
    mark_rows_.assign(1, 0);
    point_at_marks(1);
    build_axis(k_min_axis);
  }

  template <class Item>
  void access(std::span<const Item> items, std::uint64_t data_end) {
    make_room_for(data_end);
    if (bins_.size() == 0) {
      bins_ = Bins(last_.size() + 1, Bins::Pages::huge);
    }
    replay_.bins = bins_.data();
    while (!items.empty()) {
      const auto stretch = items.first(std::min(items.size(), k_stretch));
      const std::size_t done = replay(stretch);
      items = items.subspan(done);
      accesses_ += done;
      compact_if_full();
    }
  }

  void attribute(const Batch& batch) {
    make_room_for(batch.data_end);
    make_room_for_classes(batch.label_end, batch.array_end);
    mark_times_.resize(std::max(mark_times_.size(), replay_.marks.depth + 2 * batch.events.size()));
    mark_rows_.resize(mark_times_.size());
    point_at_marks(replay_.marks.depth);
    const engine::AttributedSpan span{batch.storage.data(), batch.count, batch.events.data(),
                                      batch.events.size()};
    engine::Progress done{0, 0};
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

  [[nodiscard]] std::uint64_t accesses() const { return accesses_; }
  [[nodiscard]] std::uint64_t data() const { return replay_.axis.live; }

  [[nodiscard]] Histogram histogram() const {
    if (bins_.size() != 0) {
      return to_histogram(bins_.data(), data());
    }
    std::vector<std::uint64_t> sums(data() + 1);
    for (const Bins& bins : class_bins_) {
      for (std::uint64_t distance = 1; bins.size() != 0 && distance <= data(); ++distance) {
        sums[distance] += bins.data()[distance];
      }
    }
    return to_histogram(sums.data(), data());
  }

  [[nodiscard]] std::vector<AttributedHistogram> attributed() const {
    std::vector<AttributedHistogram> result;
    for_each_class([&](LabelId label, ArrayId array, const Bins& bins) {
      Histogram histogram = to_histogram(bins.data(), data());
      if (!histogram.bins.empty()) {
        result.push_back({array, label, std::move(histogram)});
      }
    });
    return result;
  }

  [[nodiscard]] std::vector<std::uint64_t> cold_misses() const {
    std::vector<std::uint64_t> result(class_bins_.empty() ? 0 : replay_.classes.stride);
    for_each_class(
        [&](LabelId, ArrayId array, const Bins& bins) { result[array] += bins.data()[0]; });
    return result;
  }

 private:
  using Bins = PageArray<std::uint64_t>;

  std::size_t replay(std::span<const Datum> data) {
    return learning([&] { return code_.data(replay_, data.data(), data.size(), choice_.way()); });
  }
  std::size_t replay(std::span<const Access> accesses) {
    return learning(
        [&] { return code_.accesses(replay_, accesses.data(), accesses.size(), choice_.way()); });
  }

  template <class Replay>
  std::size_t learning(Replay replay) {
    const std::uint64_t far = replay_.far;
    const std::uint64_t misses = replay_.misses;
    const std::size_t done = replay();
    choice_.learn(done, replay_.far - far, replay_.misses - misses, replay_.axis.live);
    return done;
  }

  template <class Visit>
  void for_each_class(Visit visit) const {
    for (std::size_t index = 0; index < class_bins_.size(); ++index) {
      if (class_bins_[index].size() != 0) {
        visit(static_cast<LabelId>(index / replay_.classes.stride),
              static_cast<ArrayId>(index % replay_.classes.stride), class_bins_[index]);
      }
    }
  }

  void make_room_for(std::uint64_t data_end);
  void make_room_for_classes(std::size_t labels, std::size_t arrays);
  std::uint64_t* create_class(std::size_t index);
  void point_at_marks(std::size_t depth) {
    replay_.marks = {mark_times_.data(), mark_rows_.data(), depth};
  }
  void point_at_classes() { replay_.classes.bins = class_pointers_.data(); }

  void build_axis(std::uint64_t stamps);
  void compact_if_full() {
    if (replay_.axis.head == replay_.axis.end) {
      compact();
    }
  }
  void compact();
  [[nodiscard]] std::vector<std::uint32_t> ranks_before_words() const;

  const engine::ReplayCode& code_;
  std::uint64_t expected_;
  engine::WayChoice choice_;
  std::uint64_t accesses_ = 0;
  ReplayState replay_{};

  PageArray<std::uint64_t> words_;
  PageArray<std::uint16_t> level1_;
  PageArray<std::uint16_t> level2_;
  PageArray<std::uint32_t> level3_;
  PageArray<std::uint32_t> level4_;
  PageArray<std::uint32_t> last_;
  Bins bins_;

  std::vector<std::uint32_t> mark_times_;
  std::vector<std::size_t> mark_rows_;
  std::vector<Bins> class_bins_;                // by row + array
  std::vector<std::uint64_t*> class_pointers_;  // where they are, for the hot code
};

// Tables by datum and by distance grow together: no distance exceeds the number of data.
void LruEngine::State::make_room_for(std::uint64_t data_end) {
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

  const auto grow = [&](Bins& bins, Bins::Pages pages) {
    Bins grown(size + 1, pages);
    for (std::size_t i = 0; i < bins.size(); ++i) {
      if (bins.data()[i] != 0) {  // pages that were never touched stay so
        grown.data()[i] = bins.data()[i];
      }
    }
    bins = std::move(grown);
  };
  if (bins_.size() != 0) {
    grow(bins_, Bins::Pages::huge);
  }
  for (std::size_t i = 0; i < class_bins_.size(); ++i) {
    if (class_bins_[i].size() != 0) {
      grow(class_bins_[i], Bins::Pages::normal);
      class_pointers_[i] = class_bins_[i].data();
    }
  }
}

void LruEngine::State::make_room_for_classes(std::size_t labels, std::size_t arrays) {
  const std::size_t stride = replay_.classes.stride;
  if (arrays > stride) {
    const std::size_t wider = std::bit_ceil(arrays);
    const std::size_t rows = stride == 0 ? 0 : class_bins_.size() / stride;
    std::vector<Bins> moved(rows * wider);
    for (std::size_t i = 0; i < class_bins_.size(); ++i) {
      moved[i / stride * wider + i % stride] = std::move(class_bins_[i]);
    }
    class_bins_ = std::move(moved);
    for (std::size_t m = 0; m < replay_.marks.depth; ++m) {
      mark_rows_[m] = stride == 0 ? 0 : mark_rows_[m] / stride * wider;
    }
    replay_.classes.stride = wider;
  }
  if (labels * replay_.classes.stride > class_bins_.size()) {
    class_bins_.resize(std::bit_ceil(labels) * replay_.classes.stride);
  }
  class_pointers_.resize(class_bins_.size());
  std::transform(class_bins_.begin(), class_bins_.end(), class_pointers_.begin(),
                 [](Bins& bins) { return bins.data(); });
  point_at_classes();
}

std::uint64_t* LruEngine::State::create_class(std::size_t index) {
  class_bins_[index] = Bins(last_.size() + 1);
  class_pointers_[index] = class_bins_[index].data();
  return class_pointers_[index];
}

void LruEngine::State::build_axis(std::uint64_t stamps) {
  using Huge = PageArray<std::uint64_t>::Pages;
  words_ = PageArray<std::uint64_t>(stamps / 64 + k_words_beyond, Huge::huge);
  // Counters are updated a whole node at a time, so the last node of a level is allocated whole.
  const auto nodes = [&](std::uint32_t bits) { return (stamps >> bits) + 32; };
  level1_ = PageArray<std::uint16_t>(stamps / 64, PageArray<std::uint16_t>::Pages::huge);
  level2_ = PageArray<std::uint16_t>(nodes(TimeAxis::k_node1_bits));
  level3_ = PageArray<std::uint32_t>(nodes(TimeAxis::k_node2_bits));
  level4_ = PageArray<std::uint32_t>(nodes(TimeAxis::k_node3_bits));
  replay_.axis = {words_.data(),
                  level1_.data(),
                  level2_.data(),
                  level3_.data(),
                  level4_.data(),
                  TimeAxis::k_first_stamp,
                  static_cast<std::uint32_t>(stamps),
                  0,
                  0,
                  0};
}

std::vector<std::uint32_t> LruEngine::State::ranks_before_words() const {
  std::vector<std::uint32_t> ranks(words_.size());
  std::uint32_t rank = 0;
  for (std::size_t word = 0; word < ranks.size(); ++word) {
    ranks[word] = rank;
    rank += static_cast<std::uint32_t>(std::popcount(words_.data()[word]));
  }
  return ranks;
}

// Every datum's stamp becomes its rank among the live stamps, counted from 1, and so do the
// beginnings of the open scopes; the axis starts afresh behind them, larger where the footprint has
// grown.
void LruEngine::State::compact() {
  const std::vector<std::uint32_t> ranks = ranks_before_words();
  const std::uint32_t live = replay_.axis.live;
  const std::uint64_t* words = words_.data();
  const auto renumbered = [&](std::uint32_t stamp) {
    if (stamp == replay_.axis.end) {
      return live + TimeAxis::k_first_stamp;
    }
    const std::uint64_t before = (std::uint64_t{1} << (stamp % 64)) - 1;
    return TimeAxis::k_first_stamp + ranks[stamp / 64] +
           static_cast<std::uint32_t>(std::popcount(words[stamp / 64] & before));
  };
  for (std::uint32_t& stamp : std::span(last_.data(), last_.size())) {
    stamp = stamp == 0 ? 0 : renumbered(stamp);
  }
  for (std::size_t mark = 1; mark < replay_.marks.depth; ++mark) {
    mark_times_[mark] = renumbered(mark_times_[mark]);
  }
  const std::uint64_t wanted = live * k_stamps_per_datum;
  const std::uint64_t size =
      std::min((wanted + k_axis_step - 1) / k_axis_step * k_axis_step, k_max_axis);
  if (size > replay_.axis.end) {
    build_axis(size);
  } else {
    std::fill_n(words_.data(), words_.size(), 0);
  }
  code_.refill(replay_.axis, live);
  replay_.known = {};
}

LruEngine::LruEngine(const EngineOptions& options) : state_(std::make_unique<State>(options)) {}
LruEngine::~LruEngine() = default;
LruEngine::LruEngine(LruEngine&&) noexcept = default;
LruEngine& LruEngine::operator=(LruEngine&&) noexcept = default;

void LruEngine::access(std::span<const Datum> data) {
  const auto last = std::max_element(data.begin(), data.end());
  state_->access(data, last == data.end() ? 0 : std::uint64_t{*last} + 1);
}

void LruEngine::access(std::span<const Access> accesses) {
  std::uint64_t data_end = 0;
  for (const Access access : accesses) {
    data_end = std::max(data_end, std::uint64_t{access.datum()} + 1);
  }
  state_->access(accesses, data_end);
}

void LruEngine::attribute(const Batch& batch) {
  state_->attribute(batch);
}
std::uint64_t LruEngine::accesses() const {
  return state_->accesses();
}
std::uint64_t LruEngine::data() const {
  return state_->data();
}
Histogram LruEngine::histogram() const {
  return state_->histogram();
}
std::vector<AttributedHistogram> LruEngine::attributed() const {
  return state_->attributed();
}
std::vector<std::uint64_t> LruEngine::cold_misses() const {
  return state_->cold_misses();
}

}  // namespace dmc

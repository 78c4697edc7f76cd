#include "dmc/engine/segment.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "lru_state.hpp"

namespace dmc {
namespace {

using ClassKey = std::pair<LabelId, ArrayId>;

std::vector<AttributedHistogram> merge_classes(
    std::initializer_list<const std::vector<AttributedHistogram>*> parts) {
  std::map<ClassKey, std::vector<const Histogram*>> by_key;
  for (const auto* classes : parts) {
    for (const AttributedHistogram& one : *classes) {
      by_key[{one.carried_by, one.array}].push_back(&one.histogram);
    }
  }
  std::vector<AttributedHistogram> merged;
  merged.reserve(by_key.size());
  for (const auto& [key, histograms] : by_key) {
    merged.push_back({key.second, key.first, merge(histograms)});
  }
  return merged;
}

// The state forgets the segment, so what it counted is taken out before.
MeasuredSegment take_out(engine::LruState& state, const OpenScopes& open) {
  MeasuredSegment segment;
  segment.open = open;
  EngineCounts counts = state.counts();
  segment.histogram = std::move(counts.histogram);
  segment.classes = std::move(counts.classes);
  segment.summary = state.end_segment();
  return segment;
}

}  // namespace

class SegmentEngine::State {
 public:
  State(OpenScopes open, const EngineOptions& options) : open_(std::move(open)), state_(options) {
    state_.begin_segment(open_);
  }
  [[nodiscard]] const OpenScopes& open() const { return open_; }
  [[nodiscard]] engine::LruState& engine() { return state_; }

 private:
  OpenScopes open_;
  engine::LruState state_;
};

SegmentEngine::SegmentEngine(const OpenScopes& open, const EngineOptions& options)
    : state_(std::make_unique<State>(open, options)) {}
SegmentEngine::~SegmentEngine() = default;
SegmentEngine::SegmentEngine(SegmentEngine&&) noexcept = default;
SegmentEngine& SegmentEngine::operator=(SegmentEngine&&) noexcept = default;

void SegmentEngine::access(std::span<const Datum> data) {
  state_->engine().access(data);
}
void SegmentEngine::attribute(const Batch& batch) {
  state_->engine().attribute(batch);
}
MeasuredSegment SegmentEngine::finish() {
  return take_out(state_->engine(), state_->open());
}

MeasuredSegment combine(const MeasuredSegment& left, const MeasuredSegment& right) {
  engine::LruState state(
      {.expected_data = std::max(left.summary.data_end, right.summary.data_end)});
  state.begin_segment(left.open);
  state.absorb(left.summary);
  state.absorb(right.summary);
  MeasuredSegment whole = take_out(state, left.open);
  whole.histogram =
      merge(std::vector<const Histogram*>{&left.histogram, &right.histogram, &whole.histogram});
  whole.classes = merge_classes({&left.classes, &right.classes, &whole.classes});
  return whole;
}

}  // namespace dmc

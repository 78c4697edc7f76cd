#include "dmc/engine/parallel_engine.hpp"

#include <algorithm>
#include <utility>

#include "pipeline.hpp"

namespace dmc {

using engine::Segment;
using engine::SegmentPipeline;

/// Cuts what comes in into segments.
class ParallelEngine::Pipeline {
 public:
  Pipeline(const EngineOptions& options, unsigned threads, std::size_t segment)
      : pipeline_(options, threads, segment) {}

  void access(std::span<const Datum> data) {
    cut();
    while (!data.empty()) {
      const std::size_t length = std::min(data.size(), pipeline_.wanted_length());
      Segment segment;
      segment.data = data.first(length);
      pipeline_.push(std::move(segment));
      data = data.subspan(length);
    }
  }

  void add(Batch& batch, bool attributed) {
    if (length_ == 0) {
      segment_.attributed = attributed;
      open_.data_end = batch.data_end;
      // Without any array yet there is attribution all the same.
      open_.array_end = attributed ? std::max(batch.array_end, 1U) : 0;
      open_.label_end = batch.label_end;
      segment_.open = open_;
    }
    for (const ScopeEvent& event : batch.events) {
      follow(event);
    }
    length_ += std::max<std::size_t>(batch.count, 1);
    segment_.batches.push_back(pipeline_.empty_batch());
    std::swap(segment_.batches.back(), batch);
    if (length_ >= pipeline_.wanted_length()) {
      cut();
    }
  }

  void add(TraceSegment&& made) {
    Segment segment;
    segment.open = std::move(made.open);
    segment.attributed = true;
    segment.next = std::move(made.next);
    pipeline_.push(std::move(segment));
  }
  [[nodiscard]] std::size_t wanted_length() const { return pipeline_.wanted_length(); }

  void finish() {
    cut();
    pipeline_.finish();
  }
  [[nodiscard]] const engine::LruState& whole() const { return pipeline_.whole(); }

 private:
  void cut() {
    if (length_ != 0) {
      pipeline_.push(std::exchange(segment_, {}));
      length_ = 0;
    }
  }

  void follow(const ScopeEvent& event) {
    std::vector<LabelId>& marks = open_.marks;
    switch (event.kind) {
      case ScopeEvent::Kind::enter_loop:
        marks.push_back(event.label);
        marks.push_back(static_cast<LabelId>(event.label + 1));
        break;
      case ScopeEvent::Kind::enter_block:
        marks.push_back(event.label);
        break;
      case ScopeEvent::Kind::leave_loop:
        marks.pop_back();
        marks.pop_back();
        break;
      case ScopeEvent::Kind::leave_block:
        marks.pop_back();
        break;
      case ScopeEvent::Kind::iterate:
        break;
    }
  }

  SegmentPipeline pipeline_;
  Segment segment_;
  std::size_t length_ = 0;
  OpenScopes open_;
};

ParallelEngine::ParallelEngine(const EngineOptions& options, unsigned threads, std::size_t segment)
    : pipeline_(std::make_unique<Pipeline>(options, threads, segment)) {}
ParallelEngine::~ParallelEngine() = default;

void ParallelEngine::access(std::span<const Datum> data) {
  pipeline_->access(data);
}
void ParallelEngine::access(Batch& batch) {
  pipeline_->add(batch, false);
}
void ParallelEngine::attribute(Batch& batch) {
  pipeline_->add(batch, true);
}
void ParallelEngine::attribute(TraceSegment segment) {
  pipeline_->add(std::move(segment));
}
std::size_t ParallelEngine::wanted_length() const {
  return pipeline_->wanted_length();
}
void ParallelEngine::finish() {
  pipeline_->finish();
}
std::uint64_t ParallelEngine::accesses() const {
  return pipeline_->whole().accesses();
}
std::uint64_t ParallelEngine::data() const {
  return pipeline_->whole().data();
}
EngineCounts ParallelEngine::counts() const {
  return pipeline_->whole().counts();
}
Histogram ParallelEngine::histogram() const {
  return pipeline_->whole().histogram();
}
std::vector<AttributedHistogram> ParallelEngine::attributed() const {
  return pipeline_->whole().attributed();
}
std::vector<std::uint64_t> ParallelEngine::cold_misses() const {
  return pipeline_->whole().cold_misses();
}

}  // namespace dmc

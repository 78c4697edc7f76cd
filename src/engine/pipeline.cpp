#include "pipeline.hpp"

#include <algorithm>
#include <utility>

namespace dmc::engine {
namespace {

// Shorter segments would cost more to hand over than they save, longer ones too much memory.
constexpr std::size_t k_min_length = std::size_t{1} << 20;
constexpr std::size_t k_max_length = std::size_t{1} << 24;

// Accesses in a segment for each datum that it touches.
constexpr std::size_t k_accesses_per_first = 8;

}  // namespace

std::size_t Segment::accesses() const {
  std::size_t sum = data.size();
  for (const Batch& batch : batches) {
    sum += batch.count;
  }
  return sum;
}

SegmentPipeline::SegmentPipeline(const EngineOptions& options, unsigned threads, std::size_t length)
    : whole_(options), adapts_(length == 0), wanted_length_(adapts_ ? k_min_length : length) {
  for (unsigned i = 0; i < std::max(threads, 1U); ++i) {
    LruState& state = parts_.emplace_back(options);
    threads_.emplace_back([this, &state] { work(state); });
  }
}

SegmentPipeline::~SegmentPipeline() {
  stop();
}

void SegmentPipeline::push(Segment segment) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return waiting_.size() < threads_.size() || failure_; });
  rethrow();
  segment.number = pushed_++;
  waiting_.push_back(std::move(segment));
  changed_.notify_all();
}

Batch SegmentPipeline::empty_batch() {
  {
    const std::scoped_lock lock(mutex_);
    if (!used_.empty()) {
      Batch batch = std::move(used_.back());
      used_.pop_back();
      return batch;
    }
  }
  return {};
}

std::size_t SegmentPipeline::wanted_length() const {
  const std::scoped_lock lock(mutex_);
  return wanted_length_;
}

void SegmentPipeline::finish() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return next_ == pushed_ || failure_; });
  lock.unlock();
  stop();
  rethrow();
  for (const LruState& part : parts_) {
    whole_.add_reuses_of(part);
  }
  parts_.clear();
}

void SegmentPipeline::work(LruState& state) {
  std::unique_lock lock(mutex_);
  try {
    while (true) {
      changed_.wait(lock, [&] { return !waiting_.empty() || stopping_; });
      if (stopping_) {
        return;
      }
      Segment segment = std::move(waiting_.front());
      waiting_.pop_front();
      changed_.notify_all();
      lock.unlock();
      SegmentSummary summary = measure(state, segment);
      lock.lock();
      for (Batch& batch : segment.batches) {
        used_.push_back(std::move(batch));
      }
      measured_.emplace(segment.number, std::move(summary));
      if (!taking_in_) {
        take_in(lock);
      }
    }
  } catch (...) {
    if (!lock.owns_lock()) {
      lock.lock();
    }
    failure_ = failure_ ? failure_ : std::current_exception();
    stopping_ = true;
    changed_.notify_all();
  }
}

SegmentSummary SegmentPipeline::measure(LruState& state, Segment& segment) {
  state.begin_segment(segment.open);
  if (!segment.data.empty()) {
    state.access(segment.data, data_end_of(segment.data));
  }
  for (Batch& batch : segment.batches) {
    if (segment.attributed) {
      state.attribute(batch);
    } else {
      state.access(batch.accesses(), batch.data_end);
    }
    batch.count = 0;
    batch.events.clear();
  }
  return state.end_segment();
}

// Takes in what is next as long as there is any. Whoever comes meanwhile leaves its segment here.
void SegmentPipeline::take_in(std::unique_lock<std::mutex>& lock) {
  taking_in_ = true;
  for (auto found = measured_.find(next_); found != measured_.end();
       found = measured_.find(next_)) {
    const SegmentSummary summary = std::move(found->second);
    measured_.erase(found);
    lock.unlock();
    whole_.absorb(summary);
    lock.lock();
    if (adapts_) {
      wanted_length_ =
          std::clamp(std::max(wanted_length_, k_accesses_per_first * summary.firsts.size()),
                     k_min_length, k_max_length);
    }
    ++next_;
    changed_.notify_all();
  }
  taking_in_ = false;
}

void SegmentPipeline::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  for (std::thread& thread : threads_) {
    if (thread.joinable()) {
      thread.join();
    }
  }
}

void SegmentPipeline::rethrow() const {
  if (failure_) {
    std::rethrow_exception(failure_);
  }
}

}  // namespace dmc::engine

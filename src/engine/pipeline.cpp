#include "pipeline.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "dmc/util/thread.hpp"

namespace dmc::engine {

SegmentPipeline::SegmentPipeline(const EngineOptions& options, unsigned threads, std::size_t length)
    : whole_(options), choice_(length, options.expected_data, options.expected_accesses) {
  // Nothing may be thrown once threads wait for work.
  for (unsigned i = 0; i < std::max(threads, 1U); ++i) {
    parts_.emplace_back(options);
  }
  threads_.reserve(parts_.size());
  for (LruState& state : parts_) {
    std::thread thread;
    if (!start_thread(thread, [this, &state] { work(state); })) {
      break;
    }
    threads_.push_back(std::move(thread));
  }
}

SegmentPipeline::~SegmentPipeline() {
  stop();
}

void SegmentPipeline::push(Segment segment) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return pushed_ - next_ < 2 * threads_.size() + 1 || failure_; });
  rethrow();
  segment.number = pushed_++;
  waiting_.push_back(std::move(segment));
  changed_.notify_all();
  if (threads_.empty()) {
    measure_next(parts_.front(), lock);
  }
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
  return choice_.length();
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
      measure_next(state, lock);
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

void SegmentPipeline::measure_next(LruState& state, std::unique_lock<std::mutex>& lock) {
  Segment segment = std::move(waiting_.front());
  waiting_.pop_front();
  changed_.notify_all();
  const std::size_t number = segment.number;
  if (choice_.replay_next()) {
    make_ahead(segment, lock);
    ready_.emplace(number, std::move(segment));
  } else {
    SegmentSummary used = used_summary();
    lock.unlock();
    state.begin_segment(segment.open, std::move(used));
    replay(state, segment);
    SegmentSummary summary = state.end_segment();
    lock.lock();
    reuse_batches(segment);
    ready_.emplace(number, std::move(summary));
  }
  if (!taking_in_) {
    take_in(lock);
  }
}

// The next segment in turn can be made while the one before it is replayed. Not more of them:
// batches take much memory.
void SegmentPipeline::make_ahead(Segment& segment, std::unique_lock<std::mutex>& lock) {
  if (!segment.next) {
    return;
  }
  changed_.wait(lock, [&] { return segment.number <= next_ + 1 || stopping_; });
  if (segment.number != next_ + 1) {
    return;
  }
  lock.unlock();
  for (Batch batch = empty_batch(); segment.next(batch); batch = empty_batch()) {
    segment.batches.push_back(std::move(batch));
  }
  segment.next = nullptr;
  lock.lock();
}

void SegmentPipeline::replay(LruState& state, Segment& segment) {
  if (segment.next) {
    for (Batch batch; segment.next(batch);) {
      state.attribute(batch);
    }
    segment.next = nullptr;  // gives back what it holds
  }
  if (!segment.data.empty()) {
    state.access(segment.data);
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
}

void SegmentPipeline::reuse_batches(Segment& segment) {
  std::move(segment.batches.begin(), segment.batches.end(), std::back_inserter(used_));
}

// New memory would cost more than what is written there.
SegmentSummary SegmentPipeline::used_summary() {
  if (used_summaries_.empty()) {
    return {};
  }
  SegmentSummary used = std::move(used_summaries_.back());
  used_summaries_.pop_back();
  return used;
}

// Takes in what is next as long as there is any. Whoever comes meanwhile leaves its segment here.
void SegmentPipeline::take_in(std::unique_lock<std::mutex>& lock) {
  taking_in_ = true;
  for (auto found = ready_.find(next_); found != ready_.end(); found = ready_.find(next_)) {
    std::variant<Segment, SegmentSummary> ready = std::move(found->second);
    ready_.erase(found);
    lock.unlock();
    if (auto* segment = std::get_if<Segment>(&ready)) {
      replay(whole_, *segment);
      lock.lock();
      reuse_batches(*segment);
    } else {
      auto& summary = std::get<SegmentSummary>(ready);
      whole_.absorb(summary);
      lock.lock();
      choice_.learn(summary.accesses, summary.firsts.size());
      used_summaries_.push_back(std::move(summary));
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

#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "dmc/util/thread.hpp"

namespace dmc {

/// A thread that fills items ahead of whoever uses them. A few items go round between the two, so
/// that nothing is allocated on the way. Where there is no thread to be had, items are filled when
/// they are asked for.
template <class Item>
class Handoff {
 public:
  /// Fills the item; false when there is nothing more, and what is in the item does not count.
  using Fill = std::function<bool(Item&)>;

  explicit Handoff(Fill fill, std::size_t items = 4) : fill_(std::move(fill)) {
    for (std::size_t i = 0; i < items; ++i) {
      empty_.push_back(std::make_unique<Item>());
    }
    static_cast<void>(start_thread(thread_, [this] { work(); }));
  }
  /// Waits for the thread, which must not wait for anything else then.
  ~Handoff() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) {
      thread_.join();
    }
  }
  Handoff(const Handoff&) = delete;
  Handoff& operator=(const Handoff&) = delete;

  /// The next item, which stays until the next call; null at the end. Throws what filling threw.
  Item* next() {
    if (!thread_.joinable()) {
      return fill_here();
    }
    std::unique_lock lock(mutex_);
    if (current_ != nullptr) {
      empty_.push_back(std::move(current_));
      changed_.notify_all();
    }
    changed_.wait(lock, [&] { return !full_.empty() || ended_; });
    if (full_.empty()) {
      if (failure_ != nullptr) {
        std::rethrow_exception(std::exchange(failure_, nullptr));
      }
      return nullptr;
    }
    current_ = std::move(full_.front());
    full_.pop_front();
    return current_.get();
  }

 private:
  using Slot = std::unique_ptr<Item>;

  // Without a thread: now, and in the same item.
  Item* fill_here() {
    if (std::exchange(ended_, true)) {  // for good where filling throws
      return nullptr;
    }
    ended_ = !fill_(*empty_.front());
    return ended_ ? nullptr : empty_.front().get();
  }

  void work() {
    try {
      while (Slot slot = take_empty()) {
        const bool filled = fill_(*slot);
        const std::lock_guard lock(mutex_);
        if (!filled) {
          break;
        }
        full_.push_back(std::move(slot));
        changed_.notify_all();
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      failure_ = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }

  Slot take_empty() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !empty_.empty() || stopping_; });
    if (stopping_) {
      return nullptr;
    }
    Slot slot = std::move(empty_.back());
    empty_.pop_back();
    return slot;
  }

  Fill fill_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Slot> empty_;
  std::deque<Slot> full_;
  Slot current_;
  bool ended_ = false;
  bool stopping_ = false;
  std::exception_ptr failure_;
  std::thread thread_;
};

}  // namespace dmc

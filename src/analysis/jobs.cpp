#include "jobs.hpp"

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>

#include "dmc/util/thread.hpp"

namespace dmc {
namespace {

class Queue {
 public:
  Queue(std::vector<Job> jobs, std::uint64_t bytes)
      : jobs_(std::move(jobs)), failures_(jobs_.size()), free_(bytes) {}

  void work() {
    std::unique_lock lock(mutex_);
    while (next_ < jobs_.size()) {
      const Job& job = jobs_[next_];
      if (job.bytes > free_ && running_ != 0) {
        ended_.wait(lock);
        continue;
      }
      const std::size_t index = next_++;
      const std::uint64_t taken = std::min(job.bytes, free_);
      free_ -= taken;
      ++running_;
      lock.unlock();
      try {
        jobs_[index].work();
      } catch (...) {
        failures_[index] = std::current_exception();
      }
      lock.lock();
      free_ += taken;
      --running_;
      next_ = failures_[index] ? jobs_.size() : next_;  // nothing new after a failure
      ended_.notify_all();
    }
  }

  void rethrow() const {
    for (const std::exception_ptr& failure : failures_) {
      if (failure) {
        std::rethrow_exception(failure);
      }
    }
  }

 private:
  std::vector<Job> jobs_;
  std::vector<std::exception_ptr> failures_;
  std::uint64_t free_;
  std::size_t next_ = 0;
  std::size_t running_ = 0;
  std::mutex mutex_;
  std::condition_variable ended_;
};

}  // namespace

void do_jobs(std::vector<Job> jobs, unsigned threads, std::uint64_t bytes) {
  const std::size_t workers = std::min<std::size_t>(std::max(threads, 1U), jobs.size());
  Queue queue(std::move(jobs), bytes);
  std::vector<std::thread> others(workers == 0 ? 0 : workers - 1);
  for (std::thread& other : others) {
    if (!start_thread(other, [&] { queue.work(); })) {
      break;  // those there are, this one at least, do all the work
    }
  }
  queue.work();
  for (std::thread& other : others) {
    if (other.joinable()) {
      other.join();
    }
  }
  queue.rethrow();
}

}  // namespace dmc

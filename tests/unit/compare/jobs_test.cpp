#include "jobs.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

#include "catch.hpp"

namespace dmc::test {
namespace {

using namespace std::chrono_literals;

/// What is under way at any time.
class Meter {
 public:
  void begin(std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    ++running_;
    bytes_ += bytes;
    most_running_ = std::max(most_running_, running_);
    most_bytes_ = std::max(most_bytes_, bytes_);
    threads_.insert(std::this_thread::get_id());
  }
  void end(std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    --running_;
    bytes_ -= bytes;
    ++done_;
  }

  Job job(std::uint64_t bytes) {
    return {bytes, [this, bytes] {
              begin(bytes);
              std::this_thread::sleep_for(2ms);
              end(bytes);
            }};
  }

  [[nodiscard]] std::size_t done() const { return done_; }
  [[nodiscard]] std::size_t most_running() const { return most_running_; }
  [[nodiscard]] std::uint64_t most_bytes() const { return most_bytes_; }
  [[nodiscard]] std::size_t threads() const { return threads_.size(); }

 private:
  std::mutex mutex_;
  std::size_t running_ = 0;
  std::size_t done_ = 0;
  std::uint64_t bytes_ = 0;
  std::size_t most_running_ = 0;
  std::uint64_t most_bytes_ = 0;
  std::set<std::thread::id> threads_;
};

TEST_CASE("all jobs are done, by no more threads than allowed") {
  for (const unsigned threads : {0U, 1U, 3U, 100U}) {
    Meter meter;
    std::vector<Job> jobs;
    for (int i = 0; i < 20; ++i) {
      jobs.push_back(meter.job(1));
    }
    do_jobs(std::move(jobs), threads, 1000);
    CHECK(meter.done() == 20);
    CHECK(meter.most_running() <= std::max(threads, 1U));
    CHECK(meter.threads() <= std::max(threads, 1U));
  }
  do_jobs({}, 4, 0);
}

TEST_CASE("jobs run at the same time where threads and memory allow it") {
  // Each waits for the other: one after the other they would not end.
  std::atomic<int> arrived = 0;
  const auto meet = [&] {
    ++arrived;
    const auto end = std::chrono::steady_clock::now() + 20s;
    while (arrived < 2 && std::chrono::steady_clock::now() < end) {
      std::this_thread::yield();
    }
    if (arrived < 2) {
      throw std::runtime_error("the other job did not start");
    }
  };
  CHECK_NOTHROW(do_jobs({{5, meet}, {5, meet}}, 2, 10));
}

TEST_CASE("jobs under way never need more memory together than there is") {
  Meter meter;
  std::vector<Job> jobs;
  for (std::uint64_t i = 0; i < 40; ++i) {
    jobs.push_back(meter.job(1 + i * 7 % 10));
  }
  do_jobs(std::move(jobs), 8, 12);
  CHECK(meter.done() == 40);
  CHECK(meter.most_bytes() <= 12);
}

TEST_CASE("a job larger than memory runs alone") {
  Meter meter;
  do_jobs({meter.job(3), meter.job(100), meter.job(3), meter.job(100)}, 4, 10);
  CHECK(meter.done() == 4);
  CHECK(meter.most_bytes() == 100);
}

TEST_CASE("a failure is thrown again once what was started has ended; nothing more is started") {
  std::atomic<int> ended = 0;
  std::atomic<bool> other_runs = false;
  std::vector<Job> jobs{{1,
                         [&] {
                           while (!other_runs) {
                             std::this_thread::yield();
                           }
                           throw std::runtime_error("first");
                         }},
                        {1, [&] {
                           other_runs = true;
                           std::this_thread::sleep_for(20ms);
                           ++ended;
                         }}};
  for (int i = 0; i < 10; ++i) {
    jobs.push_back({100, [&] { ended += 1000; }});  // no room beside the others
  }
  CHECK_THROWS_WITH(do_jobs(std::move(jobs), 2, 10), "first");
  CHECK(ended == 1);
}

TEST_CASE("of several failures the first job's is thrown") {
  std::atomic<int> failing = 0;
  const auto fail = [&](const char* what) {
    ++failing;
    while (failing < 2) {
      std::this_thread::yield();
    }
    throw std::runtime_error(what);
  };
  CHECK_THROWS_WITH(do_jobs({{1, [&] { fail("first"); }}, {1, [&] { fail("second"); }}}, 2, 10),
                    "first");
}

}  // namespace
}  // namespace dmc::test

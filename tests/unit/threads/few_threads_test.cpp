// What happens where the system grants fewer threads than are asked for, or none. Threads are made
// by pthread_create(), which this program has a version of that can refuse.
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <fstream>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <dlfcn.h>
#include <pthread.h>

#include "dmc/analysis/run.hpp"
#include "dmc/engine/lru_engine.hpp"
#include "dmc/engine/parallel_engine.hpp"
#include "dmc/tracefile/reference_reader.hpp"

#include "catch.hpp"
#include "handoff.hpp"
#include "jobs.hpp"
#include "temporary_file.hpp"

namespace {

// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): a C function reads it
std::atomic<int> threads_left = std::numeric_limits<int>::max();

}  // namespace

// NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): the C library's own
extern "C" int pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                              void* (*start)(void*), void* argument) {
  if (threads_left-- <= 0) {
    return EAGAIN;
  }
  using Create = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
  static const auto create = reinterpret_cast<Create>(::dlsym(RTLD_NEXT, "pthread_create"));
  return create(thread, attributes, start, argument);
}

namespace dmc::test {
namespace {

/// So many threads can be started while it lives.
class Grant {
 public:
  explicit Grant(int threads) { threads_left = threads; }
  ~Grant() { threads_left = std::numeric_limits<int>::max(); }
  Grant(const Grant&) = delete;
  Grant& operator=(const Grant&) = delete;
};

/// A trace with reuses at many distances.
std::vector<Datum> some_trace() {
  std::vector<Datum> trace;
  std::uint32_t state = 1;
  for (int i = 0; i < 60'000; ++i) {
    state = state * 1664525 + 1013904223;
    trace.push_back(state >> (i % 3 == 0 ? 22U : 25U));
  }
  return trace;
}

}  // namespace

TEST_CASE("the refusal works: a thread is not started, and then it is") {
  std::thread thread;
  {
    const Grant none(0);
    CHECK_FALSE(start_thread(thread, [] {}));
    CHECK_FALSE(thread.joinable());
  }
  REQUIRE(start_thread(thread, [] {}));
  thread.join();
}

TEST_CASE("an engine measures the same with the threads that there are") {
  const std::vector<Datum> trace = some_trace();
  LruEngine alone;
  alone.access(std::span<const Datum>(trace));
  for (const int granted : {0, 1, 3, 8}) {
    const Grant grant(granted);
    ParallelEngine engine({}, 8, 1000);
    engine.access(std::span<const Datum>(trace));
    engine.finish();
    CHECK(engine.counts().histogram == alone.counts().histogram);
    CHECK(engine.counts().accesses == trace.size());
  }
}

TEST_CASE("an engine that is given up with few threads ends") {
  const std::vector<Datum> trace = some_trace();
  for (const int granted : {0, 1, 3}) {
    const Grant grant(granted);
    ParallelEngine engine({}, 8, 1000);
    engine.access(std::span<const Datum>(trace));
  }
}

TEST_CASE("a run is the same without threads, with attribution as well") {
  RunRequest request{.kernel = &find_kernel("fft"), .parameters = {}, .model = {}};
  request.parameters.set("n", 1 << 17);
  const RunResult expected = run(request);
  request.threads = 4;
  for (const int granted : {0, 2}) {
    const Grant grant(granted);
    const RunResult result = run(request);
    CHECK(result.histogram == expected.histogram);
    CHECK(result.dmd == expected.dmd);
    CHECK(result.named.size() == expected.named.size());
  }
}

TEST_CASE("items are handed over in order without a thread, and an end is an end") {
  const Grant none(0);
  int filled = 0;
  Handoff<int> handoff([&](int& item) {
    item = filled++;
    return item < 3;
  });
  for (int i = 0; i < 3; ++i) {
    const int* item = handoff.next();
    REQUIRE(item != nullptr);
    CHECK(*item == i);
  }
  CHECK(handoff.next() == nullptr);
  CHECK(handoff.next() == nullptr);
  CHECK(filled == 4);
}

TEST_CASE("what filling throws is thrown once without a thread, too") {
  const Grant none(0);
  Handoff<int> handoff([](int&) -> bool { throw std::runtime_error("no"); });
  CHECK_THROWS_AS(handoff.next(), std::runtime_error);
  CHECK(handoff.next() == nullptr);
}

TEST_CASE("a trace is read the same without threads") {
  const TemporaryFile file("0 10\n1 20\n0 10\n2 400000\n");
  for (const int granted : {0, 1}) {
    const Grant grant(granted);
    ReferenceReader reader(TraceInput(file.path()), {.format = "din"});
    std::vector<std::uint64_t> addresses;
    while (const ReferenceBatch* batch = reader.next()) {
      for (const TraceReference& reference : batch->references()) {
        addresses.push_back(reference.address);
      }
    }
    CHECK(addresses == std::vector<std::uint64_t>{0x10, 0x20, 0x10, 0x400000});
  }
}

TEST_CASE("all jobs are done by the threads that there are") {
  for (const int granted : {0, 1, 2}) {
    const Grant grant(granted);
    std::atomic<int> done = 0;
    std::vector<Job> jobs;
    for (int i = 0; i < 20; ++i) {
      jobs.push_back({1, [&] { ++done; }});
    }
    do_jobs(std::move(jobs), 8, 100);
    CHECK(done == 20);
  }
}

}  // namespace dmc::test

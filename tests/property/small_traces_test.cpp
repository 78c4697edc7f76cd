#include "catch.hpp"
#include "fenwick_lru.hpp"
#include "naive_lru.hpp"
#include "replay.hpp"

namespace dmc::test {
namespace {

constexpr std::uint64_t k_seeds = 12;

TEST_CASE("the two oracles agree") {
  for (std::uint64_t seed = 0; seed < k_seeds; ++seed) {
    for (const Workload& workload : small_workloads(seed)) {
      CAPTURE(seed, workload.name);
      const Trace& trace = workload.trace;
      CHECK(difference(counts_of(trace, FenwickLru(trace.size())), counts_of(trace, NaiveLru())) ==
            k_same);
    }
  }
}

TEST_CASE("every way into the engine gives the distances of the definition") {
  for (std::uint64_t seed = 0; seed < k_seeds; ++seed) {
    for (const Workload& workload : small_workloads(seed)) {
      const Counts expected = counts_of(workload.trace, NaiveLru());
      for (const InstructionSet instructions : supported_instruction_sets()) {
        for (const Feed how : k_feeds) {
          CAPTURE(seed, workload.name, to_string(instructions), static_cast<int>(how));
          const LruEngine engine = replay(workload.trace, how, {.instructions = instructions});
          CHECK(difference(counts_of(engine), expected) == k_same);
        }
      }
    }
  }
}

TEST_CASE("every access is told its distance") {
  for (std::uint64_t seed = 0; seed < k_seeds; ++seed) {
    for (const Workload& workload : small_workloads(seed)) {
      for (const InstructionSet instructions : supported_instruction_sets()) {
        for (const std::size_t chunk : {std::size_t{100}, Batch::k_capacity}) {
          CAPTURE(seed, workload.name, to_string(instructions), chunk);
          CHECK(first_told_wrong(workload.trace, NaiveLru(), {.instructions = instructions},
                                 chunk) == workload.trace.size());
        }
      }
    }
  }
}

TEST_CASE("how a trace is cut into chunks is no matter") {
  for (std::uint64_t seed = 100; seed < 103; ++seed) {
    for (const Workload& workload : small_workloads(seed)) {
      const Counts expected = counts_of(workload.trace, NaiveLru());
      const std::size_t whole = workload.trace.size();
      for (const std::size_t chunk :
           {std::size_t{1}, std::size_t{7}, std::size_t{63}, std::size_t{4095}, std::size_t{4096},
            std::size_t{4097}, whole}) {
        for (const Feed how : k_feeds) {
          CAPTURE(seed, workload.name, chunk, static_cast<int>(how));
          CHECK(difference(counts_of(replay(workload.trace, how, {}, chunk)), expected) == k_same);
        }
      }
    }
  }
}

TEST_CASE("a histogram may be asked for at any time, and an engine moved") {
  Random random(7);
  const Trace trace = log_uniform_times(random, 10, 5000);
  NaiveLru oracle;
  LruEngine engine;
  for (std::size_t i = 0; i < trace.size(); ++i) {
    oracle.access(trace[i]);
    engine.access(std::span(trace).subspan(i, 1));
    if (i % 97 == 0) {
      const Counts expected{i + 1, oracle.data(), to_histogram(oracle.histogram())};
      CHECK(difference(counts_of(engine), expected) == k_same);
      LruEngine moved(std::move(engine));
      engine = std::move(moved);
    }
  }
}

TEST_CASE("without attribution nothing is attributed") {
  const LruEngine engine = replay(cyclic(10, 100), Feed::accesses);
  CHECK(engine.attributed().empty());
  CHECK(engine.cold_misses().empty());
}

TEST_CASE("no accesses at all give empty counts") {
  for (const Feed how : k_feeds) {
    LruEngine engine;
    CHECK(difference(counts_of(engine), {}) == k_same);
    feed(engine, {}, how);
    CHECK(difference(counts_of(engine), {}) == k_same);
  }
}

}  // namespace
}  // namespace dmc::test

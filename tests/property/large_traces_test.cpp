#include <array>
#include <functional>

#include "catch.hpp"
#include "fenwick_lru.hpp"
#include "replay.hpp"

// Traces that cross every level of the engine's tree (64, 2^11, 2^16, 2^20 and 2^24 time stamps),
// fill its time axis (2^17 stamps at first, then 8 a datum, rounded up to 2^20) several times over,
// and make it grow.
namespace dmc::test {
namespace {

constexpr std::size_t k_long = 3'000'000;

struct Recipe {
  std::string_view name;
  std::function<Trace(Random&)> make;
};

std::vector<Recipe> recipes() {
  using R = Random;
  return {
      {"uniform", [](R& random) { return uniform(random, 300'000, k_long); }},
      {"uniform, few data", [](R& random) { return uniform(random, 70, k_long); }},
      {"cyclic", [](R&) { return cyclic(5000, k_long); }},
      {"cyclic, many data", [](R&) { return cyclic(270'001, k_long); }},
      {"strided", [](R&) { return strided(65'536, 2049, k_long / 2); }},
      {"sawtooth", [](R&) { return sawtooth(200'000, k_long); }},
      {"zipf", [](R& random) { return zipf(random, 1'000'000, 0.8, k_long); }},
      {"all same", [](R&) { return all_same(k_long / 2); }},
      {"all distinct, then again",
       [](R&) {
         Trace trace = all_distinct(1'200'000);
         trace.insert(trace.end(), trace.begin(), trace.end());
         return trace;
       }},
      {"phases", [](R& random) { return phases(random, 40'000, 120'000, k_long); }},
      {"log-uniform times", [](R& random) { return log_uniform_times(random, 8, k_long); }},
      {"nearest and farthest", [](R&) { return nearest_and_farthest(100'000, k_long / 2); }},
      {"long forgotten", [](R& random) { return long_forgotten(random, 30'000, k_long); }},
      {"growing", [](R& random) { return growing(random, 8, k_long); }},
      {"exact gaps",
       [](R&) {
         std::vector<std::size_t> gaps;
         for (const std::size_t edge : {1U << 6, 1U << 11, 1U << 16, 1U << 17}) {
           for (std::size_t gap = edge - 2; gap <= edge + 2; ++gap) {
             gaps.push_back(gap);
           }
         }
         gaps.insert(gaps.end(), {(1U << 20) - 1, 1U << 20, (1U << 20) + 1});
         return exact_gaps(gaps);
       }},
      {"on edges",
       [](R& random) {
         constexpr std::array<std::size_t, 4> k_edges{1U << 11, 1U << 16, 1U << 17, 1U << 20};
         return on_edges(random, k_edges, k_long);
       }},
  };
}

TEST_CASE("long traces have the distances that a Fenwick tree counts") {
  Random random(20);
  std::size_t turn = 0;
  for (const Recipe& recipe : recipes()) {
    const Trace trace = recipe.make(random);
    const Counts expected = counts_of(trace, FenwickLru(trace.size()));
    for (const InstructionSet instructions : supported_instruction_sets()) {
      for (const Feed how : k_feeds) {
        // Where everything takes many times longer, each instruction set is fed in one way by
        // turns.
        if (k_sanitized && turn++ % 4 != 0) {
          continue;
        }
        CAPTURE(recipe.name, to_string(instructions), static_cast<int>(how));
        const LruEngine engine = replay(trace, how, {.instructions = instructions});
        CHECK(difference(counts_of(engine), expected) == k_same);
      }
    }
  }
}

// The axis has half a stamp for each datum that is expected, so that the highest level has several
// nodes although few data are touched.
TEST_CASE("the highest level counts what lies before its nodes") {
  constexpr std::uint64_t k_expected = std::uint64_t{1} << 26;
  constexpr std::size_t k_length = k_sanitized ? 17'500'000 : 35'000'000;
  Random random(23);
  Trace trace = uniform(random, 400'000, k_length / 2);
  const Trace local = log_uniform_times(random, 8, k_length / 2);
  trace.insert(trace.end(), local.begin(), local.end());
  const Counts expected = counts_of(trace, FenwickLru(trace.size()));
  for (const InstructionSet instructions : supported_instruction_sets()) {
    CAPTURE(to_string(instructions));
    const EngineOptions options{.expected_data = k_expected, .instructions = instructions};
    CHECK(difference(counts_of(replay(trace, k_feeds[0], options)), expected) == k_same);
  }
}

TEST_CASE("bins that are carried over lose nothing") {
  Random random(24);
  for (const Trace& trace : {zipf(random, 100'000, 0.8, 600'000), growing(random, 6, 600'000)}) {
    const Counts expected = counts_of(trace, FenwickLru(trace.size()));
    for (const Feed how : k_feeds) {
      for (const std::uint64_t limit : {std::uint64_t{1}, std::uint64_t{70'000}}) {
        CAPTURE(static_cast<int>(how), limit);
        CHECK(difference(counts_of(replay(trace, how, {.bin_limit = limit})), expected) == k_same);
      }
    }
  }
}

TEST_CASE("accesses of long traces are told their distances") {
  Random random(25);
  for (const Recipe& recipe : recipes()) {
    const Trace trace = recipe.make(random);
    CAPTURE(recipe.name);
    CHECK(first_told_wrong(trace, FenwickLru(trace.size())) == trace.size());
  }
}

TEST_CASE("long traces may be cut anywhere") {
  Random random(21);
  const Trace trace = growing(random, 6, 1'500'000);
  const Counts expected = counts_of(trace, FenwickLru(trace.size()));
  for (const std::size_t chunk :
       {std::size_t{7}, std::size_t{4095}, std::size_t{4097}, std::size_t{1} << 17, trace.size()}) {
    for (const Feed how : k_feeds) {
      CAPTURE(chunk, static_cast<int>(how));
      CHECK(difference(counts_of(replay(trace, how, {}, chunk)), expected) == k_same);
    }
  }
}

// The axis is filled for the first time after 2^17 - 1 accesses; what comes right before and after
// is put there one access earlier each time.
TEST_CASE("the axis may fill up at any place of a pattern") {
  Random random(22);
  const Trace pattern = log_uniform_times(random, 4, 150);
  for (std::size_t shift = 0; shift <= pattern.size(); ++shift) {
    CAPTURE(shift);
    Trace trace = cyclic(90, (1U << 17) - 1 - shift);
    trace.insert(trace.end(), pattern.begin(), pattern.end());
    trace.insert(trace.end(), pattern.rbegin(), pattern.rend());
    const LruEngine engine = replay(trace, k_feeds[shift % 3]);
    CHECK(difference(counts_of(engine), counts_of(trace, FenwickLru(trace.size()))) == k_same);
  }
}

}  // namespace
}  // namespace dmc::test

#include <array>
#include <fstream>

#include <unistd.h>

#include "dmc/util/error.hpp"

#include "catch.hpp"
#include "fenwick_lru.hpp"
#include "naive_lru.hpp"
#include "replay.hpp"

// Data are numbered in any way below 2^32: the engine's tables grow with the numbers that come.
namespace dmc::test {
namespace {

template <class Number>
Trace renamed(const Trace& trace, Number number) {
  Trace result;
  for (std::size_t t = 0; t < trace.size(); ++t) {
    result.push_back(static_cast<Datum>(number(t, trace[t])));
  }
  return result;
}

TEST_CASE("names of data are no matter") {
  Random random(30);
  const Trace trace = log_uniform_times(random, 7, 20'000);
  const Counts expected = counts_of(trace, NaiveLru());
  const Trace sparse = renamed(trace, [](std::size_t, Datum d) { return d * 977U + 13; });
  const Trace reversed = renamed(trace, [](std::size_t, Datum d) { return 1'000'000 - d; });
  const Trace scattered =
      renamed(trace, [](std::size_t, Datum d) { return d * 2'654'435'761U % 8'388'608; });
  for (const Feed how : k_feeds) {
    for (const std::size_t chunk : {std::size_t{10}, trace.size()}) {
      CAPTURE(static_cast<int>(how), chunk);
      CHECK(difference(counts_of(replay(sparse, how, {}, chunk)), expected) == k_same);
      CHECK(difference(counts_of(replay(reversed, how, {}, chunk)), expected) == k_same);
      CHECK(difference(counts_of(replay(scattered, how, {}, chunk)), expected) == k_same);
    }
  }
}

TEST_CASE("tables grow as data with greater numbers come") {
  Random random(31);
  // From a handful of data up to 2^22, so that every table is moved many times with counts in it.
  Trace trace;
  for (std::uint64_t end = 4; end <= (1U << 22); end *= 2) {
    const Trace part = uniform(random, end, 20'000);
    trace.insert(trace.end(), part.begin(), part.end());
  }
  const Counts expected = counts_of(trace, FenwickLru(trace.size()));
  for (const Feed how : k_feeds) {
    CAPTURE(static_cast<int>(how));
    CHECK(difference(counts_of(replay(trace, how, {}, 1000)), expected) == k_same);
  }
}

TEST_CASE("what is expected changes no result") {
  Random random(32);
  const Trace trace = growing(random, 5, 400'000);
  const Counts expected = counts_of(trace, FenwickLru(trace.size()));
  for (const std::uint64_t expected_data : {std::uint64_t{1}, expected.data / 2, expected.data,
                                            expected.data + 1, 50 * expected.data}) {
    for (const Feed how : k_feeds) {
      CAPTURE(expected_data, static_cast<int>(how));
      const LruEngine engine = replay(trace, how, {.expected_data = expected_data});
      CHECK(difference(counts_of(engine), expected) == k_same);
    }
  }
}

TEST_CASE("more data than can be counted are refused") {
  LruEngine engine;
  const std::array<Datum, 1> greatest{0xffffffff};
  CHECK_THROWS_AS(engine.access(greatest), Error);
  const std::array<Access, 1> access{Access(0xffffffff, 0, false)};
  CHECK_THROWS_AS(engine.access(access), Error);
  CHECK_THROWS_AS(engine.attribute(batch_of(greatest)), Error);
  // The engine is as it was.
  const std::array<Datum, 3> small{1, 2, 1};
  engine.access(small);
  CHECK(difference(counts_of(engine), counts_of(Trace{1, 2, 1}, NaiveLru())) == k_same);
}

std::uint64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  statm >> size >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

// The class promises about 12 bytes a datum and 8 for the histogram.
TEST_CASE("memory stays in proportion to the data") {
  constexpr std::uint64_t k_data = 2'000'000;
  const Trace trace = cyclic(k_data, 3 * k_data);
  const std::uint64_t before = resident_bytes();
  const LruEngine engine = replay(trace, Feed::data, {.expected_data = k_data});
  const std::uint64_t after = resident_bytes();
  if (before != 0) {  // elsewhere than on Linux nothing is known
    CHECK(after - std::min(before, after) < 40 * k_data);
  }
  CHECK(engine.data() == k_data);
}

}  // namespace
}  // namespace dmc::test

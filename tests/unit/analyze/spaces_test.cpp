#include <map>
#include <random>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "dmc/analysis/analyze.hpp"
#include "dmc/analysis/segments.hpp"

#include "catch.hpp"
#include "naive_lru.hpp"
#include "space_keys.hpp"
#include "traces.hpp"

// Address spaces: equal addresses of different ones must never be taken for each other.
namespace dmc::test {
namespace {

using Pair = std::pair<std::uint32_t, std::uint64_t>;

TEST_CASE("keys are alike exactly where space and granule are, and lead back to them") {
  std::mt19937_64 random(3);
  SpaceKeys keys;
  std::map<Pair, std::uint64_t> known;
  std::set<std::uint64_t> given;
  for (int i = 0; i < 200'000; ++i) {
    const auto space = static_cast<std::uint32_t>(i % 3 == 0 ? random() % 5 : random());
    // Upper halves that others are likely to be given, and any.
    constexpr std::uint64_t k_uppers[] = {0, 1, 2, 0xfffffffd, 0xfffffffe, 0xffffffff};
    const std::uint64_t upper = i % 2 == 0 ? k_uppers[random() % 6] : random() % 1000;
    const std::uint64_t granule = upper << 32 | random() % 7;
    const std::uint64_t key = keys.key(space, granule);
    const auto [found, is_new] = known.try_emplace({space, granule}, key);
    REQUIRE(found->second == key);
    REQUIRE(is_new == given.insert(key).second);
    REQUIRE(keys.place(key).space == space);
    REQUIRE(keys.place(key).granule == granule);
  }
}

TEST_CASE("a single space keeps its granules") {
  SpaceKeys keys;
  for (const std::uint64_t granule : {0ULL, 5ULL, 1ULL << 40, ~0ULL, 1ULL << 63}) {
    CHECK(keys.key(7, granule) == granule);
  }
}

struct Access {
  std::uint32_t process;
  std::uint64_t address;
};

std::vector<Access> two_programs(std::size_t length) {
  std::mt19937_64 random(11);
  std::vector<Access> accesses;
  for (std::size_t i = 0; i < length; ++i) {
    const std::uint64_t high = random() % 4 == 0 ? 0xfffffff000000000 : 0;
    accesses.push_back({100 + static_cast<std::uint32_t>(i / 50 * 7 % 3), high + random() % 900});
  }
  return accesses;
}

std::string as_log(const std::vector<Access>& accesses) {
  std::string text;
  std::uint32_t process = 0;
  for (const Access& access : accesses) {
    if (access.process != process) {
      process = access.process;
      text += fmt::format("=={}== a message\n", process);
    }
    text += fmt::format(" L {:x},1\n", access.address);
  }
  return text;
}

TEST_CASE("processes of one log: distances, the most expensive data and totals by hand") {
  const std::vector<Access> accesses = two_programs(6000);
  for (const bool shared : {false, true}) {
    for (const std::uint64_t granule : {1U, 8U, 4096U}) {
      CAPTURE(shared, granule);
      NaiveLru oracle;
      std::map<Pair, std::uint64_t> numbers;
      std::map<std::uint64_t, std::uint64_t> bins;
      std::map<Pair, double> dmd;
      std::map<std::uint32_t, std::uint64_t> counts;
      for (const Access& access : accesses) {
        const Pair datum{shared ? 0 : access.process, access.address / granule};
        const auto number = numbers.try_emplace(datum, numbers.size()).first->second;
        const std::uint64_t distance = oracle.access(number);
        bins[distance] += distance == 0 ? 0 : 1;
        dmd[datum] += std::sqrt(static_cast<double>(distance));
        ++counts[access.process];
      }
      bins.erase(0);
      const AnalyzeResult result =
          analyze_text(as_log(accesses), {.granule = granule, .top = 10}, {.shared = shared});
      CHECK(result.total.data == numbers.size());
      CHECK(as_map(result.total.histogram) == bins);
      REQUIRE(result.spaces.size() == (shared ? 0 : 3));
      for (const SpaceTotals& space : result.spaces) {
        const auto process = static_cast<std::uint32_t>(std::stoul(space.name.substr(8)));
        CHECK(space.name == fmt::format("process {}", process));
        CHECK(space.accesses == counts[process]);
        std::uint64_t data = 0;
        for (const auto& [datum, number] : numbers) {
          data += datum.first == process ? 1U : 0U;
        }
        CHECK(space.data == data);
      }
      for (const TopDatum& top : result.top) {
        const auto process =
            shared ? 0 : static_cast<std::uint32_t>(std::stoul(top.space.substr(8)));
        CHECK(top.dmd == Approx(dmd[Pair{process, top.address / granule}]));
      }
    }
  }
}

TEST_CASE("processes of one log: regions, intervals and samples count in every space") {
  const std::vector<Access> accesses = two_programs(3000);
  const std::string log = as_log(accesses);
  std::uint64_t low = 0;
  for (const Access& access : accesses) {
    low += access.address < 0x100 ? 1U : 0U;
  }
  const AnalyzeResult result = analyze_text(
      log, {.granule = 8,
            .regions = {{"low", 0, 0xff}, {"top", ~std::uint64_t{0}, ~std::uint64_t{0}}},
            .interval = 500});
  REQUIRE(result.total.arrays.size() == 3);
  CHECK(result.total.arrays[0].accesses == low);
  CHECK(result.total.arrays[1].accesses == 0);
  std::uint64_t cold = 0;
  for (const Interval& interval : result.intervals) {
    cold += interval.cold_misses;
  }
  CHECK(cold == result.total.data);
  // Every datum is in a sample at a rate just below 1, and then the estimate is nearly exact.
  const AnalyzeResult sampled = analyze_text(log, {.granule = 8, .sample = 0.9999});
  CHECK(sampled.total.data == Approx(result.total.data).epsilon(0.02));
}

TEST_CASE("the last byte that there is can be in a region") {
  const std::uint64_t last = ~std::uint64_t{0};
  const AnalyzeResult result =
      analyze_text(" L ffffffffffffffff,1\n L fffffffffffffffe,1\n L ffffffffffffffff,1\n",
                   {.granule = 1, .regions = {{"end", last, last}}});
  REQUIRE(result.total.arrays.size() == 2);
  CHECK(result.total.arrays[0].accesses == 2);
  CHECK(result.total.arrays[1].accesses == 1);
  CHECK(result.lowest == last - 1);
  CHECK(result.highest == last);
}

TEST_CASE("segments of a trace with several spaces make up the whole") {
  const TemporaryFile a(as_log(two_programs(2500)));
  const TemporaryFile b(as_log(two_programs(1500)));
  const std::vector<std::string> paths{a.path(), b.path()};
  const auto open = [&] { return ReferenceReader(paths, {}); };
  ReferenceReader reader = open();
  const AnalyzeResult whole = analyze(reader, {.granule = 4});
  REQUIRE(whole.spaces.size() == 6);
  for (const std::uint64_t count : {1U, 3U}) {
    std::vector<TracePart> parts;
    for (std::uint64_t number = 1; number <= count; ++number) {
      parts.push_back(measure_segment(open, {.granule = 4}, {number, count}));
    }
    const AnalyzeResult merged = analyze_reference_part(combine_all(std::move(parts)));
    CHECK(as_map(merged.total.histogram) == as_map(whole.total.histogram));
    REQUIRE(merged.spaces.size() == whole.spaces.size());
    for (std::size_t i = 0; i < whole.spaces.size(); ++i) {
      CHECK(merged.spaces[i].name == whole.spaces[i].name);
      CHECK(merged.spaces[i].accesses == whole.spaces[i].accesses);
      CHECK(merged.spaces[i].data == whole.spaces[i].data);
    }
  }
}

}  // namespace
}  // namespace dmc::test

#include <cmath>
#include <map>
#include <numeric>

#include "catch.hpp"
#include "traces.hpp"

// The parts that a result is split into, each counted once more by hand from naive distances.
namespace dmc::test {
namespace {

TEST_CASE("regions: an access belongs to where its first byte in the granule lies") {
  const std::vector<Line> lines = program(5, 5000);
  const AddressRegion regions[] = {{"stream", 0x4a00000, 0x4afffff},
                                   {"stack", 0x1ff0000000, 0x1fffffffff},
                                   {"half", 0x700004, 0x700803}};
  NaiveLru oracle;
  std::map<std::string, std::uint64_t> accesses;
  std::map<std::string, std::uint64_t> reuses;
  std::map<std::string, double> dmd;
  std::map<std::string, std::uint64_t> longest;
  for (const Line& line : lines) {
    const int times = line.kind == 'I' ? 0 : line.kind == 'M' ? 2 : 1;
    for (int i = 0; i < times; ++i) {
      for (std::uint64_t byte = line.address; byte < line.address + line.size; ++byte) {
        if (byte != line.address && byte % 64 != 0) {
          continue;
        }
        const std::uint64_t distance = oracle.access(byte / 64);
        std::string name = "elsewhere";
        for (const AddressRegion& region : regions) {
          name = byte >= region.begin && byte <= region.last ? region.name : name;
        }
        ++accesses[name];
        reuses[name] += distance == 0 ? 0 : 1;
        dmd[name] += std::sqrt(static_cast<double>(distance));
        longest[name] = std::max(longest[name], distance);
      }
    }
  }
  const AnalyzeResult result = analyze_text(
      as_lackey(lines), {.granule = 64, .regions = {std::begin(regions), std::end(regions)}});
  REQUIRE(result.total.arrays.size() == 4);
  CHECK(result.total.arrays.front().name == "stream");
  CHECK(result.total.arrays.back().name == "elsewhere");
  double sum = 0;
  for (const ArrayTotals& region : result.total.arrays) {
    CAPTURE(region.name);
    CHECK(region.accesses == accesses[region.name]);
    CHECK(region.totals.reuses == reuses[region.name]);
    CHECK(region.totals.dmd == Approx(dmd[region.name]));
    CHECK(region.totals.max_distance == longest[region.name]);
    sum += region.totals.dmd;
  }
  CHECK(sum == Approx(result.total.dmd));
}

TEST_CASE("top: the data with the largest DMD, by address") {
  const std::vector<Line> lines = program(6, 5000);
  NaiveLru oracle;
  std::map<std::uint64_t, std::pair<std::uint64_t, double>> by_address;
  for (const std::uint64_t number : granules_of(lines, 8, "LS")) {
    auto& [accesses, dmd] = by_address[number * 8];
    ++accesses;
    dmd += std::sqrt(static_cast<double>(oracle.access(number)));
  }
  std::vector<double> costs;
  for (const auto& [address, totals] : by_address) {
    costs.push_back(totals.second);
  }
  std::sort(costs.rbegin(), costs.rend());
  const AnalyzeResult result = analyze_text(as_lackey(lines), {.top = 20});
  REQUIRE(result.top.size() == 20);
  for (std::size_t i = 0; i < 20; ++i) {
    CHECK(result.top[i].dmd == Approx(costs[i]));
    CHECK(result.top[i].dmd == Approx(by_address.at(result.top[i].address).second));
    CHECK(result.top[i].accesses == by_address.at(result.top[i].address).first);
  }
  CHECK(analyze_text("1\n2\n1\n", {.top = 20}).top.size() == 2);
}

TEST_CASE("threads apart: each as though it were alone") {
  std::mt19937_64 random(7);
  std::string text;
  std::map<std::string, NaiveLru> alone;
  NaiveLru merged;
  std::map<std::uint64_t, std::uint64_t> sum;
  std::uint64_t accesses = 0;
  std::string thread = "100";
  for (int i = 0; i < 6000; ++i) {
    if (random() % 5 == 0) {
      thread = std::to_string(100 + random() % 3);
    }
    const std::uint64_t datum = random() % (random() % 60 + 1);
    text +=
        fmt::format("{0} {0}: {1} read 8 byte(s) @ {2:#x} by PC 0x1\n", i + 1, thread, datum * 8);
    const std::uint64_t distance = alone[thread].access(datum);
    merged.access(datum);
    sum[distance] += 1;
    ++accesses;
  }
  sum.erase(0);
  CHECK(as_map(analyze_text(text, {}).total.histogram) == merged.histogram());
  const AnalyzeResult apart = analyze_text(text, {.per_thread = true});
  CHECK(apart.total.accesses == accesses);
  CHECK(as_map(apart.total.histogram) == sum);
  REQUIRE(apart.threads.size() == 3);
  for (const ThreadTotals& one : apart.threads) {
    CAPTURE(one.name);
    CHECK(one.data == alone[one.name].data());
    CHECK(one.totals.reuses == alone[one.name].reuses());
    CHECK(one.totals.dmd == Approx(alone[one.name].dmd()));
    CHECK(one.totals.max_distance == alone[one.name].histogram().rbegin()->first);
  }
}

}  // namespace
}  // namespace dmc::test

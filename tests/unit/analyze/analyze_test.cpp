#include <cmath>
#include <unordered_map>

#include "dmc/util/error.hpp"

#include "catch.hpp"
#include "traces.hpp"

namespace dmc::test {
namespace {

using Catch::Contains;

TEST_CASE("distances are those of the definition, for every granule and choice of accesses") {
  const std::vector<Line> lines = program(1, 6000);
  const std::string text = as_lackey(lines);
  const std::pair<AccessChoice, std::string> choices[] = {{AccessChoice::both, "LS"},
                                                          {AccessChoice::reads, "L"},
                                                          {AccessChoice::writes, "S"},
                                                          {AccessChoice::fetches, "I"},
                                                          {AccessChoice::all, "ILS"}};
  for (const std::uint64_t granule : {1U, 4U, 8U, 64U, 4096U}) {
    for (const auto& [choice, kinds] : choices) {
      CAPTURE(granule, kinds);
      NaiveLru oracle;
      const std::vector<std::uint64_t> granules = granules_of(lines, granule, kinds);
      for (const std::uint64_t number : granules) {
        oracle.access(number);
      }
      const AnalyzeResult result = analyze_text(text, {.accesses = choice, .granule = granule});
      CHECK(result.total.accesses == granules.size());
      CHECK(result.total.data == oracle.data());
      CHECK(result.total.reuses == oracle.reuses());
      CHECK(as_map(result.total.histogram) == oracle.histogram());
      CHECK(result.total.dmd == Approx(oracle.dmd()).epsilon(1e-12));
    }
  }
}

TEST_CASE("the definition's example, abbbca, with times beside distances") {
  const AnalyzeResult result = analyze_text("1\n2\n2\n2\n3\n1\n", {});
  CHECK(result.total.accesses == 6);
  CHECK(result.total.data == 3);
  CHECK(as_map(result.total.histogram) == std::map<std::uint64_t, std::uint64_t>{{1, 2}, {3, 1}});
  CHECK(result.total.dmd == Approx(2 + std::sqrt(3.0)));
  // b, b, b are one access apart, the two a are five.
  CHECK(result.mean_time == Approx(7.0 / 3));
  CHECK(result.times[0] == 2);
  CHECK(result.times[magnitude_of(5)] == 1);
  CHECK(magnitude_of(1) == 0);
  CHECK(magnitude_of(4) == 2);
  CHECK(magnitude_of(5) == 3);
}

TEST_CASE("reuse times are counted by magnitude") {
  const std::vector<Line> lines = program(2, 20000);
  std::unordered_map<std::uint64_t, std::uint64_t> last;
  MagnitudeCounts times{};
  std::uint64_t now = 0;
  double sum = 0;
  for (const std::uint64_t number : granules_of(lines, 8, "LS")) {
    ++now;
    if (last.count(number) != 0) {
      const std::uint64_t time = now - last[number];
      sum += static_cast<double>(time);
      std::size_t k = 0;
      while ((std::uint64_t{1} << k) < time) {
        ++k;
      }
      ++times[k];
    }
    last[number] = now;
  }
  const AnalyzeResult result = analyze_text(as_lackey(lines), {});
  CHECK(result.times == times);
  CHECK(result.mean_time == Approx(sum / static_cast<double>(result.total.reuses)));
}

TEST_CASE("caches of any size miss what the definition says") {
  const std::vector<Line> lines = program(3, 5000);
  NaiveLru oracle;
  std::uint64_t misses = 0;
  constexpr std::uint64_t k_bytes = 777;  // 12 lines of 64 bytes and a rest that holds none
  const std::vector<std::uint64_t> granules = granules_of(lines, 64, "LS");
  for (const std::uint64_t number : granules) {
    const std::uint64_t distance = oracle.access(number);
    misses += distance == 0 || distance > k_bytes / 64 ? 1 : 0;
  }
  const AnalyzeResult result =
      analyze_text(as_lackey(lines), {.granule = 64, .sizes = {k_bytes, 1, 1 << 30}});
  REQUIRE(result.caches.size() == 3);
  const auto accesses = static_cast<double>(granules.size());
  CHECK(result.caches[0].data == 12);
  CHECK(result.caches[0].miss_ratio == Approx(static_cast<double>(misses) / accesses));
  CHECK(result.caches[1].miss_ratio == 1);
  CHECK(result.caches[2].miss_ratio == Approx(static_cast<double>(oracle.data()) / accesses));
}

TEST_CASE("a limit gives what the beginning alone gives") {
  const std::vector<Line> lines = program(4, 4000);
  const std::vector<std::uint64_t> granules = granules_of(lines, 1, "LS");
  const std::string text = as_lackey(lines);
  for (const std::size_t limit : {std::size_t{1}, std::size_t{4097}, granules.size() - 1}) {
    NaiveLru oracle;
    for (std::size_t i = 0; i < limit; ++i) {
      oracle.access(granules[i]);
    }
    const AnalyzeResult result = analyze_text(text, {.granule = 1, .limit = limit});
    CHECK(result.stopped);
    CHECK(result.total.accesses == limit);
    CHECK(as_map(result.total.histogram) == oracle.histogram());
  }
}

TEST_CASE("each format has its granule") {
  CHECK(analyze_text(" L 10,8\n", {}).request.granule == 8);
  CHECK(analyze_text("0,0,4096,r,0.1\n", {}).request.granule == 4096);
  CHECK(analyze_text("5\n", {}).request.granule == 1);
  // Disks' addresses are larger than any file; ids may be anything.
  CHECK(analyze_text("65535,549755813887,512,r,0.1\n0,549755813887,512,w,0\n", {}).total.data == 2);
  CHECK(analyze_text("18446744073709551615\n0\n18446744073709551615\n", {}).total.max_distance ==
        2);
}

TEST_CASE("an access may end with the last byte there is") {
  const AnalyzeResult result =
      analyze_text(" L fffffffffffffff8,8\n S ffffffffffffffff,1\n", {.granule = 1});
  CHECK(result.total.accesses == 9);
  CHECK(result.total.data == 8);
}

TEST_CASE("requests that make no sense are refused with the option") {
  const auto error = [](const AnalyzeRequest& request, const std::string& text = " L 10,8\n") {
    try {
      static_cast<void>(analyze_text(text, request));
    } catch (const Error& caught) {
      return std::string(caught.what());
    }
    return std::string();
  };
  CHECK_THAT(error({.granule = 3}), Contains("--granule"));
  CHECK_THAT(error({.per_thread = true}), Contains("does not tell threads apart"));
  CHECK_THAT(error({.regions = {{"a", 0, 10}, {"b", 5, 20}}}), Contains("a and b overlap"));
  CHECK_THAT(error({.regions = {{"a", 10, 9}}}), Contains("empty"));
  CHECK_THAT(error({.sample = 1.5}), Contains("--sample"));
  CHECK_THAT(error({.top = 3, .sample = 0.5}), Contains("--top"));
  CHECK_THAT(error({.interval = 3, .sample = 0.5}), Contains("--interval"));
  CHECK_THAT(error({.accesses = AccessChoice::writes}), Contains("none of its 1 accesses"));
  CHECK_THAT(error({}, "==1== Lackey\nI  10,4\n"), Contains("--accesses"));
  CHECK_THAT(error({}, "# nothing\n0x1: R 0x2\n"), !Contains("there is no access"));
}

TEST_CASE("a trace without a single access is refused") {
  CHECK_THROWS_WITH(analyze_text("nothing here\n", {}, {.format = "lackey"}),
                    Contains("there is no access in it, read as a lackey trace"));
  CHECK_THROWS_WITH(analyze_text("x\n", {}, {.format = "din", .lenient = true}),
                    Contains("of 1 bad ones the first is"));
}

}  // namespace
}  // namespace dmc::test

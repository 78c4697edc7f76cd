#include <cmath>

#include "catch.hpp"
#include "traces.hpp"

// Samples are held against the exact results of the same traces: over many samples the estimates
// must be right on average, and the confidence intervals must hold as often as they say.
namespace dmc::test {
namespace {

std::string ids(const std::vector<std::uint64_t>& trace) {
  std::string text;
  for (const std::uint64_t id : trace) {
    text += fmt::format("{}\n", id);
  }
  return text;
}

/// Data that are popular in many degrees, among loops over some of them.
std::vector<std::uint64_t> mixed_trace() {
  std::mt19937_64 random(10);
  std::vector<std::uint64_t> trace;
  while (trace.size() < 150'000) {
    if (random() % 100 == 0) {
      const std::uint64_t start = random() % 8000;
      const std::uint64_t length = random() % 1000;
      for (std::uint64_t i = 0; i < length; ++i) {
        trace.push_back(100'000 + start + i);
      }
    } else {
      const double u = static_cast<double>(random() % 1'000'000 + 1) / 1'000'000;
      trace.push_back(static_cast<std::uint64_t>(20'000 * u * u * u));
    }
  }
  return trace;
}

/// How often, of `samples`, an estimate was within its error, and its mean.
struct Record {
  int within = 0;
  double mean = 0;
  void add(double estimate, double error, double truth, int samples) {
    within += std::abs(estimate - truth) <= error ? 1 : 0;
    mean += estimate / samples;
  }
};

TEST_CASE("estimates are near the truth, and confidence intervals hold") {
  constexpr int k_samples = 40;
  const TemporaryFile file(ids(mixed_trace()));
  const auto analyze_file = [&](const AnalyzeRequest& request) {
    ReferenceReader reader(TraceInput(file.path()), {});
    return analyze(reader, request);
  };
  const std::vector<std::uint64_t> sizes{500, 5000};
  const AnalyzeResult exact = analyze_file({.sizes = sizes});
  Record dmd;
  Record data;
  Record mean_distance;
  Record miss_ratio;
  for (int seed = 0; seed < k_samples; ++seed) {
    const AnalyzeResult sampled = analyze_file(
        {.sizes = sizes, .sample = 0.1, .sample_seed = static_cast<std::uint64_t>(seed)});
    REQUIRE(sampled.estimate);
    const SampleEstimate& estimate = *sampled.estimate;
    CHECK(sampled.total.accesses == exact.total.accesses);
    CHECK(sampled.total.histogram.reuses() + sampled.total.data == exact.total.accesses);
    dmd.add(sampled.total.dmd, estimate.dmd_error, exact.total.dmd, k_samples);
    data.add(static_cast<double>(sampled.total.data), estimate.data_error,
             static_cast<double>(exact.total.data), k_samples);
    mean_distance.add(sampled.total.mean_distance, estimate.mean_distance_error,
                      exact.total.mean_distance, k_samples);
    miss_ratio.add(sampled.caches[1].miss_ratio, sampled.caches[1].error,
                   exact.caches[1].miss_ratio, k_samples);
  }
  CHECK(dmd.mean == Approx(exact.total.dmd).epsilon(0.02));
  CHECK(data.mean == Approx(static_cast<double>(exact.total.data)).epsilon(0.01));
  CHECK(mean_distance.mean == Approx(exact.total.mean_distance).epsilon(0.02));
  CHECK(miss_ratio.mean == Approx(exact.caches[1].miss_ratio).epsilon(0.02));
  for (const Record& one : {dmd, data, mean_distance, miss_ratio}) {
    CHECK(one.within >= 34);  // 95% of 40 are 38; fewer than 34 come by chance once in a hundred
  }
}

TEST_CASE("short distances are estimated though few data between are in the sample") {
  // Two data by turns, then the next two: all reuses are at distance 2, and of most pairs only one
  // is in the sample.
  std::vector<std::uint64_t> trace;
  for (std::uint64_t pair = 0; pair < 3000; ++pair) {
    for (int i = 0; i < 10; ++i) {
      trace.push_back(2 * pair);
      trace.push_back(2 * pair + 1);
    }
  }
  const AnalyzeResult sampled = analyze_text(ids(trace), {.sample = 0.05});
  CHECK(sampled.total.dmd == Approx(54'000 * std::sqrt(2.0)).epsilon(0.02));
}

TEST_CASE("reuse times are exact for what is in the sample") {
  std::vector<std::uint64_t> trace;
  for (std::uint64_t i = 0; i < 60'000; ++i) {
    trace.push_back(i % 3000);
  }
  const AnalyzeResult sampled = analyze_text(ids(trace), {.sample = 0.1});
  CHECK(sampled.mean_time == 3000);
  CHECK(sampled.total.mean_distance ==
        Approx(3000).margin(3 * sampled.estimate->mean_distance_error + 300));
}

TEST_CASE("a sample without data is refused") {
  CHECK_THROWS_WITH(analyze_text("1\n2\n1\n", {.sample = 1e-9}), Catch::Contains("--sample"));
}

}  // namespace
}  // namespace dmc::test

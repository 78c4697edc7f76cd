#include <algorithm>
#include <cmath>
#include <map>

#include "dmc/analysis/run.hpp"

#include "catch.hpp"
#include "naive_lru.hpp"

// The options of the model against what they are defined to be, on traces of elements.
namespace dmc::test {
namespace {

struct ElementTrace {
  std::vector<Access> accesses;
  TraceNames names;
};

ElementTrace trace_of(const Kernel& kernel, const Parameters& parameters) {
  ElementTrace trace;
  const auto take = [&](Batch& batch) {
    trace.accesses.insert(trace.accesses.end(), batch.accesses().begin(), batch.accesses().end());
  };
  Tracer tracer({}, take, Tracer::Attribution::off);  // one id an array, not one a stage
  (void)kernel.run(resolve_parameters(kernel, parameters), tracer, InputData());
  tracer.finish();
  trace.names = tracer.names();
  return trace;
}

std::vector<Histogram::Bin> bins_of(const NaiveLru& lru) {
  std::vector<Histogram::Bin> bins;
  for (const auto& [distance, reuses] : lru.histogram()) {
    bins.push_back({distance, reuses});
  }
  return bins;
}

TEST_CASE("to omit arrays is to leave their accesses out of the trace") {
  struct Case {
    std::string_view kernel;
    Parameters parameters;
    std::vector<std::string> omit;
  };
  for (const Case& some : std::vector<Case>{
           {"matmul", {{"m", 9}, {"n", 8}, {"l", 7}}, {"B"}},
           {"matmul", {{"m", 9}, {"n", 8}, {"l", 7}}, {"A", "B", "C"}},
           {"conv", {{"n", 20}, {"k", 3}}, {"R"}},
           {"conv", {{"h", 9}, {"w", 14}, {"k", 4}}, {"K", "R"}},
           {"batchconv", {{"n", 8}, {"k", 3}, {"c", 5}, {"x", 2}}, {"I"}},
           {"im2col", {{"n", 12}, {"k", 3}}, {"C"}},
           {"winograd", {{"n", 12}}, {"U"}},
           {"fft", {{"n", 64}}, {"omega"}},
           {"fftconv", {{"n", 8}, {"k", 3}}, {"I", "omega"}},
           {"attention", {{"l", 6}, {"d", 8}, {"h", 2}}, {"S"}},
           {"gqa", {{"l", 5}, {"d", 8}, {"h", 4}, {"p", 2}}, {"k", "WQ"}},
       }) {
    CAPTURE(some.kernel, some.omit);
    const Kernel& kernel = find_kernel(some.kernel);
    const ElementTrace trace = trace_of(kernel, some.parameters);
    NaiveLru lru;
    std::uint64_t accesses = 0;
    for (const Access access : trace.accesses) {
      const std::string& name = trace.names.arrays[access.array()];
      if (std::find(some.omit.begin(), some.omit.end(), name) == some.omit.end()) {
        lru.access(access.datum());
        ++accesses;
      }
    }
    Model model;
    model.omit = some.omit;
    const RunResult result = run({&kernel, some.parameters, model});
    CHECK(result.accesses == accesses);
    CHECK(result.data == lru.data());
    CHECK(result.histogram.bins == bins_of(lru));
  }
}

// In these kernels every array is one range of data and its first element is accessed, so that
// ranges can be told from the trace.
TEST_CASE("to count blocks is to divide offsets in each array") {
  struct Case {
    std::string_view kernel;
    Parameters parameters;
  };
  for (const Case& some : std::vector<Case>{
           {"matmul", {{"m", 9}, {"n", 8}, {"l", 7}}},
           {"conv", {{"n", 20}, {"k", 3}}},
           {"batchconv", {{"n", 8}, {"k", 3}, {"c", 5}, {"x", 2}}},
           {"batchconv", {{"n", 8}, {"k", 3}, {"c", 5}, {"x", 5}, {"layout", 1}}},
           {"im2col", {{"n", 12}, {"k", 3}}},
           {"winograd", {{"n", 12}}},
           {"attention", {{"l", 6}, {"d", 8}, {"h", 2}}},
       }) {
    const Kernel& kernel = find_kernel(some.kernel);
    const ElementTrace trace = trace_of(kernel, some.parameters);
    std::map<ArrayId, Datum> first;
    for (const Access access : trace.accesses) {
      const auto [range, is_new] = first.emplace(access.array(), access.datum());
      range->second = std::min(range->second, access.datum());
    }
    for (const std::uint64_t block : {1U, 2U, 3U, 8U, 64U, 1000U}) {
      CAPTURE(some.kernel, block);
      NaiveLru lru;
      for (const Access access : trace.accesses) {
        const std::uint64_t offset = access.datum() - first[access.array()];
        lru.access(offset / block + (std::uint64_t{access.array()} << 40));
      }
      Model model;
      model.block = block;
      const RunResult result = run({&kernel, some.parameters, model});
      CHECK(result.data == lru.data());
      CHECK(result.histogram.bins == bins_of(lru));
    }
  }
}

TEST_CASE("bits scale every DMD and cost, and nothing else") {
  const Kernel& kernel = find_kernel("conv");
  Model model;
  model.cold = Cold::stack;
  const RunResult one = run({&kernel, {{"n", 16}, {"k", 3}}, model});
  model.bits = 16;
  const RunResult sixteen = run({&kernel, {{"n", 16}, {"k", 3}}, model});
  CHECK(sixteen.histogram == one.histogram);
  CHECK(sixteen.dmd == Approx(4 * one.dmd).epsilon(1e-14));
  CHECK(sixteen.cold_cost == Approx(4 * one.cold_cost).epsilon(1e-14));
  REQUIRE(sixteen.named.size() == one.named.size());
  for (std::size_t i = 0; i < one.named.size(); ++i) {
    CHECK(sixteen.named[i].totals.dmd == Approx(4 * one.named[i].totals.dmd).epsilon(1e-14));
    CHECK(sixteen.named[i].totals.reuses == one.named[i].totals.reuses);
  }
  REQUIRE(sixteen.formulas.size() == one.formulas.size());
  for (std::size_t i = 0; i < one.formulas.size(); ++i) {
    CHECK(sixteen.formulas[i].ratio == Approx(one.formulas[i].ratio).epsilon(1e-14));
  }
}

TEST_CASE("first accesses cost what the model says") {
  const Kernel& kernel = find_kernel("conv");
  const Parameters parameters{{"n", 9}, {"k", 3}};  // 139 data
  Model model;
  model.cold = Cold::bound;
  CHECK(run({&kernel, parameters, model}).cold_cost == Approx(std::pow(139, 1.5)).epsilon(1e-14));
  model.cold = Cold::stack;
  double depths = 0;
  for (int i = 1; i <= 139; ++i) {
    depths += std::sqrt(i);
  }
  CHECK(run({&kernel, parameters, model}).cold_cost == Approx(depths).epsilon(1e-14));
}

}  // namespace
}  // namespace dmc::test

#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "dmc/engine/lru_engine.hpp"
#include "dmc/engine/parallel_engine.hpp"
#include "dmc/kernels/kernel.hpp"
#include "dmc/trace/tracer.hpp"
#include "dmc/util/error.hpp"

#include "catch.hpp"
#include "workloads.hpp"

namespace dmc::test {
namespace {

constexpr unsigned k_threads[] = {1, 2, 5};

// Everything that can be asked of an engine.
struct Answers {
  std::uint64_t accesses;
  std::uint64_t data;
  Histogram histogram;
  std::vector<std::uint64_t> cold;
  std::vector<std::pair<std::pair<ArrayId, LabelId>, Histogram>> classes;

  friend bool operator==(const Answers&, const Answers&) = default;
};

template <class Engine>
Answers answers_of(const Engine& engine) {
  const EngineCounts counts = engine.counts();
  Answers answers{counts.accesses, counts.data, counts.histogram, counts.cold_misses, {}};
  for (const AttributedHistogram& part : counts.classes) {
    answers.classes.push_back({{part.array, part.carried_by}, part.histogram});
  }
  while (!answers.cold.empty() && answers.cold.back() == 0) {
    answers.cold.pop_back();  // tables may be longer than there are arrays
  }
  return answers;
}

Answers in_parallel(const Trace& trace, unsigned threads, std::size_t segment) {
  ParallelEngine engine({}, threads, segment);
  engine.access(std::span<const Datum>(trace));
  engine.finish();
  return answers_of(engine);
}

Answers alone(const Trace& trace) {
  LruEngine engine;
  engine.access(std::span<const Datum>(trace));
  return answers_of(engine);
}

template <class Engine>
void run_through(Engine& engine, std::string_view name, const Parameters& given,
                 const Model& model) {
  const Kernel& kernel = find_kernel(name);
  Tracer tracer(model, [&](Batch& batch) { engine.attribute(batch); });
  (void)kernel.run(resolve_parameters(kernel, given), tracer, InputData());
  tracer.finish();
  engine.finish();
}

}  // namespace

TEST_CASE("segments of any length give what one thread gives", "[parallel]") {
  for (const Workload& workload : small_workloads(7)) {
    INFO(workload.name);
    const Answers expected = alone(workload.trace);
    for (const std::size_t segment : {std::size_t{7}, std::size_t{100}, std::size_t{1000}}) {
      INFO("segments of " << segment);
      CHECK(in_parallel(workload.trace, 2, segment) == expected);
    }
  }
}

TEST_CASE("long traces in segments cross compactions on both sides", "[parallel]") {
  Random random(11);
  const std::vector<Workload> workloads = {
      {"uniform", uniform(random, 200'000, 1'500'000)},
      {"zipf", zipf(random, 300'000, 0.8, 1'500'000)},
      {"cyclic", cyclic(150'000, 1'500'000)},
      {"growing", growing(random, 5, 1'500'000)},
      {"log-uniform", log_uniform_times(random, 10, 1'500'000)},
  };
  for (const Workload& workload : workloads) {
    INFO(workload.name);
    const Answers expected = alone(workload.trace);
    for (const unsigned threads : k_threads) {
      for (const std::size_t segment : {std::size_t{60'000}, std::size_t{400'000}}) {
        INFO(threads << " threads, segments of " << segment);
        CHECK(in_parallel(workload.trace, threads, segment) == expected);
      }
    }
    CHECK(in_parallel(workload.trace, 2, 0) == expected);
  }
}

TEST_CASE("attribution does not depend on threads", "[parallel][attribution]") {
  const std::vector<std::pair<std::string_view, Parameters>> runs = {
      {"conv", {{"n", 70}, {"k", 5}}},
      {"batchconv", {{"n", 24}, {"k", 3}, {"c", 5}, {"x", 2}}},
      {"im2col", {{"n", 40}, {"k", 3}}},
      {"fft", {{"n", 4096}}},
      {"fft", {{"n", 16'384}}},  // with reuses beyond the first chunk of bins
      {"fftconv", {{"n", 32}, {"k", 3}}},
      {"gqa", {{"l", 20}, {"d", 24}, {"h", 6}, {"p", 2}}},
      {"transformer", {{"l", 12}, {"d", 16}, {"h", 2}, {"f", 32}, {"layers", 2}, {"vocab", 20}}},
      {"winograd", {{"n", 60}}},
  };
  for (const Temporaries temporaries : {Temporaries::fresh, Temporaries::reuse}) {
    for (const auto& [name, given] : runs) {
      INFO(name << (temporaries == Temporaries::fresh ? " fresh" : " reuse"));
      Model model;
      model.temporaries = temporaries;
      LruEngine one;
      run_through(one, name, given, model);
      const Answers expected = answers_of(one);
      for (const unsigned threads : k_threads) {
        for (const std::size_t segment : {std::size_t{1}, std::size_t{30'000}}) {
          INFO(threads << " threads, segments of " << segment);
          ParallelEngine many({}, threads, segment);
          run_through(many, name, given, model);
          CHECK(answers_of(many) == expected);
        }
      }
    }
  }
}

TEST_CASE("threads that note far reuses and threads that count them add up",
          "[parallel][attribution]") {
  LruEngine one;
  run_through(one, "fft", {{"n", 16'384}}, {});
  const Answers expected = answers_of(one);
  for (const std::uint64_t data : {0U, 2'000'000U}) {
    for (const std::uint64_t noted : {1U, 20'000U, 1'000'000U}) {
      CAPTURE(data, noted);
      ParallelEngine many({.expected_data = data, .noted_limit = noted}, 2, 100'000);
      run_through(many, "fft", {{"n", 16'384}}, {});
      CHECK(answers_of(many) == expected);
    }
  }
}

TEST_CASE("what is known of a trace in advance, rightly or not, changes no result", "[parallel]") {
  const std::uint64_t length = 3'000'000;  // several segments
  Trace trace(length);
  for (std::uint64_t i = 0; i < length; ++i) {
    trace[i] = static_cast<Datum>(i * 2'654'435'761 % 1'000'003);
  }
  const Answers expected = alone(trace);
  for (const std::uint64_t data : {std::uint64_t{0}, std::uint64_t{1'000'003}, length}) {
    for (const std::uint64_t accesses : {std::uint64_t{1}, length, 100 * length}) {
      CAPTURE(data, accesses);
      ParallelEngine engine({.expected_data = data, .expected_accesses = accesses}, 2);
      engine.access(std::span<const Datum>(trace));
      engine.finish();
      CHECK(answers_of(engine) == expected);
    }
  }
}

TEST_CASE("what goes wrong in a thread is thrown to the caller", "[parallel]") {
  const Trace trace = {1, 2, 0xfffffff0};
  ParallelEngine engine({}, 2, 1);
  const auto measure = [&] {
    engine.access(std::span<const Datum>(trace));
    engine.finish();
  };
  CHECK_THROWS_AS(measure(), Error);
}

TEST_CASE("an engine that is given nothing, or given up, ends", "[parallel]") {
  ParallelEngine nothing({}, 3);
  nothing.finish();
  CHECK(nothing.accesses() == 0);
  CHECK(nothing.histogram().bins.empty());

  const Trace trace = cyclic(1000, 100'000);
  auto given_up = std::make_unique<ParallelEngine>(EngineOptions{}, 3, 1000);
  given_up->access(std::span<const Datum>(trace));
  given_up.reset();  // must not wait for ever
}

}  // namespace dmc::test

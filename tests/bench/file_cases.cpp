#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "dmc/analysis/recorded.hpp"
#include "dmc/tracefile/recorded.hpp"
#include "dmc/tracefile/trace_input.hpp"

#include "cases.hpp"
#include "temporary_file.hpp"

namespace dmc::bench {
namespace {

// The engine on the trace in memory, on one thread and on several, against which reading from a
// file is held.
constexpr std::string_view k_alone = "engine_alone";
constexpr std::string_view k_alone_threads = "engine_threads";

/// A kernel's trace as `dmc trace` records it, in a file and in batches.
class Recording {
 public:
  explicit Recording(const KernelRun& run) : file_(text_of(run)) {
    const std::unique_ptr<RecordedReader> reader = open();
    for (Batch batch; reader->next(batch);) {
      accesses_ += batch.count;
      batches_.push_back(batch);
    }
  }

  [[nodiscard]] std::unique_ptr<RecordedReader> open() const {
    auto input = std::make_shared<TraceInput>(file_.path());
    return std::make_unique<RecordedReader>(
        [input](std::span<char> bytes) { return input->read(bytes); }, file_.path());
  }
  [[nodiscard]] RecordedFile file() const { return RecordedFile(file_.path()); }
  [[nodiscard]] const std::vector<Batch>& batches() const { return batches_; }
  [[nodiscard]] std::uint64_t accesses() const { return accesses_; }

 private:
  static std::string text_of(const KernelRun& run) {
    std::string text;
    RunRequest request{};
    request.kernel = run.kernel;
    request.parameters = run.parameters;
    static_cast<void>(record_run(request, [&](std::string_view bytes) { text += bytes; }));
    return text;
  }

  test::TemporaryFile file_;
  std::vector<Batch> batches_;
  std::uint64_t accesses_ = 0;
};

// What is done with a recording. Returns the histogram where there is one.
struct Step {
  std::string_view name;
  Histogram (*run)(const Recording& recording, std::uint64_t data);
};

const std::vector<Step>& steps() {
  static const std::vector<Step> k_steps{
      {"engine_attributed",
       [](const Recording& recording, std::uint64_t data) {
         LruEngine engine({.expected_data = data});
         for (const Batch& batch : recording.batches()) {
           engine.attribute(batch);
         }
         return engine.histogram();
       }},
      {"reading",
       [](const Recording& recording, std::uint64_t) {
         const std::unique_ptr<RecordedReader> reader = recording.open();
         for (Batch batch; reader->next(batch);) {
           benchmark::DoNotOptimize(batch.storage.data());
         }
         return Histogram();
       }},
      {"from_file", [](const Recording& recording,
                       std::uint64_t) { return analyze_recorded(*recording.open()).histogram; }},
      {"from_file_threads",
       [](const Recording& recording, std::uint64_t) {
         const unsigned threads = std::max(2U, std::thread::hardware_concurrency());
         return analyze_recorded(recording.file(), {.threads = threads}).histogram;
       }},
  };
  return k_steps;
}

void run_step(benchmark::State& state, Workbench& bench, const TraceRecipe& recipe,
              const Recording& recording, const Step& step) {
  const std::uint64_t data = bench.trace(recipe, false).distinct;
  Histogram histogram;
  for (auto _ : state) {
    histogram = step.run(recording, data);
  }
  if (!histogram.bins.empty()) {
    bench.expect_same(recipe.name, std::string(step.name), histogram);
  }
  report(state, recording.accesses(), data, std::nullopt);
}

Contender named(Contender contender, std::string_view name) {
  contender.name = name;
  return contender;
}

void register_file(Workbench& bench, const std::string& trace, KernelRun (*make)(double scale)) {
  const TraceRecipe recipe{trace, [make](double scale) { return element_trace(make(scale)); }};
  const std::vector<Contender> engines{named(compared_engines().front(), k_alone),
                                       named(thread_engines().back(), k_alone_threads)};
  std::vector<std::string> names{engines[0].name, engines[1].name};
  for (const Step& step : steps()) {
    names.emplace_back(step.name);
  }
  // Made when it is first needed, and given up with the last round.
  const auto recording = std::make_shared<std::unique_ptr<Recording>>();
  const auto rounds_left = std::make_shared<std::size_t>(bench.plan().rounds * names.size());
  register_rounds("file", trace, names, bench.plan().rounds,
                  [=, &bench](benchmark::State& state, std::size_t i) {
                    if (*recording == nullptr) {
                      *recording = std::make_unique<Recording>(make(bench.plan().scale));
                    }
                    if (i < engines.size()) {
                      bench.run(state, recipe, engines[i]);
                    } else {
                      run_step(state, bench, recipe, **recording, steps()[i - engines.size()]);
                    }
                    if (--*rounds_left == 0) {
                      recording->reset();
                    }
                  });
}

}  // namespace

std::vector<Family> register_file_cases(Workbench& bench) {
  register_file(bench, "conv", spatial_convolution);
  register_file(bench, "matmul", matrix_product);
  register_file(bench, "fft", fourier_transform);
  return {{"file",
           {{std::string(k_alone), "x engine", Baseline::Meaning::speed},
            {std::string(k_alone_threads), "x threads", Baseline::Meaning::speed}}}};
}

}  // namespace dmc::bench

#pragma once

#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "dmc/engine/lru_engine.hpp"
#include "dmc/engine/parallel_engine.hpp"
#include "dmc/kernels/kernel.hpp"

namespace dmc::test {

/// Everything that is counted in a run, by name.
struct Counted {
  using Reuses = std::map<std::uint64_t, std::uint64_t>;  // by distance

  std::uint64_t accesses = 0;
  std::uint64_t data = 0;
  std::uint64_t reuses = 0;
  double dmd = 0;
  Reuses histogram = {};
  std::map<std::string, std::uint64_t> cold = {};                       // by array
  std::map<std::pair<std::string, std::string>, Reuses> classes = {};   // by array and carrier
  std::map<std::pair<std::string, std::string>, Reuses> by_stage = {};  // by array and stage
};

template <class Engine>
Counted counted_with(Engine& engine, const Kernel& kernel, const Parameters& given,
                     const Model& model) {
  Tracer tracer(model, [&](Batch& batch) { engine.attribute(batch); });
  (void)kernel.run(resolve_parameters(kernel, given), tracer, InputData());
  tracer.finish();
  engine.finish();
  const EngineCounts counts = engine.counts();
  const TraceNames& names = tracer.names();
  Counted result{.accesses = counts.accesses, .data = counts.data};
  for (const Histogram::Bin& bin : counts.histogram.bins) {
    result.reuses += bin.reuses;
    result.dmd += static_cast<double>(bin.reuses) * std::sqrt(static_cast<double>(bin.distance));
    result.histogram[bin.distance] = bin.reuses;
  }
  for (const AttributedHistogram& part : counts.classes) {
    const std::string& array = names.arrays[part.array];
    const LabelId stage = names.stages[part.array];
    for (const Histogram::Bin& bin : part.histogram.bins) {
      result.classes[{array, names.labels[part.carried_by]}][bin.distance] += bin.reuses;
      result.by_stage[{array, names.labels[stage]}][bin.distance] += bin.reuses;
    }
  }
  for (std::size_t id = 0; id < counts.cold_misses.size() && id < names.arrays.size(); ++id) {
    if (counts.cold_misses[id] != 0) {
      result.cold[names.arrays[id]] += counts.cold_misses[id];
    }
  }
  return result;
}

inline Counted counted(const Kernel& kernel, const Parameters& given, const Model& model = {},
                       unsigned threads = 1) {
  if (threads > 1) {
    ParallelEngine engine({}, threads, 1000);
    return counted_with(engine, kernel, given, model);
  }
  LruEngine engine;
  return counted_with(engine, kernel, given, model);
}

}  // namespace dmc::test

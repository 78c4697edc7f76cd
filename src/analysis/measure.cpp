#include "dmc/analysis/measure.hpp"

#include <algorithm>

#include "dmc/cost/dmd.hpp"
#include "dmc/engine/lru_engine.hpp"
#include "dmc/engine/parallel_engine.hpp"
#include "dmc/util/error.hpp"

namespace dmc {
namespace {

void check(const Model& model) {
  if (model.block == 0 || model.bits == 0) {
    throw Error("a block and a datum have at least one element and one bit");
  }
}

ArrayTotals& totals_of_array(std::vector<ArrayTotals>& arrays, const std::string& name) {
  const auto found = std::find_if(arrays.begin(), arrays.end(),
                                  [&](const ArrayTotals& array) { return array.name == name; });
  return found != arrays.end() ? *found : arrays.emplace_back(ArrayTotals{name, 0, {}});
}

template <class Engine>
void split_by_array(const Engine& engine, const std::vector<AttributedHistogram>& classes,
                    const TraceNames& names, std::uint64_t bits, Measurement& result) {
  const std::vector<std::uint64_t> cold = engine.cold_misses();
  for (std::size_t id = 0; id < names.arrays.size() && id < cold.size(); ++id) {
    std::vector<const Histogram*> parts;
    for (const AttributedHistogram& part : classes) {
      if (part.array == id) {
        parts.push_back(&part.histogram);
      }
    }
    const Histogram whole = merge(parts);
    ArrayTotals array{names.arrays[id], cold[id] + whole.reuses(), totals_of(whole, bits)};
    if (array.accesses != 0) {
      totals_of_array(result.arrays, array.name) = array;
    }
  }
}

void split_by_class(const std::vector<AttributedHistogram>& classes, const TraceNames& names,
                    std::uint64_t bits, Measurement& result) {
  for (const AttributedHistogram& part : classes) {
    result.classes.push_back({names.arrays[part.array], names.labels[part.carried_by], "",
                              totals_of(part.histogram, bits)});
  }
  std::stable_sort(
      result.classes.begin(), result.classes.end(),
      [](const ClassTotals& a, const ClassTotals& b) { return a.totals.dmd > b.totals.dmd; });
}

template <class Engine>
Measurement summarize(const Engine& engine, const TraceNames& names, const Model& model) {
  Measurement result;
  result.accesses = engine.accesses();
  result.data = engine.data();
  result.histogram = engine.histogram();
  result.reuses = result.histogram.reuses();
  result.dmd = data_movement_distance(result.histogram, model.bits);
  result.cold_cost = cold_cost(result.data, model.cold, model.bits);
  result.mean_distance = mean_distance(result.histogram);
  result.max_distance = result.histogram.bins.empty() ? 0 : result.histogram.bins.back().distance;
  const std::vector<AttributedHistogram> classes = engine.attributed();
  split_by_array(engine, classes, names, model.bits, result);
  split_by_class(classes, names, model.bits, result);
  return result;
}

// Feeds the program's batches to an engine of either kind.
template <class Engine>
Measurement measure_with(Engine& engine, const Model& model,
                         const std::function<void(Tracer&)>& program,
                         const MeasureOptions& options) {
  std::uint64_t accesses = 0;
  const auto sink = [&](Batch& batch) {
    accesses += batch.count;
    if (options.attribution) {
      engine.attribute(batch);
    } else {
      engine.access(batch);
    }
    if (options.progress) {
      options.progress(accesses);
    }
  };
  Tracer tracer(model, sink,
                options.attribution ? Tracer::Attribution::on : Tracer::Attribution::off);
  program(tracer);
  tracer.finish();
  engine.finish();
  return summarize(engine, tracer.names(), model);
}

}  // namespace

ReuseTotals totals_of(const Histogram& histogram, std::uint64_t bits) {
  if (histogram.bins.empty()) {
    return {};
  }
  return {histogram.reuses(), data_movement_distance(histogram, bits),
          histogram.bins.front().distance, histogram.bins.back().distance};
}

Measurement measure(const Model& model, const std::function<void(Tracer&)>& program,
                    const MeasureOptions& options) {
  check(model);
  const EngineOptions engine_options{.expected_data = options.expected_data};
  if (options.threads > 1) {
    ParallelEngine engine(engine_options, options.threads);
    return measure_with(engine, model, program, options);
  }
  LruEngine engine(engine_options);
  return measure_with(engine, model, program, options);
}

}  // namespace dmc

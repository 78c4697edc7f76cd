#include "dmc/analysis/measure.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "dmc/cost/dmd.hpp"
#include "dmc/engine/lru_engine.hpp"
#include "dmc/engine/parallel_engine.hpp"
#include "dmc/util/error.hpp"

#include "summarize.hpp"

namespace dmc {
namespace {

void check(const Model& model) {
  if (model.block == 0 || model.bits == 0) {
    throw Error("a block and a datum have at least one element and one bit");
  }
}

// What an engine counted, by the ids that it knows.
struct Counts {
  const std::vector<AttributedHistogram>& classes;
  const std::vector<std::uint64_t>& cold;  // by ArrayId
  const TraceNames& names;
  std::uint64_t bits;
};

// Everything counted under some of the ids. Histograms are put together before roots are taken, so
// that sums do not depend on how they are split.
struct Share {
  std::uint64_t cold_misses = 0;
  Histogram histogram;
  [[nodiscard]] std::uint64_t accesses() const { return cold_misses + histogram.reuses(); }
};

template <class Belongs>
Share share_of(const Counts& counts, const Belongs& belongs) {
  Share share;
  for (std::size_t id = 0; id < counts.cold.size() && id < counts.names.arrays.size(); ++id) {
    share.cold_misses += belongs(id) ? counts.cold[id] : 0;
  }
  std::vector<const Histogram*> parts;
  for (const AttributedHistogram& part : counts.classes) {
    if (belongs(part.array)) {
      parts.push_back(&part.histogram);
    }
  }
  share.histogram = merge(parts);
  return share;
}

std::vector<ArrayTotals> split_by_array(const Counts& counts) {
  const std::vector<std::string>& names = counts.names.arrays;
  std::vector<ArrayTotals> arrays;
  for (auto name = names.begin(); name != names.end(); ++name) {
    if (std::find(names.begin(), name, *name) != name) {
      continue;  // the id of a known array in a stage
    }
    const Share share = share_of(counts, [&](std::size_t id) { return names[id] == *name; });
    if (share.accesses() != 0) {
      arrays.push_back({*name, share.accesses(), totals_of(share.histogram, counts.bits)});
    }
  }
  return arrays;
}

// The stages by when they were first accessed in, which is the order of their ids; what is outside
// of all comes last.
std::vector<LabelId> stages_of(const TraceNames& names) {
  std::vector<LabelId> stages;
  for (const LabelId stage : names.stages) {
    if (stage != 0 && std::find(stages.begin(), stages.end(), stage) == stages.end()) {
      stages.push_back(stage);
    }
  }
  if (!stages.empty()) {
    stages.push_back(0);
  }
  return stages;
}

std::vector<StageTotals> split_by_stage(const Counts& counts) {
  std::vector<StageTotals> stages;
  for (const LabelId stage : stages_of(counts.names)) {
    const Share share =
        share_of(counts, [&](std::size_t id) { return counts.names.stages[id] == stage; });
    if (share.accesses() != 0) {
      stages.push_back({stage == 0 ? "" : counts.names.labels[stage], share.accesses(),
                        share.cold_misses, totals_of(share.histogram, counts.bits)});
    }
  }
  return stages;
}

std::vector<ClassTotals> split_by_class(const Counts& counts) {
  std::map<std::pair<std::string, LabelId>, std::vector<const Histogram*>> parts;
  for (const AttributedHistogram& part : counts.classes) {
    parts[{counts.names.arrays[part.array], part.carried_by}].push_back(&part.histogram);
  }
  std::vector<ClassTotals> classes;
  // In the order in which the engine names them, for classes that cost the same.
  for (const AttributedHistogram& part : counts.classes) {
    const auto found = parts.find({counts.names.arrays[part.array], part.carried_by});
    if (found != parts.end()) {
      const bool is_whole = found->second.size() == 1;
      classes.push_back({found->first.first, counts.names.labels[part.carried_by], "",
                         totals_of(is_whole ? part.histogram : merge(found->second), counts.bits)});
      parts.erase(found);
    }
  }
  std::stable_sort(classes.begin(), classes.end(), [](const ClassTotals& a, const ClassTotals& b) {
    return a.totals.dmd > b.totals.dmd;
  });
  return classes;
}

// Feeds batches to an engine of either kind.
template <class Engine>
Measurement measure_with(Engine& engine, const Model& model, const BatchProducer& produce,
                         const MeasureOptions& options) {
  std::uint64_t accesses = 0;
  const TraceNames names = produce([&](Batch& batch) {
    accesses += batch.count;
    if (options.attribution) {
      engine.attribute(batch);
    } else {
      engine.access(batch);
    }
    if (options.progress) {
      options.progress(accesses);
    }
  });
  engine.finish();
  return summarize(engine.counts(), names, model);
}

}  // namespace

Measurement summarize(const EngineCounts& counted, const TraceNames& names, const Model& model) {
  Measurement result;
  result.accesses = counted.accesses;
  result.data = counted.data;
  result.histogram = counted.histogram;
  result.reuses = result.histogram.reuses();
  result.dmd = data_movement_distance(result.histogram, model.bits);
  result.cold_cost = cold_cost(result.data, model.cold, model.bits);
  result.mean_distance = mean_distance(result.histogram);
  result.max_distance = result.histogram.bins.empty() ? 0 : result.histogram.bins.back().distance;
  const Counts counts{counted.classes, counted.cold_misses, names, model.bits};
  result.arrays = split_by_array(counts);
  result.classes = split_by_class(counts);
  result.stages = split_by_stage(counts);
  return result;
}

ReuseTotals totals_of(const Histogram& histogram, std::uint64_t bits) {
  if (histogram.bins.empty()) {
    return {};
  }
  return {histogram.reuses(), data_movement_distance(histogram, bits),
          histogram.bins.front().distance, histogram.bins.back().distance};
}

Measurement measure(const Model& model, const std::function<void(Tracer&)>& program,
                    const MeasureOptions& options) {
  const auto attribution = options.attribution ? Tracer::Attribution::on : Tracer::Attribution::off;
  return measure_batches(
      model,
      [&](const Sink& sink) {
        Tracer tracer(model, sink, attribution);
        program(tracer);
        tracer.finish();
        return tracer.names();
      },
      options);
}

Measurement measure_batches(const Model& model, const BatchProducer& produce,
                            const MeasureOptions& options) {
  check(model);
  const EngineOptions engine_options{.expected_data = options.expected_data,
                                     .expected_accesses = options.expected_accesses};
  if (options.threads > 1) {
    ParallelEngine engine(engine_options, options.threads);
    return measure_with(engine, model, produce, options);
  }
  LruEngine engine(engine_options);
  return measure_with(engine, model, produce, options);
}

}  // namespace dmc

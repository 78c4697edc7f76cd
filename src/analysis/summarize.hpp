#pragma once

#include <cstdint>
#include <vector>

#include "dmc/analysis/measure.hpp"
#include "dmc/engine/histogram.hpp"
#include "dmc/engine/lru_engine.hpp"
#include "dmc/trace/model.hpp"
#include "dmc/trace/tracer.hpp"

namespace dmc {

/// What an engine has counted.
struct EngineCounts {
  std::uint64_t accesses = 0;
  std::uint64_t data = 0;
  Histogram histogram;
  std::vector<AttributedHistogram> classes;
  std::vector<std::uint64_t> cold_misses;  ///< by ArrayId
};

/// What one that has finished has counted.
template <class Engine>
[[nodiscard]] EngineCounts counts_of(const Engine& engine) {
  return {engine.accesses(), engine.data(), engine.histogram(), engine.attributed(),
          engine.cold_misses()};
}

/// What that amounts to.
[[nodiscard]] Measurement summarize(const EngineCounts& counted, const TraceNames& names,
                                    const Model& model);

}  // namespace dmc

#pragma once

#include <cstdint>
#include <vector>

#include "dmc/analysis/measure.hpp"
#include "dmc/engine/histogram.hpp"
#include "dmc/engine/lru_engine.hpp"
#include "dmc/trace/model.hpp"
#include "dmc/trace/tracer.hpp"

namespace dmc {

/// What an engine's counts amount to.
[[nodiscard]] Measurement summarize(const EngineCounts& counted, const TraceNames& names,
                                    const Model& model);

}  // namespace dmc

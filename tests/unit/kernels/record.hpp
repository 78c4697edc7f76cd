#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dmc/kernels/kernel.hpp"

namespace dmc::test {

/// Everything that a run of a kernel gives. Without attribution an array has one id, with it one
/// for each stage.
struct Recording {
  std::vector<Access> accesses;
  TraceNames names;
  std::vector<double> result;

  [[nodiscard]] std::string_view array(Access access) const { return names.arrays[access.array()]; }
};

inline Recording record(const Kernel& kernel, const Parameters& parameters, const Model& model = {},
                        Tracer::Attribution attribution = Tracer::Attribution::off) {
  Recording recording;
  const auto take = [&](Batch& batch) {
    const auto accesses = batch.accesses();
    recording.accesses.insert(recording.accesses.end(), accesses.begin(), accesses.end());
  };
  Tracer tracer(model, take, attribution);
  recording.result = kernel.run(parameters, tracer, InputData());
  tracer.finish();
  recording.names = tracer.names();
  return recording;
}

inline Recording record(std::string_view kernel, const Parameters& given, const Model& model = {}) {
  const Kernel& row = find_kernel(kernel);
  return record(row, resolve_parameters(row, given), model);
}

}  // namespace dmc::test

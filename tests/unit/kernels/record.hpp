#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dmc/kernels/kernel.hpp"

namespace dmc::test {

/// Everything that a run of a kernel gives.
struct Recording {
  std::vector<Access> accesses;
  TraceNames names;
  std::vector<double> result;

  [[nodiscard]] std::string_view array(Access access) const { return names.arrays[access.array()]; }
};

inline Recording record(const Kernel& kernel, const Parameters& parameters,
                        const Model& model = {}) {
  Recording recording;
  Tracer tracer(model, [&](Batch& batch) {
    const auto accesses = batch.accesses();
    recording.accesses.insert(recording.accesses.end(), accesses.begin(), accesses.end());
  });
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

#include "dmc/analysis/recorded.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "dmc/util/error.hpp"

#include "interpret.hpp"

namespace dmc {
namespace {

// The kernel that a header speaks of. Null where this dmc has none of that name, or one with other
// parameters: its formulas would not fit.
const Kernel* kernel_of(const RecordedHeader& header) {
  const auto table = kernels();
  const auto found = std::find_if(table.begin(), table.end(), [&](const Kernel& kernel) {
    return header.is_kernel && kernel.name == header.program;
  });
  if (found == table.end()) {
    return nullptr;
  }
  Parameters given;
  for (const auto& [name, value] : header.parameters) {
    given.set(name, value);
  }
  try {
    return resolve_parameters(*found, given).entries() == given.entries() ? &*found : nullptr;
  } catch (const Error&) {
    return nullptr;
  }
}

}  // namespace

RecordedAnalysis describe_recorded(const RecordedHeader& header, Measurement measurement) {
  RecordedAnalysis analysis;
  static_cast<Measurement&>(analysis) = std::move(measurement);
  analysis.header = header;
  analysis.program = header.program;
  analysis.model = header.model;
  for (const auto& [name, value] : header.parameters) {
    analysis.parameters.set(name, value);
  }
  analysis.kernel = kernel_of(header);
  if (analysis.kernel != nullptr) {
    interpret(analysis);
  }
  return analysis;
}

RecordedSize record_run(const RunRequest& request, const ByteSink& sink) {
  const Kernel& kernel = *request.kernel;
  const Footprint size = check_run(request);
  const Parameters parameters = resolve_parameters(kernel, request.parameters);
  RecordedHeader header{.program = std::string(kernel.name), .is_kernel = true};
  header.parameters.assign(parameters.entries().begin(), parameters.entries().end());
  header.model = request.model;
  header.element_bytes = kernel.plan(parameters).element_bytes;
  header.expected_accesses = size.accesses;
  header.expected_data = size.data;
  TraceWriter writer(sink, header);
  Tracer tracer(request.model, [&](Batch& batch) {
    writer.add(batch);
    if (request.progress) {
      request.progress(writer.accesses(), size.accesses);
    }
  });
  (void)kernel.run(parameters, tracer, InputData());
  tracer.finish();
  writer.finish(tracer.names());
  return {writer.accesses(), writer.bytes()};
}

RecordedAnalysis analyze_recorded(RecordedReader& reader, const RecordedOptions& options) {
  const RecordedHeader& header = reader.header();
  MeasureOptions measuring;
  measuring.threads = options.threads;
  if (options.progress) {
    measuring.progress = [&](std::uint64_t done) {
      options.progress(done, header.expected_accesses);
    };
  }
  const auto started = std::chrono::steady_clock::now();
  RecordedAnalysis analysis = describe_recorded(header, measure_batches(
                                                            header.model,
                                                            [&](const Sink& sink) {
                                                              Batch batch;
                                                              while (reader.next(batch)) {
                                                                sink(batch);
                                                              }
                                                              return reader.names();
                                                            },
                                                            measuring));
  analysis.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return analysis;
}

}  // namespace dmc

#include "dmc/analysis/recorded.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "dmc/engine/parallel_engine.hpp"
#include "dmc/util/error.hpp"

#include "interpret.hpp"
#include "summarize.hpp"

namespace dmc {
namespace {

// What a file says of itself need not be true: tables are not made larger than this on its word
// alone.
constexpr std::uint64_t k_most_expected = std::uint64_t{1} << 26;

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

using Clock = std::chrono::steady_clock;

RecordedAnalysis timed(Clock::time_point started, RecordedAnalysis analysis) {
  analysis.seconds = std::chrono::duration<double>(Clock::now() - started).count();
  return analysis;
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
  measuring.expected_data = std::min(header.expected_data, k_most_expected);
  measuring.expected_accesses = header.expected_accesses;
  if (options.threads == 1) {
    reader.read_ahead();  // several threads are measuring ahead of this one as it is
  }
  if (options.progress) {
    measuring.progress = [&](std::uint64_t done) {
      options.progress(done, header.expected_accesses);
    };
  }
  const auto started = Clock::now();
  const auto batches = [&](const Sink& sink) {
    for (Batch batch; reader.next(batch);) {
      sink(batch);
    }
    return reader.names();
  };
  return timed(started,
               describe_recorded(header, measure_batches(header.model, batches, measuring)));
}

RecordedAnalysis analyze_recorded(const RecordedFile& file, const RecordedOptions& options) {
  const auto started = Clock::now();
  const RecordedHeader& header = file.header();
  const std::uint64_t total = file.accesses();
  ParallelEngine engine({.expected_data = std::min(header.expected_data, k_most_expected),
                         .expected_accesses = total},
                        options.threads);
  for (std::uint64_t begin = 0; begin < total;) {
    const std::uint64_t end = std::min<std::uint64_t>(total, begin + engine.wanted_length());
    const auto segment = std::make_shared<RecordedSegment>(file.segment(begin, end));
    engine.attribute({segment->open(), [segment](Batch& batch) { return segment->next(batch); }});
    begin = end;
    if (options.progress) {
      options.progress(begin, total);
    }
  }
  engine.finish();
  return timed(started,
               describe_recorded(header, summarize(engine.counts(), file.names(), header.model)));
}

}  // namespace dmc

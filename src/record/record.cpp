#include "dmc/record/record.hpp"

#include <algorithm>
#include <bit>
#include <chrono>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

#include "decoder.hpp"
#include "launch.hpp"
#include "names.hpp"
#include "shared_ring.hpp"
#include "symbols.hpp"
#include "trace_sink.hpp"

namespace dmc {
namespace {

using std::chrono::milliseconds;

std::vector<std::uint64_t> in_data(const std::vector<std::uint64_t>& sizes, std::uint64_t granule) {
  std::vector<std::uint64_t> data;
  data.reserve(sizes.size());
  for (const std::uint64_t size : sizes) {
    data.push_back(size / granule);
  }
  return data;
}

// Everything between the ring and the result.
class Recording {
 public:
  explicit Recording(const RecordRequest& request)
      : request_(request),
        decoder_({static_cast<unsigned>(std::countr_zero(request.granule)), request.from,
                  request.skip, request.threads_apart},
                 names_, [this](Batch& batch, std::uint32_t thread) { add(batch, thread); }) {
    if (request.trace) {
      trace_.emplace(request.trace, request.command.front(), request.granule);
    }
  }

  RecordResult run() {
    const auto started = std::chrono::steady_clock::now();
    record::RunningProgram program(request_.command, {{DMC_RING_VARIABLE, ring_.path()}});
    while (true) {
      const auto end = program.ended();
      const auto slot = ring_.next(milliseconds(end ? 0 : 20));
      if (slot) {
        decoder_.take(*slot);
      } else if (end) {
        break;
      }
      if (request_.progress) {
        request_.progress(accesses_);
      }
    }
    while (const auto slot = ring_.next_left_behind()) {
      decoder_.take(*slot);
    }
    decoder_.finish();
    RecordResult result = describe(*program.ended());
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started;
    result.seconds = taken.count();
    return result;
  }

 private:
  void add(Batch& batch, std::uint32_t thread) {
    accesses_ += batch.count;
    std::unique_ptr<LineMeter>& meter = meters_[request_.threads_apart ? thread : 0];
    if (meter == nullptr) {
      meter = std::make_unique<LineMeter>(in_data(request_.sizes, request_.granule));
    }
    meter->add(batch, thread);
    if (batch.count != 0 && (threads_.empty() || threads_.back() != thread)) {
      if (std::find(threads_.begin(), threads_.end(), thread) == threads_.end()) {
        threads_.push_back(thread);
      }
    }
    if (trace_) {
      trace_->add(batch, thread);
    }
  }

  void refuse_nothing() const {
    const std::string& program = request_.command.front();
    if (accesses_ != 0) {
      return;
    }
    if (ring_.processes() == 0) {
      throw Error(
          fmt::format("{}: it ran, but recorded nothing; compile it with dmc cc (or dmc c++, dmc "
                      "fortran) in place of the compiler: dmc cc -O1 -g {}.c -o {}",
                      program, program, program));
    }
    if (!request_.from.empty() && !decoder_.saw_from()) {
      throw Error(fmt::format(
          "--from: {} never called {}; functions are called as in the source, those that the "
          "compiler inlines are not called at all",
          program, request_.from));
    }
    if (decoder_.has_regions()) {
      throw Error(fmt::format(
          "{}: it includes <dmc/record.h>, so only what lies between dmc_begin() and dmc_end() "
          "counts; there was no access there",
          program));
    }
    throw Error(fmt::format("{}: there was no access to measure{}", program,
                            request_.skip == 0 ? "" : "; --skip left all of them out"));
  }

  RecordResult describe(const record::Ending& end) {
    refuse_nothing();
    RecordResult result;
    result.command = request_.command;
    result.end = {end.status, end.signal};
    std::vector<LineCounts> parts;
    for (const auto& [number, meter] : meters_) {
      parts.push_back(meter->counts());
      if (request_.threads_apart && parts.back().accesses != 0) {
        result.threads.push_back({number, parts.back()});
      }
    }
    LineCounts counts = parts.size() == 1 ? std::move(parts.front()) : merge(parts);
    counts.lines.resize(names_.arrays());
    result.profile = {request_.granule, request_.sizes, std::move(counts), names_.names()};
    for (const auto& [name, use] : decoder_.heap()) {
      result.heap.push_back({name, use.blocks, use.bytes});
    }
    result.thread_count = static_cast<std::uint32_t>(threads_.size());
    result.processes = ring_.processes();
    result.lost = ring_.lost();
    result.has_names = record::Symbols::available();
    if (trace_) {
      trace_->finish(names_.names());
    }
    return result;
  }

  const RecordRequest& request_;
  record::SharedRing ring_;
  record::Names names_;
  std::optional<record::TraceSink> trace_;
  std::map<std::uint32_t, std::unique_ptr<LineMeter>> meters_;
  std::vector<std::uint32_t> threads_;
  std::uint64_t accesses_ = 0;
  record::Decoder decoder_;
};

}  // namespace

RecordResult record_program(const RecordRequest& request) {
  if (!std::has_single_bit(request.granule) || request.granule > 32768) {
    throw Error(
        fmt::format("--granule: {} is not a power of two from 1 to 32768", request.granule));
  }
  if (request.sizes.size() > k_most_line_sizes) {
    throw Error(fmt::format("--size: {} sizes are too many at once; give up to {}",
                            request.sizes.size(), k_most_line_sizes));
  }
  if (request.trace && request.threads_apart) {
    throw Error(
        "--threads-apart: a trace has one order for all threads; leave out -o, or this option");
  }
  return Recording(request).run();
}

bool is_recordable(const std::string& program) {
  std::ifstream file(program, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return !bytes.starts_with(
             "\x7f"
             "ELF") ||
         bytes.find("__tsan_func_entry") != std::string::npos;
}

std::string program_path(const std::string& name) {
  return record::find_program(name);
}

}  // namespace dmc

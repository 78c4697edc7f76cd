#include "dmc/tracefile/reference_reader.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

#include "handoff.hpp"
#include "parse_state.hpp"

namespace dmc {
namespace {

// A longer line or record is none.
constexpr std::size_t k_window = std::size_t{1} << 22;
// Scanners may look a few bytes beyond the end of a line.
constexpr std::size_t k_slack = 64;

// What is recorded has a reader of its own.
const TraceFormat k_recorded_format{.name = "recorded",
                                    .summary = "what dmc trace records",
                                    .unit = AddressUnit::id,
                                    .is_text = false};

bool is_recorded(const TraceInput& input, const ReadOptions& options) {
  return options.format.empty() && dmc::is_recorded(input.beginning());
}

// 1, the size of a number, where it is none that a granule can have.
std::uint64_t bytes_of_datum(const RecordedHeader& header) {
  const std::uint64_t most = k_recorded_format.max_size();
  const std::uint64_t block = header.model.block;
  if (header.element_bytes > most || block > most) {
    return 1;
  }
  const std::uint64_t bytes = header.element_bytes * block;
  return bytes <= most && std::has_single_bit(bytes) ? bytes : 1;
}

const TraceFormat& format_of(const TraceInput& input, const ReadOptions& options) {
  const bool is_table = !options.column.empty() || options.text_keys;
  if (is_recorded(input, options)) {
    return k_recorded_format;
  }
  if (!options.format.empty()) {
    if (is_table && options.format != "csv") {
      throw Error(
          fmt::format("--column and --keys are for csv; a {} trace has neither", options.format));
    }
    return find_trace_format(options.format);
  }
  return is_table ? find_trace_format("csv")
                  : recognise_trace_format(input.beginning(), input.ends_there(), input.name());
}

}  // namespace

/// The stretch of the trace that is being parsed. What a parser leaves, since the rest of a record
/// is still to come, moves to the front.
class ReferenceReader::State {
 public:
  State(TraceInput input, const ReadOptions& options)
      : input_(std::move(input)),
        format_(&format_of(input_, options)),
        parse_(*format_, options, input_.name()) {
    if (format_ == &k_recorded_format) {
      recorded_.emplace([this](std::span<char> bytes) { return input_.read(bytes); },
                        input_.name());
      datum_bytes_ = bytes_of_datum(recorded_->header());
    } else {
      window_.resize(k_window + k_slack);
    }
    handoff_ = std::make_unique<Handoff<ReferenceBatch>>(
        [this](ReferenceBatch& batch) { return fill(batch); });
  }
  ~State() { stop(); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  [[nodiscard]] const TraceFormat& format() const { return *format_; }
  [[nodiscard]] const TraceInput& input() const { return input_; }
  [[nodiscard]] const ParseState& parse() const { return parse_; }
  [[nodiscard]] const RecordedHeader* recorded() const {
    return recorded_ ? &recorded_->header() : nullptr;
  }
  [[nodiscard]] std::uint64_t datum_bytes() const { return datum_bytes_; }
  const ReferenceBatch* next() { return handoff_ == nullptr ? nullptr : handoff_->next(); }
  void stop() {
    input_.cancel();
    handoff_.reset();
  }

 private:
  // On the parser's thread: references until the batch is full or the trace ends.
  bool fill(ReferenceBatch& batch) {
    batch.clear();
    recorded_ ? convert(batch) : parse(batch);
    parse_.counts.references += batch.references().size();
    return !batch.references().empty();
  }

  void convert(ReferenceBatch& batch) {
    const auto size = static_cast<std::uint32_t>(datum_bytes_);
    for (; batch.room() != 0; ++taken_) {
      while (taken_ == accesses_.count) {
        taken_ = 0;
        if (!recorded_->next(accesses_)) {
          accesses_.count = 0;
          return;
        }
      }
      const Access access = accesses_.storage[taken_];
      batch.add({access.datum() * datum_bytes_, size, 0,
                 access.is_write() ? ReferenceKind::write : ReferenceKind::read});
    }
  }

  void parse(ReferenceBatch& batch) {
    while (!parse_.finished) {
      const std::string_view bytes = parsable();
      const std::size_t done = bytes.empty() ? 0 : format_->parse(parse_, bytes, last_, batch);
      begin_ += done;
      parse_.offset += done;
      if (last_ && begin_ == end_) {
        parse_.finished = true;
      } else if (done == bytes.size() || (done == 0 && !is_full(batch))) {
        refill();
        continue;
      }
      if (is_full(batch)) {
        break;
      }
    }
  }

  // Parsers stop where an odd record might not fit any more.
  static bool is_full(const ReferenceBatch& batch) { return batch.room() < 8; }

  // Whole lines only; records may be cut, which their parsers see.
  [[nodiscard]] std::string_view parsable() const {
    const std::string_view all(window_.data() + begin_, end_ - begin_);
    return format_->is_text ? all.substr(0, all.rfind('\n') + 1) : all;
  }

  void refill() {
    const std::size_t rest = end_ - begin_;
    if (rest == k_window) {
      throw Error(
          fmt::format("{}, {}: a {} longer than {} MiB is none of a {} trace; name the right "
                      "format with --input-format",
                      input_.name(), place(), format_->is_text ? "line" : "record", k_window >> 20,
                      format_->name));
    }
    std::memmove(window_.data(), window_.data() + begin_, rest);
    begin_ = 0;
    const std::size_t got = input_.read(std::span(window_).subspan(rest, k_window - rest));
    end_ = rest + got;
    last_ = got < k_window - rest;
    if (last_ && format_->is_text && end_ != 0 && window_[end_ - 1] != '\n') {
      window_[end_++] = '\n';
    }
  }

  [[nodiscard]] std::string place() const {
    return format_->is_text ? fmt::format("line {}", parse_.line)
                            : fmt::format("offset {}", parse_.offset);
  }

  TraceInput input_;
  const TraceFormat* format_;
  ParseState parse_;
  std::vector<char> window_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool last_ = false;
  std::optional<RecordedReader> recorded_;
  Batch accesses_;         // of the recorded trace,
  std::size_t taken_ = 0;  // converted so far
  std::uint64_t datum_bytes_ = 1;
  std::unique_ptr<Handoff<ReferenceBatch>> handoff_;  // last: its thread uses all of the above
};

ReferenceReader::ReferenceReader(TraceInput input, const ReadOptions& options)
    : state_(std::make_unique<State>(std::move(input), options)) {}
ReferenceReader::~ReferenceReader() = default;
ReferenceReader::ReferenceReader(ReferenceReader&&) noexcept = default;
ReferenceReader& ReferenceReader::operator=(ReferenceReader&&) noexcept = default;

const TraceFormat& ReferenceReader::format() const {
  return state_->format();
}
const TraceInput& ReferenceReader::input() const {
  return state_->input();
}
AddressUnit ReferenceReader::unit() const {
  return state_->datum_bytes() == 1 ? format().unit : AddressUnit::memory;
}
std::uint64_t ReferenceReader::default_granule() const {
  return state_->recorded() != nullptr ? state_->datum_bytes() : format().default_granule();
}
const RecordedHeader* ReferenceReader::recorded() const {
  return state_->recorded();
}
const ReferenceBatch* ReferenceReader::next() {
  return state_->next();
}
void ReferenceReader::stop() {
  state_->stop();
}
const ReadCounts& ReferenceReader::counts() const {
  return state_->parse().counts;
}
const std::vector<std::string>& ReferenceReader::threads() const {
  return state_->parse().threads;
}

}  // namespace dmc

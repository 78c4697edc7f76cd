#include "dmc/tracefile/reference_reader.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <optional>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/util/error.hpp"

#include "foreign_files.hpp"
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

// Whether something is said that is of tables only.
bool has_table_options(const ReadOptions& options) {
  return !options.column.empty() || !options.columns.empty() || options.delimiter ||
         options.text_keys || !options.reads.empty();
}

const TraceFormat& foreign_format_of(const TraceInput& input, const ReadOptions& options) {
  if (!options.format.empty()) {
    return find_trace_format(options.format);
  }
  return has_table_options(options)
             ? find_trace_format("csv")
             : recognise_trace_format(input.beginning(), input.ends_there(), input.name());
}

const TraceFormat& format_of(const TraceInput& input, const ReadOptions& options) {
  if (is_recorded(input, options)) {
    return k_recorded_format;
  }
  refuse_container(input.beginning(), input.name());
  const TraceFormat& format = foreign_format_of(input, options);
  if (has_table_options(options) && format.name != "csv") {
    throw Error(
        fmt::format("--columns, --column, --keys, --delimiter and --reads are for csv; the columns "
                    "of a {} trace are known",
                    format.name));
  }
  if (!options.action.empty() && format.name != "blkparse") {
    throw Error(
        fmt::format("--action is for blkparse; {} is a {} trace", input.name(), format.name));
  }
  return format;
}

// "a.log, b.log", or the first and how many others.
std::string name_of_all(const std::vector<std::string>& files) {
  constexpr std::size_t k_most = 3;
  return files.size() <= k_most
             ? fmt::format("{}", fmt::join(files, ", "))
             : fmt::format("{} and {} other files", files.front(), files.size() - 1);
}

// 0 where one of them has no size.
std::uint64_t size_of_all(const std::vector<std::string>& files) {
  std::uint64_t sum = 0;
  for (const std::string& file : files) {
    std::error_code error;
    const std::uint64_t size =
        std::filesystem::is_regular_file(file, error) ? std::filesystem::file_size(file, error) : 0;
    if (size == 0 || error) {
      return 0;
    }
    sum += size;
  }
  return sum;
}

}  // namespace

/// The stretch of the trace that is being parsed. What a parser leaves, since the rest of a record
/// is still to come, moves to the front.
class ReferenceReader::State {
 public:
  State(TraceInput input, const ReadOptions& options)
      : files_{input.name()},
        options_(options),
        input_(std::make_unique<TraceInput>(std::move(input))),
        format_(&format_of(*input_, options)),
        parse_(*format_, options, input_->name()) {
    start();
  }
  State(std::vector<std::string> paths, const ReadOptions& options)
      : files_(std::move(paths)),
        options_(options),
        input_(std::make_unique<TraceInput>(files_.front())),
        format_(&format_of(*input_, options)),
        parse_(*format_, options, input_->name()) {
    if (files_.size() > 1) {
      look_at_others();
      parse_.has_spaces = parse_.has_spaces || !options.shared;
      label_threads();
    }
    start();
  }
  ~State() { stop(); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  [[nodiscard]] const TraceFormat& format() const { return *format_; }
  [[nodiscard]] const ParseState& parse() const { return parse_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::vector<std::string>& files() const { return files_; }
  [[nodiscard]] const std::vector<AddressSpace>& spaces() const { return spaces_; }
  [[nodiscard]] std::string_view compression() const { return compression_; }
  [[nodiscard]] const RecordedHeader* recorded() const {
    return recorded_ ? &recorded_->header() : nullptr;
  }
  [[nodiscard]] std::uint64_t datum_bytes() const { return datum_bytes_; }
  // Of the first file, and known from the beginning.
  [[nodiscard]] AddressUnit unit() const { return unit_; }
  [[nodiscard]] bool tells_kinds() const { return tells_kinds_; }
  [[nodiscard]] bool has_text_keys() const { return has_text_keys_; }
  [[nodiscard]] std::uint64_t position() const {
    const std::lock_guard lock(input_mutex_);
    return position_before_ + input_->position();
  }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  const ReferenceBatch* next() {
    const ReferenceBatch* const batch = handoff_ == nullptr ? nullptr : handoff_->next();
    if (batch == nullptr) {
      note_spaces();
    }
    return batch;
  }
  void stop() {
    {
      const std::lock_guard lock(input_mutex_);
      stopped_ = true;
      input_->cancel();
    }
    if (handoff_ != nullptr) {
      handoff_.reset();
      note_spaces();
    }
  }

 private:
  void start() {
    name_ = files_.size() == 1 ? input_->name() : name_of_all(files_);
    compression_ = input_->compression();
    size_ = files_.size() == 1 ? input_->size() : size_of_all(files_);
    if (format_ == &k_recorded_format) {
      recorded_.emplace([this](std::span<char> bytes) { return input_->read(bytes); },
                        input_->name());
      datum_bytes_ = bytes_of_datum(recorded_->header());
    } else {
      window_.resize(k_window + k_slack);
      prepare();
    }
    unit_ = parse_.unit();
    tells_kinds_ = format_->has_kinds || parse_.table.has_operations;
    has_text_keys_ = parse_.table.text_keys;
    handoff_ = std::make_unique<Handoff<ReferenceBatch>>(
        [this](ReferenceBatch& batch) { return fill(batch); });
  }

  // Sees to it, before hours are spent on the first file, that the others can be read, too. Pipes
  // can be looked at only once.
  void look_at_others() const {
    require_format(*input_, *format_);
    for (std::size_t i = 1; i < files_.size(); ++i) {
      if (std::filesystem::is_regular_file(files_[i])) {
        check_format(TraceInput(files_[i]));
      } else if (files_[i] != "-" && !std::filesystem::exists(files_[i])) {
        static_cast<void>(TraceInput(files_[i]));  // says why not
      }
    }
  }
  void check_format(const TraceInput& input) const {
    const TraceFormat& format = format_of(input, options_);
    require_format(input, format);
    if (&format != format_) {
      throw Error(
          fmt::format("{} is a {} trace, and {} a {} trace; several files must be of one format",
                      files_.front(), format_->name, input.name(), format.name));
    }
  }
  static void require_format(const TraceInput& input, const TraceFormat& format) {
    if (&format == &k_recorded_format) {
      throw Error(
          fmt::format("{}: it was recorded by dmc trace; such traces are analyzed one at a time",
                      input.name()));
    }
  }

  void label_threads() {
    if (format_->has_threads && !options_.shared) {
      parse_.thread_prefix = parse_.file() + ": ";
    }
  }

  [[nodiscard]] bool is_stopped() const {
    const std::lock_guard lock(input_mutex_);
    return stopped_;
  }

  // What the spaces of the file that ends are called.
  void note_spaces() {
    spaces_.resize(space_base_);
    for (const std::string& name : parse_.spaces) {
      const bool has_noun = !name.empty() && !parse_.space_noun.empty();
      spaces_.push_back({options_.shared || files_.size() == 1 ? "" : parse_.file(),
                         has_noun ? fmt::format("{} {}", parse_.space_noun, name) : name});
    }
  }

  // False where there is no further file.
  bool open_next() {
    if (opened_ == files_.size() || is_stopped()) {
      return false;
    }
    auto next = std::make_unique<TraceInput>(files_[opened_]);
    check_format(*next);
    compression_ = next->compression() == compression_ ? compression_ : "mixed";
    note_spaces();
    space_base_ = options_.shared ? 0 : static_cast<std::uint32_t>(spaces_.size());
    ParseState state(*format_, options_, next->name());
    state.follow(parse_);
    parse_ = std::move(state);
    label_threads();
    begin_ = end_ = 0;
    last_ = marked_ = false;
    ++opened_;
    const std::lock_guard lock(input_mutex_);
    position_before_ += input_->position();
    input_ = std::move(next);
    if (stopped_) {
      input_->cancel();
    }
    prepare();
    return true;
  }

  // Where a file has to be looked at before it can be parsed.
  void prepare() {
    if (format_->prepare != nullptr) {
      format_->prepare(parse_, without_byte_order_mark(input_->beginning()), input_->ends_there());
    }
  }

  // On the parser's thread: references until the batch is full or the trace ends.
  bool fill(ReferenceBatch& batch) {
    batch.clear();
    do {
      recorded_ ? convert(batch) : parse(batch);
    } while (batch.references().empty() && open_next());
    note_whether_spaces(batch);
    parse_.counts.references += batch.references().size();
    return !batch.references().empty();
  }

  // Whoever reads has to know from the beginning.
  void note_whether_spaces(ReferenceBatch& batch) {
    if (parse_.counts.references == 0) {
      has_spaces_ = parse_.has_spaces;
    } else if (parse_.has_spaces && !has_spaces_) {
      throw Error(fmt::format("{} tells {}s apart, and the files before do not; leave out --shared",
                              parse_.file(), parse_.space_noun));
    }
    batch.has_spaces = has_spaces_;
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
      const std::size_t before = batch.references().size();
      const std::size_t done = bytes.empty() ? 0 : format_->parse(parse_, bytes, last_, batch);
      if (space_base_ != 0) {
        batch.shift_spaces(before, space_base_);
      }
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
  static bool is_full(const ReferenceBatch& batch) { return batch.room() < 16; }

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
                      input_->name(), place(), format_->is_text ? "line" : "record", k_window >> 20,
                      format_->name));
    }
    std::memmove(window_.data(), window_.data() + begin_, rest);
    begin_ = 0;
    const std::size_t got = input_->read(std::span(window_).subspan(rest, k_window - rest));
    end_ = rest + got;
    if (!marked_) {
      marked_ = true;
      const std::string_view all(window_.data(), end_);
      begin_ = format_->is_text ? all.size() - without_byte_order_mark(all).size() : 0;
    }
    last_ = got < k_window - rest;
    if (last_ && format_->is_text && end_ != 0 && window_[end_ - 1] != '\n') {
      window_[end_++] = '\n';
    }
  }

  [[nodiscard]] std::string place() const {
    return format_->is_text ? fmt::format("line {}", parse_.line)
                            : fmt::format("offset {}", parse_.offset);
  }

  std::vector<std::string> files_;
  ReadOptions options_;
  std::string name_;
  std::uint64_t size_ = 0;
  mutable std::mutex input_mutex_;  // guards these four
  bool stopped_ = false;
  std::uint64_t position_before_ = 0;  // how long the files before were
  std::unique_ptr<TraceInput> input_;
  std::size_t opened_ = 1;  // files, this one included
  std::string_view compression_;
  const TraceFormat* format_;
  ParseState parse_;
  std::vector<AddressSpace> spaces_;
  bool has_spaces_ = false;
  std::uint32_t space_base_ = 0;  // spaces of earlier files
  std::vector<char> window_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool last_ = false;
  AddressUnit unit_ = AddressUnit::memory;
  bool tells_kinds_ = true;
  bool has_text_keys_ = false;
  bool marked_ = false;  // what a byte order mark takes at the beginning has been seen to
  std::optional<RecordedReader> recorded_;
  Batch accesses_;         // of the recorded trace,
  std::size_t taken_ = 0;  // converted so far
  std::uint64_t datum_bytes_ = 1;
  std::unique_ptr<Handoff<ReferenceBatch>> handoff_;  // last: its thread uses all of the above
};

ReferenceReader::ReferenceReader(TraceInput input, const ReadOptions& options)
    : state_(std::make_unique<State>(std::move(input), options)) {}
ReferenceReader::ReferenceReader(std::vector<std::string> paths, const ReadOptions& options)
    : state_(std::make_unique<State>(std::move(paths), options)) {}
ReferenceReader::~ReferenceReader() = default;
ReferenceReader::ReferenceReader(ReferenceReader&&) noexcept = default;
ReferenceReader& ReferenceReader::operator=(ReferenceReader&&) noexcept = default;

const TraceFormat& ReferenceReader::format() const {
  return state_->format();
}
const std::string& ReferenceReader::name() const {
  return state_->name();
}
const std::vector<std::string>& ReferenceReader::files() const {
  return state_->files();
}
std::uint64_t ReferenceReader::position() const {
  return state_->position();
}
std::uint64_t ReferenceReader::size() const {
  return state_->size();
}
const std::vector<AddressSpace>& ReferenceReader::spaces() const {
  return state_->spaces();
}
std::string_view ReferenceReader::compression() const {
  return state_->compression();
}
AddressUnit ReferenceReader::unit() const {
  return state_->datum_bytes() == 1 ? state_->unit() : AddressUnit::memory;
}
std::uint64_t ReferenceReader::default_granule() const {
  return state_->recorded() != nullptr ? state_->datum_bytes() : dmc::default_granule(unit());
}
bool ReferenceReader::tells_kinds() const {
  return state_->tells_kinds();
}
bool ReferenceReader::has_text_keys() const {
  return state_->has_text_keys();
}
std::string ReferenceReader::key_of(std::uint64_t address) const {
  return state_->parse().key_at(address);
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

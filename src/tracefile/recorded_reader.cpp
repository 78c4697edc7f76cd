#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "dmc/tracefile/recorded.hpp"

#include "block.hpp"
#include "frame.hpp"
#include "handoff.hpp"
#include "index.hpp"
#include "record_text.hpp"

namespace dmc {

using namespace tracefile;

bool is_recorded(std::string_view beginning) {
  return beginning.starts_with(k_trace_magic);
}

class RecordedReader::State {
 public:
  State(ByteSource source, std::string name) : frames_(std::move(source), std::move(name)) {
    frames_.expect_opening(k_trace_magic, k_trace_version);
    const Frame frame = frames_.next();
    frames_.check_depth(frame, frame.payload);
    const auto header =
        frame.tag == k_head_tag ? parse_header(frame.payload) : std::optional<RecordedHeader>();
    if (!header) {
      frames_.fail(frame.offset, "the header makes no sense");
    }
    header_ = *header;
  }

  void read_ahead() {
    ahead_ = std::make_unique<Handoff<Stretch>>([this](Stretch& stretch) { return fill(stretch); });
  }

  bool next(Batch& batch) {
    const bool found = ahead_ == nullptr ? decode(batch) : take_decoded(batch);
    given_out_ += found ? batch.count : 0;
    return found;
  }

  [[nodiscard]] const RecordedHeader& header() const { return header_; }
  [[nodiscard]] const TraceNames& names() const { return names_; }
  [[nodiscard]] std::uint64_t accesses() const { return given_out_; }

 private:
  // Batches that are handed over together: one alone is too little to be worth it.
  struct Stretch {
    std::vector<Batch> batches = std::vector<Batch>(16);
    std::size_t count = 0;
  };

  bool fill(Stretch& stretch) {
    stretch.count = 0;
    while (stretch.count < stretch.batches.size() && decode(stretch.batches[stretch.count])) {
      ++stretch.count;
    }
    return stretch.count != 0;
  }

  bool take_decoded(Batch& batch) {
    if (stretch_ == nullptr || taken_ == stretch_->count) {
      stretch_ = ahead_->next();
      taken_ = 0;
    }
    if (stretch_ == nullptr) {
      return false;
    }
    std::swap(batch, stretch_->batches[taken_++]);
    return true;
  }

  bool decode(Batch& batch) {
    while (!ended_) {
      const auto result = block_open_ ? block_.next(batch) : BlockDecoder::Result::end;
      if (result == BlockDecoder::Result::damaged) {
        frames_.fail(block_offset_, "a block makes no sense");
      }
      if (result == BlockDecoder::Result::batch) {
        accesses_ += batch.count;
        return true;
      }
      open_next();
    }
    return false;
  }

  // The next block, or what stands behind the last one.
  void open_next() {
    const Frame frame = frames_.next();
    block_offset_ = frame.offset;
    if (frame.tag == k_block_tag) {
      open_block(frame);
    } else if (frame.tag == k_names_tag) {
      read_names(frame);
      read_index(frame.offset);
      frames_.expect_end();
      ended_ = true;
    } else {
      frames_.fail(frame.offset, "neither a block nor the names follow on the block before");
    }
  }

  void open_block(const Frame& frame) {
    const std::vector<OpenScope> open = block_.scopes().open();
    if (!block_.open(frame.payload)) {
      frames_.fail(frame.offset, "a block makes no sense");
    }
    block_open_ = true;
    if (block_.head().first != accesses_ || block_.scopes().open() != open) {
      frames_.fail(frame.offset, "a block does not follow on the one before");
    }
    array_end_ = std::max(array_end_, block_.head().array_end);
    label_end_ = std::max(label_end_, block_.head().label_end);
    index_.add({frame.offset, accesses_, frame.checksum});
  }

  void read_names(const Frame& frame) {
    frames_.check_depth(frame, frame.payload);
    auto found = parse_names(frame.payload);
    if (!found || found->names.arrays.size() < array_end_ ||
        found->names.labels.size() < label_end_) {
      frames_.fail(frame.offset, "the names make no sense");
    }
    if (found->accesses != accesses_ || found->blocks != index_.entries().size()) {
      frames_.fail(frame.offset,
                   fmt::format("{} accesses in {} blocks were recorded, and {} in {} "
                               "are there",
                               found->accesses, found->blocks, accesses_, index_.entries().size()));
    }
    names_ = std::move(found->names);
  }

  void read_index(std::uint64_t names_offset) {
    BlockIndex index;
    while (index.entries().size() < index_.entries().size()) {
      const Frame frame = frames_.next();
      if (frame.tag != k_index_tag || frame.payload.empty() || !index.add_text(frame.payload)) {
        frames_.fail(frame.offset, "the index makes no sense");
      }
    }
    if (index.entries() != index_.entries()) {
      frames_.fail(frames_.offset(), "the index tells of other blocks");
    }
    const std::uint64_t offset = frames_.offset();
    if (frames_.plain(k_ending_bytes, "its last 16 bytes") != ending(names_offset)) {
      frames_.fail(offset, "the last 16 bytes make no sense");
    }
  }

  FrameReader frames_;
  RecordedHeader header_;
  TraceNames names_;
  BlockDecoder block_;
  BlockIndex index_;  // of the blocks read
  std::uint64_t block_offset_ = 0;
  std::uint64_t accesses_ = 0;  // decoded
  std::uint32_t array_end_ = 0;
  std::uint32_t label_end_ = 0;
  bool block_open_ = false;
  bool ended_ = false;

  std::uint64_t given_out_ = 0;
  Stretch* stretch_ = nullptr;
  std::size_t taken_ = 0;                    // of the stretch
  std::unique_ptr<Handoff<Stretch>> ahead_;  // last: its thread uses what stands before
};

RecordedReader::RecordedReader(ByteSource source, std::string name)
    : state_(std::make_unique<State>(std::move(source), std::move(name))) {}
RecordedReader::~RecordedReader() = default;
RecordedReader::RecordedReader(RecordedReader&&) noexcept = default;
RecordedReader& RecordedReader::operator=(RecordedReader&&) noexcept = default;

const RecordedHeader& RecordedReader::header() const {
  return state_->header();
}
void RecordedReader::read_ahead() {
  state_->read_ahead();
}
bool RecordedReader::next(Batch& batch) {
  return state_->next(batch);
}
const TraceNames& RecordedReader::names() const {
  return state_->names();
}
std::uint64_t RecordedReader::accesses() const {
  return state_->accesses();
}

}  // namespace dmc

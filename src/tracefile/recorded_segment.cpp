#include <algorithm>
#include <utility>

#include "block.hpp"
#include "recorded_contents.hpp"

namespace dmc {

using namespace tracefile;

namespace {

// Takes the first accesses of a batch away, and the events before the last of them.
void drop_front(Batch& batch, std::size_t count) {
  std::copy(batch.storage.begin() + static_cast<std::ptrdiff_t>(count),
            batch.storage.begin() + static_cast<std::ptrdiff_t>(batch.count),
            batch.storage.begin());
  batch.count -= count;
  std::erase_if(batch.events, [&](const ScopeEvent& event) { return event.position < count; });
  for (ScopeEvent& event : batch.events) {
    event.position -= static_cast<std::uint32_t>(count);
  }
}

// Leaves so many accesses, and the events before each of them.
void keep_front(Batch& batch, std::size_t count) {
  batch.count = count;
  std::erase_if(batch.events, [&](const ScopeEvent& event) { return event.position >= count; });
}

}  // namespace

class RecordedSegment::State {
 public:
  State(std::shared_ptr<const RecordedContents> file, std::uint64_t begin, std::uint64_t end)
      : file_(std::move(file)), end_(end), frames_(file_->frames_from(0)) {
    // Events between two accesses may stand in the block of the first.
    const auto& entries = file_->index.entries();
    const auto after = std::lower_bound(
        entries.begin(), entries.end(), begin,
        [](const IndexEntry& entry, std::uint64_t access) { return entry.first < access; });
    next_block_ =
        static_cast<std::size_t>(std::max(after - entries.begin(), std::ptrdiff_t{1})) - 1;
    if (next_block_ < entries.size()) {
      frames_ = file_->frames_from(entries[next_block_].offset);
    }
    open_.array_end = 1;
    open_.label_end = 1;
    skip_to(begin);
  }

  [[nodiscard]] const OpenScopes& open() const { return open_; }

  bool next(Batch& batch) {
    if (held_) {
      held_ = false;
      std::swap(batch, first_);
    } else if (ended_ || !read(batch)) {
      return false;
    }
    if (position_ >= end_) {
      ended_ = true;
      keep_front(batch, batch.count - (position_ - end_));
      if (end_ == file_->names.accesses) {
        check_rest();
      }
    }
    return true;
  }

 private:
  // The next batch, wherever the segment begins.
  bool read(Batch& batch) {
    while (true) {
      const auto result = block_open_ ? block_.next(batch) : BlockDecoder::Result::end;
      if (result == BlockDecoder::Result::batch) {
        position_ += batch.count;
        return true;
      }
      if (result == BlockDecoder::Result::damaged) {
        frames_.fail(offset_, "a block makes no sense");
      }
      if (next_block_ == file_->index.entries().size()) {
        if (position_ < end_) {
          frames_.fail(frames_.offset(), "accesses are missing");
        }
        return false;
      }
      open_block(file_->index.entries()[next_block_++]);
    }
  }

  // Nothing but events follows on the last access of all.
  void check_rest() {
    for (Batch rest; position_ == end_ && read(rest);) {
    }
    if (position_ != end_) {
      frames_.fail(offset_, "there are more accesses than were recorded");
    }
  }

  void open_block(const IndexEntry& entry) {
    offset_ = frames_.offset();
    const Frame frame = frames_.next();
    const TraceNames& names = file_->names.names;
    const std::vector<OpenScope> open = block_.scopes().open();
    if (offset_ != entry.offset || frame.tag != k_block_tag || frame.checksum != entry.checksum ||
        !block_.open(frame.payload) || block_.head().first != entry.first ||
        block_.head().array_end > names.arrays.size() ||
        block_.head().label_end > names.labels.size() ||
        (block_open_ && (entry.first != position_ || block_.scopes().open() != open))) {
      frames_.fail(offset_, "a block is not the one that the index tells of");
    }
    block_open_ = true;
    position_ = entry.first;
  }

  // Reads up to the segment's beginning and follows the scopes on the way.
  void skip_to(std::uint64_t begin) {
    ScopeStack scopes;
    for (bool first = true; !held_ && read_following(scopes, first); first = false) {
      const std::uint64_t from = position_ - first_.count;
      held_ = position_ >= begin;
      const std::size_t skipped = held_ ? begin - from : first_.count;
      for (const ScopeEvent& event : first_.events) {
        if (!held_ || event.position < skipped) {
          static_cast<void>(scopes.apply(event));  // the decoder has checked it
        }
      }
      if (held_) {
        drop_front(first_, skipped);
        open_ = {scopes.marks(), block_.head().data_end, std::max(block_.head().array_end, 1U),
                 block_.head().label_end};
      }
    }
  }

  bool read_following(ScopeStack& scopes, bool first) {
    if (!first) {
      return read(first_);
    }
    if (next_block_ == file_->index.entries().size()) {
      return false;
    }
    open_block(file_->index.entries()[next_block_++]);
    scopes = block_.scopes();
    return read(first_);
  }

  std::shared_ptr<const RecordedContents> file_;
  std::uint64_t end_;
  FrameReader frames_;
  BlockDecoder block_;
  OpenScopes open_;
  Batch first_;  // read already
  std::uint64_t offset_ = 0;
  std::uint64_t position_ = 0;  // accesses before what comes next
  std::size_t next_block_ = 0;
  bool block_open_ = false;
  bool held_ = false;
  bool ended_ = false;
};

RecordedSegment::RecordedSegment(std::unique_ptr<State> state) : state_(std::move(state)) {}
RecordedSegment::~RecordedSegment() = default;
RecordedSegment::RecordedSegment(RecordedSegment&&) noexcept = default;
RecordedSegment& RecordedSegment::operator=(RecordedSegment&&) noexcept = default;

const OpenScopes& RecordedSegment::open() const {
  return state_->open();
}
bool RecordedSegment::next(Batch& batch) {
  return state_->next(batch);
}

RecordedSegment RecordedFile::segment(std::uint64_t begin, std::uint64_t end) const {
  return RecordedSegment(std::make_unique<RecordedSegment::State>(contents_, begin, end));
}

}  // namespace dmc

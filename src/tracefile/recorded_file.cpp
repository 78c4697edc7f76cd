#include "dmc/tracefile/recorded_file.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

#include "recorded_contents.hpp"

namespace dmc {

namespace tracefile {
namespace {

// Blocks follow each other, in the file and in the trace.
bool is_ordered(const std::vector<IndexEntry>& entries, std::uint64_t accesses) {
  for (std::size_t i = 0; i + 1 < entries.size(); ++i) {
    if (entries[i].offset >= entries[i + 1].offset || entries[i].first > entries[i + 1].first) {
      return false;
    }
  }
  return entries.empty() || (entries.front().first == 0 && entries.back().first <= accesses);
}

}  // namespace

RecordedContents::RecordedContents(const std::string& path) : file(path) {
  FrameReader front = frames_from(0);
  front.expect_opening(k_trace_magic, k_trace_version);
  const Frame head = front.next();
  front.check_depth(head, head.payload);
  auto found_header = parse_header(head.payload);
  if (head.tag != k_head_tag || !found_header) {
    front.fail(head.offset, "the header makes no sense");
  }
  header = std::move(*found_header);
  std::string digests;
  put(digests, head.checksum);

  FrameReader back = frames_from(read_ending(front.offset()));
  const Frame end = back.next();
  back.check_depth(end, end.payload);
  auto found_names = parse_names(end.payload);
  if (end.tag != k_names_tag || !found_names) {
    back.fail(end.offset, "the names make no sense");
  }
  names = std::move(*found_names);
  put(digests, end.checksum);
  read_index(back);
  for (const IndexEntry& entry : index.entries()) {
    put(digests, entry.checksum);
  }
  digest = digest_of(digests);
}

// Where the names begin.
std::uint64_t RecordedContents::read_ending(std::uint64_t after_header) const {
  if (file.size() >= after_header + k_ending_bytes) {
    const std::uint64_t at = file.size() - k_ending_bytes;
    FrameReader reader = frames_from(at);
    const std::string_view bytes = reader.plain(k_ending_bytes, "its last 16 bytes");
    const auto offset = get<std::uint64_t>(bytes.data());
    if (bytes == ending(offset) && offset >= after_header && offset < at) {
      return offset;
    }
  }
  throw Error(
      fmt::format("{}: does not end at offset {} as a recorded trace does; it was cut off, "
                  "or never finished",
                  file.path(), file.size()));
}

void RecordedContents::read_index(FrameReader& frames) {
  while (frames.offset() < file.size() - k_ending_bytes) {
    const Frame frame = frames.next();
    if (frame.tag != k_index_tag || !index.add_text(frame.payload)) {
      frames.fail(frame.offset, "the index makes no sense");
    }
  }
  if (frames.offset() != file.size() - k_ending_bytes || index.entries().size() != names.blocks ||
      !is_ordered(index.entries(), names.accesses)) {
    frames.fail(frames.offset(), "the index makes no sense");
  }
}

}  // namespace tracefile

using tracefile::RecordedContents;

RecordedFile::RecordedFile(const std::string& path)
    : contents_(std::make_shared<RecordedContents>(path)) {}
RecordedFile::~RecordedFile() = default;
RecordedFile::RecordedFile(RecordedFile&&) noexcept = default;
RecordedFile& RecordedFile::operator=(RecordedFile&&) noexcept = default;

const RecordedHeader& RecordedFile::header() const {
  return contents_->header;
}
const TraceNames& RecordedFile::names() const {
  return contents_->names.names;
}
std::uint64_t RecordedFile::accesses() const {
  return contents_->names.accesses;
}
std::string RecordedFile::description() const {
  return tracefile::description_text(contents_->header, contents_->names);
}
std::uint64_t RecordedFile::digest() const {
  return contents_->digest;
}

}  // namespace dmc

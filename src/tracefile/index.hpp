#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wire.hpp"

namespace dmc::tracefile {

// Frames of a recorded trace, in this order: one header, any number of blocks, the names, the index
// in as many frames as it takes. The last 16 bytes of the file are where the names begin, and a
// word to know it by.
constexpr std::string_view k_head_tag = "HEAD";
constexpr std::string_view k_block_tag = "DATA";
constexpr std::string_view k_names_tag = "NAME";
constexpr std::string_view k_index_tag = "INDX";
constexpr std::string_view k_ending_magic = "dmctrend";
constexpr std::size_t k_ending_bytes = 16;
constexpr std::size_t k_index_entries = std::size_t{1} << 19;  ///< in one frame

/// Where a block is.
struct IndexEntry {
  std::uint64_t offset;    ///< in the file
  std::uint64_t first;     ///< accesses before it
  std::uint64_t checksum;  ///< of its frame
  friend bool operator==(const IndexEntry&, const IndexEntry&) = default;
};

/// Where all blocks are; 24 bytes each in the file.
class BlockIndex {
 public:
  void add(IndexEntry entry) { entries_.push_back(entry); }
  [[nodiscard]] const std::vector<IndexEntry>& entries() const { return entries_; }

  /// The payload of the frame that begins with entry `from`.
  [[nodiscard]] std::string text(std::size_t from) const {
    std::string bytes;
    const std::size_t end = std::min(from + k_index_entries, entries_.size());
    for (std::size_t entry = from; entry < end; ++entry) {
      put(bytes, entries_[entry].offset);
      put(bytes, entries_[entry].first);
      put(bytes, entries_[entry].checksum);
    }
    return bytes;
  }

  /// Adds the entries of a payload. False where it is none.
  [[nodiscard]] bool add_text(std::string_view payload) {
    ByteCursor cursor(payload);
    while (cursor.good() && cursor.left() != 0) {
      const auto offset = cursor.take<std::uint64_t>();
      const auto first = cursor.take<std::uint64_t>();
      add({offset, first, cursor.take<std::uint64_t>()});
    }
    return cursor.at_end();
  }

 private:
  std::vector<IndexEntry> entries_;
};

[[nodiscard]] inline std::string ending(std::uint64_t names_offset) {
  std::string bytes;
  put(bytes, names_offset);
  bytes += k_ending_magic;
  return bytes;
}

}  // namespace dmc::tracefile

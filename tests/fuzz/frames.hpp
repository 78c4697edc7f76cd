#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "dmc/tracefile/byte_source.hpp"

#include "frame.hpp"
#include "index.hpp"
#include "wire.hpp"

namespace dmc::fuzz {

[[nodiscard]] inline ByteSource source_of(std::string_view bytes) {
  return [bytes](std::span<char> wanted) mutable {
    const std::size_t count = std::min(bytes.size(), wanted.size());
    std::copy_n(bytes.data(), count, wanted.data());
    bytes.remove_prefix(count);
    return count;
  };
}

/// Makes frames of dmc's own files whole: payloads reach as far as there are bytes, checksums are
/// right, and the index of a trace and its ending tell of the frames that are there. Without it,
/// nothing that a fuzzer changes would ever get past the checksums.
[[nodiscard]] inline std::string repaired(std::string_view bytes) {
  using namespace tracefile;
  std::string whole(bytes.substr(0, k_opening_bytes));
  std::uint64_t names = 0;
  BlockIndex index;
  for (bytes.remove_prefix(whole.size()); bytes.size() > k_frame_head;) {
    const std::string_view head = bytes.substr(0, k_frame_head);
    const std::string_view tag = head.substr(0, k_tag_bytes);
    bytes.remove_prefix(head.size());
    std::string payload(bytes.substr(0, get<std::uint32_t>(head.data() + k_tag_bytes)));
    bytes.remove_prefix(payload.size());
    const bool is_block = tag == k_block_tag && payload.size() >= sizeof(std::uint64_t);
    names = tag == k_names_tag ? whole.size() : names;
    payload = tag == k_index_tag ? index.text(0) : payload;
    const std::uint64_t offset = whole.size();
    FrameWriter frames;
    whole += frames.frame(tag, payload, FrameWriter::Compression::none, "a frame");
    if (is_block) {
      index.add({offset, get<std::uint64_t>(payload.data()),
                 checksum_of(std::string_view(whole).substr(offset))});
    }
  }
  return names == 0 ? whole : whole + ending(names);
}

}  // namespace dmc::fuzz

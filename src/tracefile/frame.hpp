#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "dmc/tracefile/recorded.hpp"

#include "wire.hpp"

namespace dmc::tracefile {

// The files that dmc writes are an opening of 16 bytes, which says what they are, and frames:
//
//   bytes  0..3   tag, four letters
//          4..7   stored: bytes of payload in the file
//          8..11  raw: bytes of payload when it is decompressed
//         12..15  0
//         16..23  XXH3 (64 bit) of the 16 bytes before and the stored payload
//         24..    payload: a zstd frame where stored < raw, as it is where they are equal
//
// Numbers are little endian.
constexpr std::size_t k_opening_bytes = 16;
constexpr std::size_t k_frame_head = 24;
constexpr std::size_t k_frame_checksum = 16;  ///< where it stands, and what it covers of the head
constexpr std::size_t k_max_payload = std::size_t{1} << 24;
constexpr std::size_t k_tag_bytes = 4;

/// The checksum of a whole frame.
[[nodiscard]] inline std::uint64_t checksum_of(std::string_view frame) {
  return get<std::uint64_t>(frame.data() + k_frame_checksum);
}

/// What a file begins with: magic of 8 letters, version, 0.
[[nodiscard]] std::string opening(std::string_view magic, std::uint32_t version);

/// The checksum of any bytes.
[[nodiscard]] std::uint64_t digest_of(std::string_view bytes);

/// Makes frames. Holds the compressor, which is expensive to make.
class FrameWriter {
 public:
  FrameWriter();
  ~FrameWriter();
  FrameWriter(FrameWriter&&) noexcept;
  FrameWriter& operator=(FrameWriter&&) noexcept;

  enum class Compression : std::uint8_t { none, zstd };

  /// The frame of a payload; it stays valid until the next call. Throws dmc::Error, calling the
  /// payload `what`, where it is larger than k_max_payload.
  [[nodiscard]] std::string_view frame(std::string_view tag, std::string_view payload,
                                       Compression compression, std::string_view what);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

struct Frame {
  std::string_view tag;
  std::string_view payload;  ///< decompressed
  std::uint64_t offset;      ///< of its head in the file
  std::uint64_t checksum;    ///< as stored, and checked
};

/// Reads frames one after the other and checks each. Errors are dmc::Error and name file and
/// offset.
class FrameReader {
 public:
  /// `offset` is where in the file the source stands.
  FrameReader(ByteSource source, std::string name, std::uint64_t offset = 0);
  ~FrameReader();
  FrameReader(FrameReader&&) noexcept;
  FrameReader& operator=(FrameReader&&) noexcept;

  /// Reads the opening and checks that it is this one.
  void expect_opening(std::string_view magic, std::uint32_t version);
  /// The next frame; its views stay valid until the next call.
  [[nodiscard]] Frame next();
  /// The next bytes as they are; `what` says in errors what they belong to.
  [[nodiscard]] std::string_view plain(std::size_t size, std::string_view what);
  /// Throws where anything follows.
  void expect_end();
  /// Throws where a frame's JSON, or JSON that stands in it, is too deep to be parsed.
  void check_depth(const Frame& frame, std::string_view json) const;

  [[nodiscard]] std::uint64_t offset() const;
  [[nodiscard]] const std::string& name() const;
  /// Throws: the file is damaged at that offset.
  [[noreturn]] void fail(std::uint64_t offset, std::string_view why) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dmc::tracefile

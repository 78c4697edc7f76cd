#include "frame.hpp"

#include <utility>
#include <vector>

#include <fmt/format.h>
#define XXH_INLINE_ALL  // the header is all that is needed of it
#include <xxhash.h>
#include <zstd.h>

#include "dmc/util/error.hpp"
#include "dmc/util/json_depth.hpp"

#include "wire.hpp"

namespace dmc::tracefile {
namespace {

// Higher levels make kernels' traces hardly smaller, and recording them slower than making them.
constexpr int k_level = 3;

struct FreeCompressor {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};
struct FreeDecompressor {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

std::uint64_t checksum(std::string_view head, std::string_view payload) {
  XXH3_state_t state;
  XXH3_INITSTATE(&state);
  XXH3_64bits_reset(&state);
  XXH3_64bits_update(&state, head.data(), head.size());
  XXH3_64bits_update(&state, payload.data(), payload.size());
  return XXH3_64bits_digest(&state);
}

std::string printable(std::string_view text) {
  std::string shown;
  for (const char c : text) {
    shown += c >= ' ' && c <= '~' ? c : '?';
  }
  return shown;
}

}  // namespace

std::uint64_t digest_of(std::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

std::string opening(std::string_view magic, std::uint32_t version) {
  std::string bytes(magic);
  put(bytes, version);
  put(bytes, std::uint32_t{0});
  return bytes;
}

struct FrameWriter::State {
  std::unique_ptr<ZSTD_CCtx, FreeCompressor> compressor{ZSTD_createCCtx()};
  std::string stored;
  std::string frame;
};

FrameWriter::FrameWriter() : state_(std::make_unique<State>()) {
  if (!state_->compressor) {
    throw std::bad_alloc();
  }
}
FrameWriter::~FrameWriter() = default;
FrameWriter::FrameWriter(FrameWriter&&) noexcept = default;
FrameWriter& FrameWriter::operator=(FrameWriter&&) noexcept = default;

std::string_view FrameWriter::frame(std::string_view tag, std::string_view payload,
                                    Compression compression, std::string_view what) {
  if (payload.size() > k_max_payload) {
    throw Error(
        fmt::format("{} would take {} bytes in the file, which can hold {}; use fewer or "
                    "shorter names",
                    what, payload.size(), k_max_payload));
  }
  std::string_view stored = payload;
  if (compression == Compression::zstd) {
    state_->stored.resize(ZSTD_compressBound(payload.size()));
    const std::size_t size =
        ZSTD_compressCCtx(state_->compressor.get(), state_->stored.data(), state_->stored.size(),
                          payload.data(), payload.size(), k_level);
    if (ZSTD_isError(size) == 0 && size < payload.size()) {
      stored = std::string_view(state_->stored).substr(0, size);
    }
  }
  std::string& frame = state_->frame;
  frame.assign(tag);
  put(frame, static_cast<std::uint32_t>(stored.size()));
  put(frame, static_cast<std::uint32_t>(payload.size()));
  put(frame, std::uint32_t{0});
  put(frame, checksum(frame, stored));
  frame += stored;
  return frame;
}

struct FrameReader::State {
  ByteSource source;
  std::string name;
  std::uint64_t offset = 0;
  std::unique_ptr<ZSTD_DCtx, FreeDecompressor> decompressor{ZSTD_createDCtx()};
  std::string head;
  std::string stored;
  std::string raw;

  // Fills the buffer, or says how far the file goes.
  void read(std::string& buffer, std::size_t size, std::string_view what) {
    buffer.resize(size);
    const std::size_t got = source(buffer);
    if (got < size) {
      throw Error(
          fmt::format("{}: the file ends at offset {}, inside {}; it was cut off, or never "
                      "finished",
                      name, offset + got, what));
    }
    offset += size;
  }
};

FrameReader::FrameReader(ByteSource source, std::string name, std::uint64_t offset)
    : state_(std::make_unique<State>()) {
  state_->source = std::move(source);
  state_->name = std::move(name);
  state_->offset = offset;
  if (!state_->decompressor) {
    throw std::bad_alloc();
  }
}
FrameReader::~FrameReader() = default;
FrameReader::FrameReader(FrameReader&&) noexcept = default;
FrameReader& FrameReader::operator=(FrameReader&&) noexcept = default;

void FrameReader::expect_opening(std::string_view magic, std::uint32_t version) {
  const std::string_view bytes = plain(k_opening_bytes, "its first 16 bytes");
  if (bytes.substr(0, magic.size()) != magic) {
    throw Error(fmt::format("{}: does not begin with '{}', as the files do that dmc writes", name(),
                            magic));
  }
  const auto found = get<std::uint32_t>(bytes.data() + magic.size());
  if (found != version || get<std::uint32_t>(bytes.data() + magic.size() + 4) != 0) {
    throw Error(
        fmt::format("{}: is of version {} of its format, and this dmc reads version {}; "
                    "write it anew, or use the dmc that wrote it",
                    name(), found, version));
  }
}

Frame FrameReader::next() {
  const std::uint64_t at = offset();
  const std::string_view head = plain(k_frame_head, "the head of a frame");
  Frame frame{head.substr(0, k_tag_bytes), {}, at, checksum_of(head)};
  const auto stored = get<std::uint32_t>(head.data() + 4);
  const auto raw = get<std::uint32_t>(head.data() + 8);
  if (stored > raw || raw > k_max_payload) {
    fail(at, "the head of a frame makes no sense");
  }
  state_->read(state_->stored, stored, fmt::format("the frame {}", printable(frame.tag)));
  if (checksum(head.substr(0, k_frame_checksum), state_->stored) != frame.checksum) {
    fail(at, fmt::format("the checksum of the frame {} is wrong", printable(frame.tag)));
  }
  frame.payload = state_->stored;
  if (stored < raw) {
    state_->raw.resize(raw);
    const std::size_t size = ZSTD_decompressDCtx(state_->decompressor.get(), state_->raw.data(),
                                                 raw, state_->stored.data(), state_->stored.size());
    if (ZSTD_isError(size) != 0 || size != raw) {
      fail(at, fmt::format("the frame {} cannot be decompressed", printable(frame.tag)));
    }
    frame.payload = state_->raw;
  }
  return frame;
}

std::string_view FrameReader::plain(std::size_t size, std::string_view what) {
  state_->read(state_->head, size, what);
  return state_->head;
}

void FrameReader::expect_end() {
  char more = 0;
  if (state_->source({&more, 1}) != 0) {
    fail(offset(), "something follows after the end");
  }
}

void FrameReader::check_depth(const Frame& frame, std::string_view json) const {
  if (is_too_deep(json)) {
    fail(frame.offset, fmt::format("objects and lists of its JSON are nested more than {} "
                                   "levels deep",
                                   k_deepest_json));
  }
}

std::uint64_t FrameReader::offset() const {
  return state_->offset;
}
const std::string& FrameReader::name() const {
  return state_->name;
}
void FrameReader::fail(std::uint64_t offset, std::string_view why) const {
  throw Error(fmt::format("{}: damaged at offset {}: {}", name(), offset, why));
}

}  // namespace dmc::tracefile

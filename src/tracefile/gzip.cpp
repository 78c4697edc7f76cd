#include <memory>
#include <utility>
#include <vector>

#include <zlib.h>

#include "decompress.hpp"

namespace dmc {
namespace {

constexpr std::size_t k_gzip_chunk = std::size_t{1} << 18;

class Gzip {
 public:
  Gzip(ByteSource compressed, std::string name)
      : compressed_(std::move(compressed)), name_(std::move(name)), input_(k_gzip_chunk) {
    constexpr int k_gzip_only = 16 + MAX_WBITS;
    if (inflateInit2(&stream_, k_gzip_only) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~Gzip() { inflateEnd(&stream_); }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;

  std::size_t read(std::span<char> bytes) {
    stream_.next_out = reinterpret_cast<Bytef*>(bytes.data());
    stream_.avail_out = static_cast<uInt>(bytes.size());
    while (stream_.avail_out != 0 && has_input()) {
      step();
    }
    if (stream_.avail_out != 0 && !between_members_) {
      fail_cut_short(name_, "gzip");
    }
    return bytes.size() - stream_.avail_out;
  }

 private:
  bool has_input() {
    if (stream_.avail_in == 0 && !ended_) {
      const std::size_t count = compressed_(input_);
      stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
      stream_.avail_in = static_cast<uInt>(count);
      ended_ = count < input_.size();
    }
    if (between_members_ && any_member_) {
      // Tapes pad with zeros, as gzip itself knows.
      for (; stream_.avail_in != 0 && *stream_.next_in == 0; --stream_.avail_in) {
        ++stream_.next_in;
      }
      if (stream_.avail_in == 0 && !ended_) {
        return has_input();
      }
    }
    return stream_.avail_in != 0;
  }

  void step() {
    between_members_ = false;
    const int result = inflate(&stream_, Z_NO_FLUSH);
    if (result == Z_STREAM_END) {
      between_members_ = true;
      any_member_ = true;
      inflateReset(&stream_);
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      fail_damaged(name_, "gzip", stream_.msg != nullptr ? stream_.msg : "not as gzip writes them");
    }
  }

  ByteSource compressed_;
  std::string name_;
  std::vector<char> input_;
  z_stream stream_{};
  bool ended_ = false;
  bool between_members_ = true;
  bool any_member_ = false;
};

}  // namespace

ByteSource open_gzip(ByteSource compressed, const std::string& name) {
  return [gzip = std::make_shared<Gzip>(std::move(compressed), name)](std::span<char> bytes) {
    return gzip->read(bytes);
  };
}

}  // namespace dmc

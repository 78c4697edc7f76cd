#include <memory>
#include <new>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "dmc/util/error.hpp"

#include "decompress.hpp"

namespace dmc {
namespace {

class Zstd {
 public:
  Zstd(ByteSource compressed, std::string name)
      : compressed_(std::move(compressed)), name_(std::move(name)), input_(ZSTD_DStreamInSize()) {
    // A few bytes could ask for gigabytes: as zstd itself, no window over 128 MiB.
    if (stream_ == nullptr) {
      throw std::bad_alloc();
    }
  }

  std::size_t read(std::span<char> bytes) {
    ZSTD_outBuffer out{bytes.data(), bytes.size(), 0};
    // What a call left inside for want of room needs no further input.
    while (out.pos < out.size && (flush_ || has_input())) {
      const std::size_t before = out.pos;
      const std::size_t wanted = ZSTD_decompressStream(stream_.get(), &out, &in_);
      if (ZSTD_isError(wanted) != 0) {
        fail(wanted);
      }
      in_frame_ = wanted != 0;
      // At the end of a frame nothing is left, and the next one has not begun.
      flush_ = in_frame_ && out.pos == out.size && out.pos != before;
    }
    if (out.pos < out.size && in_frame_) {
      fail_cut_short(name_, "zstd");
    }
    return out.pos;
  }

 private:
  struct Free {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };

  [[noreturn]] void fail(std::size_t error) const {
    if (ZSTD_getErrorCode(error) == ZSTD_error_frameParameter_windowTooLarge) {
      throw Error(
          fmt::format("{}: its zstd data need more than 128 MiB of memory; let zstd decompress "
                      "them: zstd -dc --long=31 FILE | dmc analyze -",
                      name_));
    }
    fail_damaged(name_, "zstd", ZSTD_getErrorName(error));
  }

  bool has_input() {
    if (in_.pos == in_.size && !ended_) {
      const std::size_t count = compressed_(input_);
      in_ = {input_.data(), count, 0};
      ended_ = count < input_.size();
    }
    return in_.pos < in_.size;
  }

  ByteSource compressed_;
  std::string name_;
  std::vector<char> input_;
  std::unique_ptr<ZSTD_DStream, Free> stream_{ZSTD_createDStream()};
  ZSTD_inBuffer in_{nullptr, 0, 0};
  bool ended_ = false;
  bool in_frame_ = false;
  bool flush_ = false;
};

}  // namespace

ByteSource open_zstd(ByteSource compressed, const std::string& name) {
  return [zstd = std::make_shared<Zstd>(std::move(compressed), name)](std::span<char> bytes) {
    return zstd->read(bytes);
  };
}

}  // namespace dmc

#include <cstdint>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <lzma.h>

#include "dmc/util/error.hpp"

#include "decompress.hpp"

namespace dmc {
namespace {

constexpr std::size_t k_xz_chunk = std::size_t{1} << 18;
constexpr std::uint64_t k_most_memory = std::uint64_t{1} << 28;  // xz -9 takes 65 MiB

class Xz {
 public:
  Xz(ByteSource compressed, std::string name)
      : compressed_(std::move(compressed)), name_(std::move(name)), input_(k_xz_chunk) {
    if (lzma_stream_decoder(&stream_, k_most_memory, LZMA_CONCATENATED) != LZMA_OK) {
      throw std::bad_alloc();
    }
  }
  ~Xz() { lzma_end(&stream_); }
  Xz(const Xz&) = delete;
  Xz& operator=(const Xz&) = delete;

  std::size_t read(std::span<char> bytes) {
    stream_.next_out = reinterpret_cast<std::uint8_t*>(bytes.data());
    stream_.avail_out = bytes.size();
    while (stream_.avail_out != 0 && !done_) {
      step();
    }
    return bytes.size() - stream_.avail_out;
  }

 private:
  void step() {
    if (stream_.avail_in == 0 && !ended_) {
      stream_.avail_in = compressed_(input_);
      stream_.next_in = reinterpret_cast<const std::uint8_t*>(input_.data());
      ended_ = stream_.avail_in < input_.size();
    }
    switch (lzma_code(&stream_, ended_ ? LZMA_FINISH : LZMA_RUN)) {
      case LZMA_OK:
        return;
      case LZMA_STREAM_END:
        done_ = true;
        return;
      case LZMA_BUF_ERROR:
        fail_cut_short(name_, "xz");
      case LZMA_MEMLIMIT_ERROR:
        throw Error(
            fmt::format("{}: its xz data need more than 256 MiB of memory; let xz decompress "
                        "them: xz -dc FILE | dmc analyze -",
                        name_));
      case LZMA_MEM_ERROR:
        throw std::bad_alloc();
      default:
        fail_damaged(name_, "xz", "not as xz writes them");
    }
  }

  ByteSource compressed_;
  std::string name_;
  std::vector<char> input_;
  lzma_stream stream_ = LZMA_STREAM_INIT;
  bool ended_ = false;
  bool done_ = false;
};

}  // namespace

ByteSource open_xz(ByteSource compressed, const std::string& name) {
  return [xz = std::make_shared<Xz>(std::move(compressed), name)](std::span<char> bytes) {
    return xz->read(bytes);
  };
}

}  // namespace dmc

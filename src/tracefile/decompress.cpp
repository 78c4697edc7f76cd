#include "decompress.hpp"

#include <array>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

namespace dmc {
namespace {

using namespace std::string_view_literals;

bool is_gzip(std::string_view beginning) {
  return beginning.starts_with("\x1f\x8b"sv) && (beginning.size() < 3 || beginning[2] == 8);
}
// A file may begin with a frame to be skipped, as pzstd's do: it has one of 16 magic numbers.
bool is_zstd(std::string_view beginning) {
  const bool skips = beginning.size() >= 4 && (beginning.front() & 0xf0) == 0x50 &&
                     beginning.substr(1, 3) == "\x2a\x4d\x18"sv;
  return skips || beginning.starts_with("\x28\xb5\x2f\xfd"sv);
}
bool is_xz(std::string_view beginning) {
  return beginning.starts_with("\xfd\x37zXZ\x00"sv);
}

constexpr std::array k_compressions{
    Compression{"gzip", is_gzip, open_gzip},
    Compression{"zstd", is_zstd, open_zstd},
    Compression{"xz", is_xz, open_xz},
};

}  // namespace

std::span<const Compression> compressions() {
  return k_compressions;
}

void fail_cut_short(const std::string& name, std::string_view compression) {
  throw Error(
      fmt::format("{}: its {} data end in the middle; the file is cut short", name, compression));
}

void fail_damaged(const std::string& name, std::string_view compression, std::string_view what) {
  throw Error(fmt::format("{}: its {} data are damaged: {}", name, compression, what));
}

}  // namespace dmc

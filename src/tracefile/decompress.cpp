#include "decompress.hpp"

#include <array>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

namespace dmc {
namespace {

using namespace std::string_view_literals;

constexpr std::array k_compressions{
    Compression{"gzip", "\x1f\x8b"sv, open_gzip},
    Compression{"zstd", "\x28\xb5\x2f\xfd"sv, open_zstd},
    Compression{"xz", "\xfd\x37zXZ\x00"sv, open_xz},
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

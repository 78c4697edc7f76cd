#pragma once

#include <span>
#include <string>
#include <string_view>

#include "dmc/tracefile/byte_source.hpp"

namespace dmc {

/// A way files are compressed. `open` makes a source of what the compressed one holds; `name` is
/// what errors call the file.
struct Compression {
  std::string_view name;
  bool (*begins_so)(
      std::string_view beginning);  ///< whether the bytes are the first of such a file
  ByteSource (*open)(ByteSource compressed, const std::string& name);
};

/// Every compression that is recognised.
[[nodiscard]] std::span<const Compression> compressions();

// One function a compression, one file each. Several compressed files one after the other are one.
[[nodiscard]] ByteSource open_gzip(ByteSource compressed, const std::string& name);
[[nodiscard]] ByteSource open_zstd(ByteSource compressed, const std::string& name);
[[nodiscard]] ByteSource open_xz(ByteSource compressed, const std::string& name);

/// Throws dmc::Error: the file's compressed data end in the middle, or are none.
[[noreturn]] void fail_cut_short(const std::string& name, std::string_view compression);
[[noreturn]] void fail_damaged(const std::string& name, std::string_view compression,
                               std::string_view what);

}  // namespace dmc

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "dmc/util/error.hpp"

#include "decompress.hpp"

// Compressed data of any sort end or are refused. Three bytes can become gigabytes, so the first
// megabytes do.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const dmc::Compression& compression : dmc::compressions()) {
    if (!compression.begins_so(bytes)) {
      continue;
    }
    try {
      std::string_view rest = bytes;
      dmc::ByteSource source = compression.open(
          [&rest](std::span<char> wanted) {
            const std::size_t count = std::min(rest.size(), wanted.size());
            std::copy_n(rest.data(), count, wanted.data());
            rest.remove_prefix(count);
            return count;
          },
          "fuzz");
      std::string out(1 << 16, '\0');
      for (int pieces = 0; pieces < 64 && source(out) == out.size(); ++pieces) {
      }
    } catch (const dmc::Error&) {
      continue;
    }
  }
  return 0;
}

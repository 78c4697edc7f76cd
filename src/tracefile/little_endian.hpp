#pragma once

#include <cstddef>
#include <cstdint>

namespace dmc {

/// An unsigned number as the formats store it, whatever this machine's order is; compilers make one
/// load of it.
template <class Number>
[[nodiscard]] Number little_endian(const char* bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    value |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  return static_cast<Number>(value);
}

}  // namespace dmc

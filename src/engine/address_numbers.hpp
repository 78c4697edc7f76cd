#pragma once

#include <cstdint>

#include "dmc/trace/batch.hpp"

namespace dmc::engine {

/// Spreads any regular pattern of keys over all bits (the finaliser of MurmurHash3, Appleby 2011).
[[gnu::always_inline]] inline std::uint64_t mixed(std::uint64_t key) {
  key ^= key >> 33;
  key *= 0xff51afd7ed558ccd;
  key ^= key >> 33;
  key *= 0xc4ceb9fe1a85ec53;
  return key ^ (key >> 33);
}

/// Numbers given to addresses so far. Tables hold a number plus one, so that zero is an address
/// not seen.
struct AddressNumbers {
  std::uint64_t max;  ///< at most 2^32 - 1
  std::uint64_t given = 0;
  std::uint64_t first = 0;    ///< the first address,
  std::uint64_t varying = 0;  ///< and the bits in which any other differs from it

  /// What a table is to hold for an address not seen before.
  [[gnu::always_inline]] std::uint32_t add(std::uint64_t address) {
    if (given == max) [[unlikely]] {
      refuse();
    }
    first = given == 0 ? address : first;
    varying |= address ^ first;
    return static_cast<std::uint32_t>(++given);
  }

  /// Throws dmc::Error.
  [[noreturn]] void refuse() const;
};

/// An address and what a table holds for it.
struct NumberedAddress {
  std::uint64_t address;
  std::uint32_t held;
};

}  // namespace dmc::engine

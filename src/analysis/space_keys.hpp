#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <unordered_map>

namespace dmc {

/// Gives granules of different address spaces different 64-bit keys, exactly.
///
/// The lower half of a key is that of the granule. The upper half stands for a space and the upper
/// half of the granule together: it is the latter itself where no other space has taken it, so that
/// a trace of a single space keeps its granules; else a number that none has. There are never more
/// of these than data.
class SpaceKeys {
 public:
  struct Place {
    std::uint32_t space = 0;
    std::uint64_t granule = 0;
  };

  [[nodiscard]] std::uint64_t key(std::uint32_t space, std::uint64_t granule) {
    const std::uint64_t part = std::uint64_t{space} << 32 | granule >> 32;
    Recent& recent = recent_[(part ^ part >> 32) % recent_.size()];
    if (recent.part != part || !recent.is_used) [[unlikely]] {
      recent = {part, find(part), true};
    }
    return recent.upper | (granule & 0xffff'ffff);
  }

  /// What has that key.
  [[nodiscard]] Place place(std::uint64_t key) const;

  /// The space of every upper half that is in use, by upper half.
  [[nodiscard]] std::map<std::uint32_t, std::uint32_t> spaces() const;

 private:
  struct Recent {
    std::uint64_t part = 0;
    std::uint64_t upper = 0;
    bool is_used = false;
  };

  [[nodiscard]] std::uint64_t find(std::uint64_t part);

  std::array<Recent, 64> recent_{};
  std::unordered_map<std::uint64_t, std::uint32_t> uppers_;  // by space and upper half
  std::unordered_map<std::uint32_t, std::uint64_t> parts_;   // the other way round
  std::uint32_t spare_ = 0xffff'ffff;  // from here on downwards some may be free
};

}  // namespace dmc

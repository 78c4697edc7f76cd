#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "access_decoder.hpp"

namespace dmc::tracefile {

constexpr std::size_t k_group = 8;  ///< accesses that are made at a time

/// Which of eight accesses follow on each other is told by their slots alone. Programs repeat
/// themselves, so it is worked out once for each pattern of slots.
struct alignas(32) Pattern {
  using Lanes = std::array<std::uint32_t, k_group>;
  // The lane of the slot's access before, of the second before, and of the fourth: adding what is
  // there to a lane, three times over, sums up all the steps of its slot.
  std::array<Lanes, 3> before{};
  std::array<Lanes, 3> has_before{};  // all ones where there is such a lane
  Lanes last{};                       // the lane of the slot's last access
  std::array<Access, k_group> access{};
  std::array<std::uint8_t, k_group> slots{};

  Pattern() = default;
  Pattern(std::uint64_t group, const Slots& meaning)
      : slots(std::bit_cast<std::array<std::uint8_t, k_group>>(group)) {
    for (std::uint32_t lane = 0; lane < k_group; ++lane) {
      access[lane] = meaning[slots[lane]];
      before[0][lane] = lane;
      for (std::uint32_t other = 0; other < k_group; ++other) {
        if (slots[other] == slots[lane]) {
          last[lane] = other;
          before[0][lane] = other < lane ? other : before[0][lane];
        }
      }
      has_before[0][lane] = before[0][lane] == lane ? 0 : ~0U;
    }
    for (std::size_t jump = 1; jump < before.size(); ++jump) {
      for (std::size_t lane = 0; lane < k_group; ++lane) {
        const std::uint32_t half = before[jump - 1][lane];
        before[jump][lane] = before[jump - 1][half];
        has_before[jump][lane] = has_before[jump - 1][lane] & has_before[jump - 1][half];
      }
    }
  }
};

/// The patterns of a block that were met, looked up by their eight slots.
class AccessDecoder::Patterns {
 public:
  /// In a new block, slots stand for other accesses.
  void forget() { ++block_; }

  [[nodiscard]] const Pattern& of(std::uint64_t group, const Slots& meaning) {
    const std::size_t place = (group * 0x9e37'79b9'7f4a'7c15U) >> (64U - k_bits);
    const Key key{group, block_};
    if (keys_[place] != key) [[unlikely]] {
      patterns_[place] = Pattern(group, meaning);
      keys_[place] = key;
      ++made_;
    }
    return patterns_[place];
  }

  /// Whether to use them for the next accesses.
  [[nodiscard]] bool pay() { return pause_ == 0 || pause_-- == 0; }
  /// So many groups were made since the last call. Where patterns hardly ever repeat themselves,
  /// one access after the other is faster.
  void learn(std::size_t groups) {
    pause_ = std::exchange(made_, 0) > groups / k_rarely ? k_pause : 0;
  }

 private:
  static constexpr unsigned k_bits = 8;
  static constexpr std::size_t k_rarely = 8;
  static constexpr unsigned k_pause = 15;

  struct Key {
    std::uint64_t group;
    std::uint64_t block;  // counts from 1
    friend bool operator==(const Key&, const Key&) = default;
  };
  std::array<Key, std::size_t{1} << k_bits> keys_{};
  std::array<Pattern, std::size_t{1} << k_bits> patterns_{};
  std::uint64_t block_ = 0;
  std::size_t made_ = 0;
  unsigned pause_ = 0;
};

}  // namespace dmc::tracefile

#pragma once

#include <algorithm>
#include <cstdint>

#include "time_axis.hpp"

namespace dmc::engine {

/// Chooses how to go on from how the last stretch of accesses went. Speed is all that depends on
/// it.
class WayChoice {
 public:
  [[nodiscard]] Way way() const { return way_; }

  /// A stretch of so many accesses is over; `far` and `misses` are what it added to those counts.
  void learn(std::uint64_t accesses, std::uint64_t far, std::uint64_t misses, std::uint64_t live) {
    if (way_ == Way::stream) {
      if (misses * k_stream_share <= accesses) {
        patience_ = k_patience;
        return;
      }
      wait_ = patience_;
      patience_ = std::min(2 * patience_, k_max_patience);
    } else if (wait_-- == 0) {
      way_ = Way::stream;  // perhaps it has become regular
      return;
    }
    const bool misses_caches = live >= k_prefetch_data && far * k_prefetch_share > accesses;
    way_ = misses_caches ? Way::prefetch : Way::plain;
  }

 private:
  static constexpr std::uint64_t k_stream_share = 6;    // accesses a miss that make streaming pay
  static constexpr std::uint64_t k_prefetch_share = 8;  // accesses a far one that make asking pay
  static constexpr std::uint64_t k_prefetch_data = 1U << 15;
  static constexpr std::uint32_t k_patience = 4;  // stretches before streaming is tried again
  static constexpr std::uint32_t k_max_patience = 512;

  Way way_ = Way::stream;
  std::uint32_t wait_ = 0;
  std::uint32_t patience_ = k_patience;
};

}  // namespace dmc::engine

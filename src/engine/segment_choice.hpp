#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace dmc::engine {

/// Chooses how long the segments of a trace are, and whether cutting it pays at all, from how the
/// last ones went. Speed is all that depends on it.
///
/// Taking a segment in goes in order, and costs a few times as much for each of its first accesses
/// as measuring costs for any access. So a segment should be many times as long as it has data.
/// Where the longest that memory allows is not, segments are replayed whole, in order; and if the
/// trace is known to be like that altogether, all of them are, and short.
class SegmentChoice {
 public:
  /// Segments of `length` accesses; 0: of as many as suit the trace.
  SegmentChoice(std::size_t length, std::uint64_t expected_data, std::uint64_t expected_accesses)
      : adapts_(length == 0),
        replays_all_(adapts_ && expected_accesses != 0 &&
                     expected_accesses / k_least_accesses < expected_data),
        length_(replays_all_ ? k_min_length
                : adapts_    ? suited_to(static_cast<std::size_t>(expected_data))
                             : length) {}

  [[nodiscard]] std::size_t length() const { return length_; }

  /// Whether the next segment should be replayed whole.
  [[nodiscard]] bool replay_next() {
    if (to_replay_ == 0) {
      return replays_all_;
    }
    --to_replay_;
    return true;
  }

  /// A segment of so many accesses to so many data was taken in.
  void learn(std::size_t accesses, std::size_t data) {
    if (data * k_least_accesses <= accesses) {
      patience_ = 1;
    } else if (!adapts_ || accesses >= k_max_length) {
      to_replay_ = patience_;
      patience_ = std::min(2 * patience_, k_max_patience);
    }
    length_ = adapts_ ? suited_to(data) : length_;
  }

 private:
  // Shorter segments would cost more to hand over than they save, longer ones too much memory.
  static constexpr std::size_t k_min_length = std::size_t{1} << 20;
  static constexpr std::size_t k_max_length = std::size_t{1} << 24;
  static constexpr std::size_t k_good_accesses = 16;  // for each datum
  static constexpr std::size_t k_least_accesses = 3;
  static constexpr unsigned k_max_patience = 8;  // segments before cutting is tried again

  [[nodiscard]] static std::size_t suited_to(std::size_t data) {
    return std::clamp(k_good_accesses * std::min(data, k_max_length), k_min_length, k_max_length);
  }

  bool adapts_;
  bool replays_all_;
  std::size_t length_;
  unsigned to_replay_ = 0;
  unsigned patience_ = 1;
};

}  // namespace dmc::engine

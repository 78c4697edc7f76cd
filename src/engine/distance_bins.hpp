#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "page_array.hpp"
#include "time_axis.hpp"

namespace dmc::engine {

/// A histogram over all possible distances. There may be hundreds of them, one for each array and
/// scope, each with something in a few places only: memory that is never touched costs nothing, and
/// so that nobody has to look through it, a mark before the bins says of each chunk whether there
/// is anything in it. The hot code sets the marks (Classes in time_axis.hpp); the first chunk needs
/// none.
///
/// Bins have 32 bits. Whoever counts in them carries them over before they could overflow; only
/// then there are 64-bit ones, too.
class DistanceBins {
 public:
  enum class Marks : std::uint8_t { none, by_chunk };

  DistanceBins() = default;
  /// For distances up to `most`.
  DistanceBins(std::uint64_t most, Marks marks)
      : marked_(marks == Marks::by_chunk),
        most_(most),
        chunks_((most >> Classes::k_chunk_bits) + 1),
        memory_(chunks_ + most + 1,
                marked_ ? PageArray<Bin>::Pages::normal : PageArray<Bin>::Pages::huge) {}

  [[nodiscard]] bool empty() const { return memory_.size() == 0; }
  [[nodiscard]] Bin* data() { return empty() ? nullptr : memory_.data() + chunks_; }
  [[nodiscard]] const Bin* data() const { return memory_.data() + chunks_; }

  /// Calls visit(distance, reuses) for every distance from 1 to `last` that has any, in ascending
  /// order.
  template <class Visit>
  void for_each(std::uint64_t last, Visit visit) const {
    for_each_bin(last, [&](std::uint64_t distance) {
      if (const std::uint64_t reuses = at(distance); reuses != 0) {
        visit(distance, reuses);
      }
    });
  }

  /// Any number of reuses.
  void add(std::uint64_t distance, std::uint64_t reuses) {
    make_carried();
    carried_.data()[distance] += reuses;
    memory_.data()[chunks_ - 1 - (distance >> Classes::k_chunk_bits)] = 1;
  }

  /// Empties the 32-bit bins into 64-bit ones.
  void carry_over() {
    make_carried();
    carry_over(0);
    for_each_bin(most_, [&](std::uint64_t distance) { carry_over(distance); });
  }

  /// First accesses.
  [[nodiscard]] std::uint64_t cold() const { return at(0); }

  /// The same counts with room for larger distances.
  [[nodiscard]] DistanceBins grown(std::uint64_t most) const {
    DistanceBins larger(most, marked_ ? Marks::by_chunk : Marks::none);
    if (carried_.size() != 0) {
      larger.make_carried();
      larger.carried_.data()[0] = carried_.data()[0];
    }
    larger.data()[0] = data()[0];
    for_each_bin(most_, [&](std::uint64_t distance) { larger.take(distance, *this); });
    return larger;
  }

 private:
  [[nodiscard]] std::uint64_t at(std::uint64_t distance) const {
    return data()[distance] + (carried_.size() != 0 ? carried_.data()[distance] : 0);
  }

  // Calls visit(distance) for every distance from 1 to `last` that may have reuses.
  template <class Visit>
  void for_each_bin(std::uint64_t last, Visit visit) const {
    for (std::uint64_t chunk = 0; !empty() && chunk < chunks_; ++chunk) {
      const std::uint64_t first = chunk << Classes::k_chunk_bits;
      const std::uint64_t end = std::min(first + Classes::k_chunk, std::min(last, most_) + 1);
      const bool has_any = !marked_ || chunk == 0 || memory_.data()[chunks_ - 1 - chunk] != 0;
      for (std::uint64_t distance = std::max<std::uint64_t>(first, 1); has_any && distance < end;
           ++distance) {
        visit(distance);
      }
    }
  }

  void carry_over(std::uint64_t distance) {
    if (Bin& bin = data()[distance]; bin != 0) {  // what was never touched stays without memory
      carried_.data()[distance] += bin;
      bin = 0;
    }
  }

  void take(std::uint64_t distance, const DistanceBins& from) {
    if (from.at(distance) == 0) {
      return;
    }
    data()[distance] = from.data()[distance];
    if (from.carried_.size() != 0) {
      carried_.data()[distance] = from.carried_.data()[distance];
    }
    memory_.data()[chunks_ - 1 - (distance >> Classes::k_chunk_bits)] = 1;
  }

  void make_carried() {
    if (carried_.size() == 0) {
      carried_ = PageArray<std::uint64_t>(most_ + 1);
    }
  }

  bool marked_ = false;
  std::uint64_t most_ = 0;
  std::size_t chunks_ = 0;
  PageArray<Bin> memory_;             // marks, then bins
  PageArray<std::uint64_t> carried_;  // what 32 bits could not hold; empty until then
};

}  // namespace dmc::engine

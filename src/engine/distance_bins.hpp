#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "dmc/engine/histogram.hpp"

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
  /// For distances up to `most`. Where there are several, each has a number: they begin at
  /// different places in their pages, or the same distances in all of them would share a set of the
  /// cache.
  DistanceBins(std::uint64_t most, Marks marks, std::size_t number = 0)
      : marked_(marks == Marks::by_chunk),
        most_(most),
        chunks_((most >> Classes::k_chunk_bits) + 1),
        number_(number),
        begin_(chunks_ + number * k_lines_apart % k_lines * k_bins_per_line),
        memory_(begin_ + most + 1,
                marked_ ? PageArray<Bin>::Pages::normal : PageArray<Bin>::Pages::huge) {}

  [[nodiscard]] bool empty() const { return memory_.size() == 0; }
  [[nodiscard]] Bin* data() { return empty() ? nullptr : memory_.data() + begin_; }
  [[nodiscard]] const Bin* data() const { return memory_.data() + begin_; }

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

  [[nodiscard]] Histogram histogram(std::uint64_t last) const {
    Histogram histogram;
    for_each(last, [&](std::uint64_t distance, std::uint64_t reuses) {
      histogram.bins.push_back({distance, reuses});
    });
    return histogram;
  }

  /// Any number of reuses. What 32 bits can still hold stays there; the caller carries it over
  /// before it counts on.
  void add(std::uint64_t distance, std::uint64_t reuses) {
    Bin& bin = data()[distance];
    if (bin + reuses <= ~Bin{0}) {
      bin += static_cast<Bin>(reuses);
    } else {
      make_carried();
      carried_.data()[distance] += reuses;
    }
    memory_.data()[begin_ - 1 - (distance >> Classes::k_chunk_bits)] = 1;
  }

  /// All reuses of another one, but not its first accesses.
  void add(const DistanceBins& other) {
    other.for_each(other.most_,
                   [&](std::uint64_t distance, std::uint64_t reuses) { add(distance, reuses); });
  }

  /// Adds what is in a chunk of distances to `sums`, which begins with that chunk. False if there
  /// is nothing.
  bool add_chunk_to(std::uint64_t chunk, std::uint64_t* sums) const {
    if (!has_any(chunk)) {
      return false;
    }
    const std::uint64_t first = chunk << Classes::k_chunk_bits;
    const std::uint64_t count = std::min(Classes::k_chunk, most_ + 1 - first);
    for (std::uint64_t i = 0; i < count; ++i) {
      sums[i] += data()[first + i];
    }
    for (std::uint64_t i = 0; carried_.size() != 0 && i < count; ++i) {
      sums[i] += carried_.data()[first + i];
    }
    return true;
  }

  /// Empties the 32-bit bins into 64-bit ones.
  void carry_over() {
    make_carried();
    carry_over(0);
    for_each_bin(most_, [&](std::uint64_t distance) { carry_over(distance); });
  }

  [[nodiscard]] std::uint64_t chunks() const { return chunks_; }

  /// First accesses.
  [[nodiscard]] std::uint64_t cold() const { return at(0); }

  /// The same counts with room for larger distances.
  [[nodiscard]] DistanceBins grown(std::uint64_t most) const {
    DistanceBins larger(most, marked_ ? Marks::by_chunk : Marks::none, number_);
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
    const std::uint64_t end = std::min(last, most_) + 1;
    for (std::uint64_t chunk = 0; !empty() && chunk < chunks_; ++chunk) {
      const std::uint64_t first = chunk << Classes::k_chunk_bits;
      if (first < end && has_any(chunk)) {
        visit_within(std::max<std::uint64_t>(first, 1), std::min(first + Classes::k_chunk, end),
                     visit);
      }
    }
  }

  // Most bins are empty: a few are looked at together.
  template <class Visit>
  void visit_within(std::uint64_t distance, std::uint64_t end, Visit visit) const {
    constexpr std::uint64_t k_together = 16;
    while (distance < end) {
      const std::uint64_t stop = std::min(distance + k_together, end);
      if (stop - distance < k_together || carried_.size() != 0 || any_of<k_together>(distance)) {
        for (; distance < stop; ++distance) {
          visit(distance);
        }
      }
      distance = stop;
    }
  }

  template <std::uint64_t Count>
  [[nodiscard]] bool any_of(std::uint64_t distance) const {
    Bin all = 0;
    for (std::uint64_t i = 0; i < Count; ++i) {
      all |= data()[distance + i];
    }
    return all != 0;
  }

  [[nodiscard]] bool has_any(std::uint64_t chunk) const {
    return !marked_ || chunk == 0 || memory_.data()[begin_ - 1 - chunk] != 0;
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
    memory_.data()[begin_ - 1 - (distance >> Classes::k_chunk_bits)] = 1;
  }

  void make_carried() {
    if (carried_.size() == 0) {
      carried_ = PageArray<std::uint64_t>(most_ + 1);
    }
  }

  static constexpr std::size_t k_bins_per_line = 64 / sizeof(Bin);
  static constexpr std::size_t k_lines = 2048;      // sets of a large second-level cache
  static constexpr std::size_t k_lines_apart = 37;  // no page apart, nor a fraction of one

  bool marked_ = false;
  std::uint64_t most_ = 0;
  std::size_t chunks_ = 0;
  std::size_t number_ = 0;
  std::size_t begin_ = 0;             // where the bins do
  PageArray<Bin> memory_;             // marks, then bins
  PageArray<std::uint64_t> carried_;  // what 32 bits could not hold; empty until then
};

}  // namespace dmc::engine

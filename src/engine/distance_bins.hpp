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
class DistanceBins {
 public:
  enum class Marks : std::uint8_t { none, by_chunk };

  DistanceBins() = default;
  /// For distances up to `most`.
  DistanceBins(std::uint64_t most, Marks marks)
      : marked_(marks == Marks::by_chunk),
        most_(most),
        chunks_((most >> Classes::k_chunk_bits) + 1),
        memory_(chunks_ + most + 1, marked_ ? Memory::Pages::normal : Memory::Pages::huge) {}

  [[nodiscard]] bool empty() const { return memory_.size() == 0; }
  [[nodiscard]] std::uint64_t* data() { return empty() ? nullptr : memory_.data() + chunks_; }
  [[nodiscard]] const std::uint64_t* data() const { return memory_.data() + chunks_; }

  /// Calls visit(distance, reuses) for every distance from 1 to `last` that has any, in ascending
  /// order.
  template <class Visit>
  void for_each(std::uint64_t last, Visit visit) const {
    for (std::uint64_t chunk = 0; !empty() && chunk < chunks_; ++chunk) {
      const std::uint64_t first = chunk << Classes::k_chunk_bits;
      const std::uint64_t end = std::min(first + Classes::k_chunk, std::min(last, most_) + 1);
      const bool has_any = !marked_ || chunk == 0 || memory_.data()[chunks_ - 1 - chunk] != 0;
      for (std::uint64_t distance = std::max<std::uint64_t>(first, 1); has_any && distance < end;
           ++distance) {
        if (data()[distance] != 0) {
          visit(distance, data()[distance]);
        }
      }
    }
  }

  void add(std::uint64_t distance, std::uint64_t reuses) {
    data()[distance] += reuses;
    memory_.data()[chunks_ - 1 - (distance >> Classes::k_chunk_bits)] = 1;
  }

  /// First accesses.
  [[nodiscard]] std::uint64_t cold() const { return data()[0]; }

  /// The same counts with room for larger distances.
  [[nodiscard]] DistanceBins grown(std::uint64_t most) const {
    DistanceBins larger(most, marked_ ? Marks::by_chunk : Marks::none);
    larger.data()[0] = data()[0];
    for_each(most_,
             [&](std::uint64_t distance, std::uint64_t reuses) { larger.add(distance, reuses); });
    return larger;
  }

 private:
  using Memory = PageArray<std::uint64_t>;

  bool marked_ = false;
  std::uint64_t most_ = 0;
  std::size_t chunks_ = 0;
  Memory memory_;
};

}  // namespace dmc::engine

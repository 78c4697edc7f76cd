#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "dmc/record/line_meter.hpp"

namespace dmc::record {

/// Reuses by (line before, line now, carrier): a hash table with linear probing. Asked once a
/// reuse, and mostly for the entry that was asked for last from that line.
class ReuseTable {
 public:
  ReuseTable() : slots_(k_first_size) {}

  [[gnu::always_inline]] LineReuses& find(ArrayId from, ArrayId to, LabelId carried_by) {
    const std::uint64_t key = 1 | (std::uint64_t{from} << 1) | (std::uint64_t{to} << 16) |
                              (std::uint64_t{carried_by} << 32);
    std::size_t i = place_of(key);
    while (slots_[i].key != key) {
      if (slots_[i].key == 0) [[unlikely]] {
        return add(key, from, to, carried_by);
      }
      i = (i + 1) & (slots_.size() - 1);
    }
    return slots_[i].reuses;
  }

  [[nodiscard]] std::vector<LineReuses> all() const {
    std::vector<LineReuses> found;
    for (const Slot& slot : slots_) {
      if (slot.key != 0) {
        found.push_back(slot.reuses);
      }
    }
    return found;
  }

 private:
  static constexpr std::size_t k_first_size = 1024;

  struct Slot {
    std::uint64_t key = 0;
    LineReuses reuses;
  };

  [[nodiscard]] std::size_t place_of(std::uint64_t key) const {
    return static_cast<std::size_t>((key * 0x9e3779b97f4a7c15) >> 20) & (slots_.size() - 1);
  }

  [[gnu::noinline]] LineReuses& add(std::uint64_t key, ArrayId from, ArrayId to,
                                    LabelId carried_by) {
    if (++used_ * 2 > slots_.size()) {
      std::vector<Slot> old(2 * slots_.size());
      old.swap(slots_);
      for (const Slot& slot : old) {
        if (slot.key != 0) {
          slots_[free_place(slot.key)] = slot;
        }
      }
    }
    Slot& slot = slots_[free_place(key)];
    slot.key = key;
    slot.reuses.from = from;
    slot.reuses.to = to;
    slot.reuses.carried_by = carried_by;
    slot.reuses.min_distance = std::numeric_limits<std::uint32_t>::max();
    return slot.reuses;
  }

  [[nodiscard]] std::size_t free_place(std::uint64_t key) const {
    std::size_t i = place_of(key);
    while (slots_[i].key != 0) {
      i = (i + 1) & (slots_.size() - 1);
    }
    return i;
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace dmc::record

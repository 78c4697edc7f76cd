#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "address_numbers.hpp"
#include "page_array.hpp"

namespace dmc::engine {

/// Numbers of addresses in a hash table with linear probing. The top bits of the hash are the
/// home, so that a growing table is copied in order.
class AddressHash {
 public:
  void translate(std::span<const std::uint64_t> addresses, Datum* data, AddressNumbers& numbers) {
    // Each line is asked for this long before it is searched. Hashes are kept rather than places,
    // for the table may grow in between.
    constexpr std::size_t k_ahead = 32;
    std::array<std::uint64_t, k_ahead> hashes;
    const std::size_t count = addresses.size();
    const std::size_t lead = std::min(count, k_ahead);
    for (std::size_t i = 0; i < lead; ++i) {
      hashes[i] = approach(addresses[i]);
    }
    for (std::size_t i = 0; i < count; ++i) {
      std::uint64_t& hash = hashes[i % k_ahead];
      Entry* entry = find(addresses[i], hash);
      if (entry->held == 0) [[unlikely]] {
        entry = with_room(entry, addresses[i], hash);
        *entry = {addresses[i], numbers.add(addresses[i])};
        ++used_;
      }
      data[i] = entry->held - 1;
      if (i + k_ahead < count) {
        hash = approach(addresses[i + k_ahead]);
      }
    }
  }

  /// Takes over addresses it does not have yet.
  void put(std::span<const NumberedAddress> batch) {
    for (const NumberedAddress& numbered : batch) {
      approach(numbered.address);
    }
    for (const NumberedAddress& numbered : batch) {
      const std::uint64_t hash = mixed(numbered.address);
      *with_room(find(numbered.address, hash), numbered.address, hash) = numbered;
      ++used_;
    }
  }

  template <class Visit>
  void for_each(Visit visit) const {
    for (const Entry& entry : std::span(table_.data(), table_.size())) {
      if (entry.held != 0) {
        visit(NumberedAddress{entry.address, entry.held});
      }
    }
  }

  [[nodiscard]] std::uint64_t capacity() const { return table_.size(); }
  [[nodiscard]] std::uint64_t memory() const { return table_.size() * sizeof(Entry); }

 private:
  static constexpr int k_first_bits = 10;

  using Entry = NumberedAddress;  // held: 0 for none

  [[gnu::always_inline]] std::uint64_t approach(std::uint64_t address) const {
    const std::uint64_t hash = mixed(address);
    __builtin_prefetch(table_.data() + (hash >> shift_), 1);
    return hash;
  }

  // The entry of an address, or the free one where it belongs.
  [[gnu::always_inline]] Entry* find(std::uint64_t address, std::uint64_t hash) {
    Entry* const table = table_.data();
    std::size_t slot = hash >> shift_;
    while (table[slot].address != address && table[slot].held != 0) {
      slot = (slot + 1) & (table_.size() - 1);
    }
    return table + slot;
  }

  // The same free entry, unless the table has to grow for one more.
  [[gnu::always_inline]] Entry* with_room(Entry* free, std::uint64_t address, std::uint64_t hash) {
    if (8 * used_ < 5 * table_.size()) [[likely]] {
      return free;
    }
    grow();
    return find(address, hash);
  }

  [[gnu::noinline]] void grow() {
    PageArray<Entry> old(table_.size() * 2, PageArray<Entry>::Pages::huge);
    std::swap(old, table_);
    --shift_;
    for (const Entry& entry : std::span(old.data(), old.size())) {
      if (entry.held != 0) {
        *find(entry.address, mixed(entry.address)) = entry;
      }
    }
  }

  int shift_ = 64 - k_first_bits;
  std::uint64_t used_ = 0;
  PageArray<Entry> table_{std::size_t{1} << k_first_bits};
};

}  // namespace dmc::engine

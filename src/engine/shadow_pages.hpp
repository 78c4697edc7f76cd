#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "address_numbers.hpp"
#include "page_array.hpp"

namespace dmc::engine {

/// Numbers of addresses in two levels: pages of 512 numbers, and an open-addressing table of the
/// pages there are.
///
/// Addresses are rotated right first, by as many low bits as do not vary: these then tell pages
/// apart and leave no gaps inside them. A rotation loses nothing, so an address that does vary
/// there later is still right; it only lands in another page.
class ShadowPages {
 public:
  explicit ShadowPages(int rotation = 0) : rotation_(rotation), table_(k_first_table) {}

  static std::uint64_t page_of(std::uint64_t address, int rotation) {
    return std::rotr(address, rotation) >> k_page_bits;
  }

  void translate(std::span<const std::uint64_t> addresses, Datum* data, AddressNumbers& numbers) {
    // All addresses of a block are found before the first number is read, so that lines arrive.
    constexpr std::size_t k_block = 64;
    std::array<std::uint32_t*, k_block> places;
    while (!addresses.empty()) {
      const auto block = addresses.first(std::min(addresses.size(), k_block));
      for (std::size_t i = 0; i < block.size(); ++i) {
        places[i] = find(block[i]);
      }
      for (std::size_t i = 0; i < block.size(); ++i) {
        std::uint32_t held = *places[i];
        if (held == 0) [[unlikely]] {
          held = numbers.add(block[i]);
          *places[i] = held;
        }
        data[i] = held - 1;
      }
      addresses = addresses.subspan(block.size());
      data += block.size();
    }
  }

  /// Takes over addresses it does not have yet.
  void put(std::span<const NumberedAddress> batch) {
    for (const NumberedAddress& numbered : batch) {
      find(numbered.address);
    }
    for (const NumberedAddress& numbered : batch) {
      *find(numbered.address) = numbered.held;
    }
  }

  template <class Visit>
  void for_each(Visit visit) const {
    for (const Entry& entry : std::span(table_.data(), table_.size())) {
      for (std::uint64_t i = 0; entry.key != 0 && i < k_page; ++i) {
        if (entry.numbers[i] != 0) {
          visit(NumberedAddress{std::rotl((entry.key - 1) << k_page_bits | i, rotation_),
                                entry.numbers[i]});
        }
      }
    }
  }

  [[nodiscard]] std::uint64_t pages() const { return pages_; }
  [[nodiscard]] int rotation() const { return rotation_; }
  [[nodiscard]] std::uint64_t memory() const {
    return pages_ * k_page * sizeof(std::uint32_t) + table_.size() * sizeof(Entry);
  }

 private:
  static constexpr int k_page_bits = 9;
  static constexpr std::size_t k_page = std::size_t{1} << k_page_bits;
  static constexpr std::size_t k_first_table = 256;
  static constexpr std::size_t k_first_chunk = 64 * k_page;
  // What is not touched of a chunk costs nothing.
  static constexpr std::size_t k_further_chunk = std::size_t{1} << 24;

  // Full at a quarter: a cache line of entries is shared by neighbouring pages, so what is empty
  // is never read, and most pages are found at the first look.
  static constexpr std::size_t k_slots_per_page = 4;
  static constexpr std::uint64_t k_neighbours = 4;

  struct Entry {
    std::uint64_t key;  // page + 1; 0 for none
    std::uint32_t* numbers;
  };

  // Fibonacci hashing (Knuth, vol. 3, 6.4): neighbours fall far apart and evenly.
  [[nodiscard]] std::size_t home(std::uint64_t page) const {
    const std::uint64_t hash = page / k_neighbours * 0x9e3779b97f4a7c15;
    return (hash >> shift_) * k_neighbours + page % k_neighbours;
  }

  // Where the number of an address is, on a new page if need be; asks for its line.
  [[gnu::always_inline]] std::uint32_t* find(std::uint64_t address) {
    const std::uint64_t rotated = std::rotr(address, rotation_);
    const std::uint64_t page = rotated >> k_page_bits;
    const Entry* entry = table_.data() + home(page);
    if (entry->key != page + 1) [[unlikely]] {
      entry = find_further(page);
    }
    std::uint32_t* place = entry->numbers + rotated % k_page;
    __builtin_prefetch(place, 1);
    return place;
  }

  [[gnu::noinline]] const Entry* find_further(std::uint64_t page) {
    Entry* entry = find_free_or(page);
    if (entry->key == 0) {
      if (pages_ * k_slots_per_page >= table_.size()) {
        grow_table();
        entry = find_free_or(page);
      }
      entry->numbers = new_page();
      entry->key = page + 1;
      ++pages_;
    }
    return entry;
  }

  Entry* find_free_or(std::uint64_t page) {
    std::size_t slot = home(page);
    while (table_.data()[slot].key != page + 1 && table_.data()[slot].key != 0) {
      slot = (slot + 1) & (table_.size() - 1);
    }
    return table_.data() + slot;
  }

  void grow_table() {
    PageArray<Entry> old(table_.size() * 2, PageArray<Entry>::Pages::huge);
    std::swap(old, table_);
    --shift_;
    for (const Entry& entry : std::span(old.data(), old.size())) {
      if (entry.key != 0) {
        *find_free_or(entry.key - 1) = entry;
      }
    }
  }

  std::uint32_t* new_page() {
    if (chunk_left_ == 0) {
      const std::size_t size = chunks_.empty() ? k_first_chunk : k_further_chunk;
      chunks_.emplace_back(size, PageArray<std::uint32_t>::Pages::huge);
      chunk_left_ = size;
    }
    PageArray<std::uint32_t>& chunk = chunks_.back();
    std::uint32_t* page = chunk.data() + (chunk.size() - chunk_left_);
    chunk_left_ -= k_page;
    return page;
  }

  int rotation_;
  int shift_ = 64 - std::countr_zero(k_first_table / k_neighbours);
  std::uint64_t pages_ = 0;
  PageArray<Entry> table_;
  std::vector<PageArray<std::uint32_t>> chunks_;  // never moved: places in them are kept
  std::size_t chunk_left_ = 0;                    // numbers in the last chunk without a page
};

}  // namespace dmc::engine

#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "dmc/trace/batch.hpp"

namespace dmc {

/// How an AddressMap finds the number of an address. Nothing here changes a number.
enum class AddressTable : std::uint8_t {
  automatic,  ///< whichever of the two suits the addresses seen so far
  shadow,     ///< a page of numbers for every 512 neighbouring addresses: fast where they fill it
  hash,       ///< an entry for every address: small where they are far apart
};

struct AddressMapOptions {
  /// Zero is no number inside, so one less than 32 bits can tell apart.
  static constexpr std::uint64_t k_most_data = 0xffff'ffff;

  AddressTable table = AddressTable::automatic;
  std::uint64_t max_data = k_most_data;  ///< refuse more distinct addresses; at most k_most_data
};

/// Numbers arbitrary 64-bit addresses (or block numbers, or keys) densely from 0 in order of first
/// appearance, so that an engine that wants numbered data serves for any trace. Every 64-bit value
/// is an address, 0 and the largest included.
///
/// Memory: 4 bytes an address where pages are full, at most some 170 where they are not: below that
/// it moves to the hash table, which takes 26 to 51. Low bits that are alike in all addresses cost
/// nothing: byte addresses of cache lines or disk blocks fill pages as numbered lines would.
class AddressMap {
 public:
  explicit AddressMap(const AddressMapOptions& options = {});
  ~AddressMap();
  AddressMap(AddressMap&&) noexcept;
  AddressMap& operator=(AddressMap&&) noexcept;

  /// data[i] becomes the number of addresses[i]; `data` is at least as long, or it throws
  /// std::invalid_argument. Throws dmc::Error at the first address that would be one too many;
  /// those before it are numbered then, and so they stay.
  void translate(std::span<const std::uint64_t> addresses, std::span<Datum> data);

  /// Distinct addresses so far.
  [[nodiscard]] std::uint64_t data() const;
  /// The one in use now: shadow or hash.
  [[nodiscard]] AddressTable table() const;
  /// Bytes of the tables in use now.
  [[nodiscard]] std::uint64_t memory() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace dmc

#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace dmc::test {

using Addresses = std::vector<std::uint64_t>;
using Random = std::mt19937_64;

struct Pattern {
  std::string name;
  Addresses addresses;
};

/// `length` times one of `count` addresses from `base` on, `stride` apart, at random.
inline Addresses strided(Random& random, std::uint64_t base, std::uint64_t stride,
                         std::uint64_t count, std::size_t length) {
  Addresses addresses(length);
  for (std::uint64_t& address : addresses) {
    address = base + stride * (random() % count);
  }
  return addresses;
}

/// `length` times one of `count` addresses from anywhere, at random.
inline Addresses scattered(Random& random, std::uint64_t count, std::size_t length) {
  Addresses keys(count);
  for (std::uint64_t& key : keys) {
    key = random();
  }
  Addresses addresses(length);
  for (std::uint64_t& address : addresses) {
    address = keys[random() % count];
  }
  return addresses;
}

/// A few stack frames at the top of the address space, a heap of unaligned objects, a global table.
inline Addresses program_like(Random& random, std::size_t length) {
  Addresses addresses(length);
  for (std::uint64_t& address : addresses) {
    switch (random() % 4) {
      case 0:
        address = 0x7fff'ffff'f000 - 8 * (random() % 200);
        break;
      case 1:
        address = 0x404000 + 4 * (random() % 3000);
        break;
      default:
        address = 0x5555'5555'0000 + 48 * (random() % 20000) + random() % 5;
    }
  }
  return addresses;
}

/// Around both ends of the address space, which are next to each other, and around signed ones.
inline Addresses extremes(Random& random, std::size_t length) {
  constexpr std::uint64_t k_largest = std::numeric_limits<std::uint64_t>::max();
  Addresses addresses{k_largest, 0, 1, k_largest, 0, k_largest - 1};
  while (addresses.size() < length) {
    const std::uint64_t middle = random() % 2 << 63;
    addresses.push_back(middle + random() % 3000 - 1500);
  }
  return addresses;
}

inline Addresses joined(std::initializer_list<Addresses> parts) {
  Addresses all;
  for (const Addresses& part : parts) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

inline std::vector<Pattern> address_patterns(std::uint64_t seed) {
  Random random(seed);
  constexpr std::uint64_t k_far = 0x1234'5678'9abc'0123;
  return {
      {"dense", strided(random, k_far, 1, 30'000, 60'000)},
      {"words", strided(random, k_far, 8, 30'000, 60'000)},
      {"cache lines", strided(random, 0, 64, 30'000, 60'000)},
      {"OS pages", strided(random, k_far, 4096, 20'000, 60'000)},
      {"stride 2^20", strided(random, 0, std::uint64_t{1} << 20, 20'000, 60'000)},
      {"stride 2^50, which comes round",
       strided(random, 5, std::uint64_t{1} << 50, 20'000, 60'000)},
      {"stride 513", strided(random, k_far, 513, 20'000, 60'000)},
      {"scattered", scattered(random, 20'000, 60'000)},
      {"like a program's", program_like(random, 60'000)},
      {"extremes", extremes(random, 10'000)},
      {"one", Addresses(5'000, k_far)},
      {"lines, then their bytes", joined({strided(random, k_far, 64, 20'000, 50'000),
                                          strided(random, k_far, 1, 64'000, 150'000)})},
      {"scattered, then dense",
       joined({scattered(random, 10'000, 20'000), strided(random, k_far, 1, 400'000, 900'000)})},
      {"dense, then scattered",
       joined({strided(random, k_far, 1, 30'000, 60'000), scattered(random, 40'000, 80'000),
               strided(random, k_far, 1, 60'000, 60'000)})},
  };
}

}  // namespace dmc::test

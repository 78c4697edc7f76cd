#pragma once

#include <cstdint>

#include "dmc/util/error.hpp"

namespace dmc {

/// Sums and products of sizes. Sizes come from users, so an overflow is the user's error, not a
/// bug.
[[nodiscard]] inline std::uint64_t checked_add(std::uint64_t a, std::uint64_t b) {
  std::uint64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) {
    throw Error("the sizes asked for add up to more than 64 bits can count; choose smaller ones");
  }
  return sum;
}

[[nodiscard]] inline std::uint64_t checked_mul(std::uint64_t a, std::uint64_t b) {
  std::uint64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) {
    throw Error("the sizes asked for multiply to more than 64 bits can count; choose smaller ones");
  }
  return product;
}

/// A count that throws dmc::Error where plain arithmetic would wrap, so that closed forms read as
/// they are written on paper: `Count(k) * k * n`.
class Count {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): numbers are counts
  constexpr Count(std::uint64_t value = 0) : value_(value) {}
  [[nodiscard]] constexpr std::uint64_t value() const { return value_; }

  friend Count operator+(Count a, Count b) { return checked_add(a.value_, b.value_); }
  friend Count operator*(Count a, Count b) { return checked_mul(a.value_, b.value_); }
  Count& operator+=(Count b) { return *this = *this + b; }
  friend constexpr bool operator==(Count a, Count b) = default;

 private:
  std::uint64_t value_;
};

}  // namespace dmc

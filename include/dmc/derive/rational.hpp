#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace dmc::derive {

__extension__ using Int128 = __int128;

/// Exact arithmetic came to numbers beyond 128 bits.
class Overflow : public std::runtime_error {
 public:
  Overflow() : std::runtime_error("numbers beyond 128 bits") {}
};

[[nodiscard]] Int128 add(Int128 a, Int128 b);
[[nodiscard]] Int128 multiply(Int128 a, Int128 b);

/// A fraction in lowest terms, its denominator positive. Throws Overflow where plain arithmetic
/// would wrap.
class Rational {
 public:
  Rational(Int128 value = 0) : numerator_(value) {}  // NOLINT(google-explicit-constructor)
  Rational(Int128 numerator, Int128 denominator);

  [[nodiscard]] Int128 numerator() const { return numerator_; }
  [[nodiscard]] Int128 denominator() const { return denominator_; }
  [[nodiscard]] bool is_zero() const { return numerator_ == 0; }
  [[nodiscard]] bool is_whole() const { return denominator_ == 1; }

  friend Rational operator+(const Rational& a, const Rational& b);
  friend Rational operator*(const Rational& a, const Rational& b);
  friend Rational operator-(const Rational& a) { return {-a.numerator_, a.denominator_}; }
  friend bool operator==(const Rational&, const Rational&) = default;

 private:
  Int128 numerator_ = 0;
  Int128 denominator_ = 1;
};

[[nodiscard]] std::string to_text(Int128 value);

}  // namespace dmc::derive

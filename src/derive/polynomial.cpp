#include "dmc/derive/polynomial.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace dmc::derive {
namespace {

Int128 common_divisor(Int128 a, Int128 b) {
  a = a < 0 ? -a : a;
  b = b < 0 ? -b : b;
  while (b != 0) {
    a = std::exchange(b, a % b);
  }
  return a;
}

Polynomial power_of(const Polynomial& base, std::size_t exponent) {
  Polynomial result(1);
  for (std::size_t i = 0; i < exponent; ++i) {
    result = result * base;
  }
  return result;
}

Rational binomial(std::size_t n, std::size_t k) {
  Rational result(1);
  for (std::size_t i = 0; i < k; ++i) {
    result = result * Rational(static_cast<Int128>(n - i), static_cast<Int128>(i + 1));
  }
  return result;
}

// Bernoulli's numbers with B1 = +1/2, as sums from 1 to n take them.
Rational bernoulli(std::size_t index) {
  std::vector<Rational> numbers{Rational(1)};
  for (std::size_t m = 1; m <= index; ++m) {
    Rational sum(0);
    for (std::size_t k = 0; k < m; ++k) {
      sum = sum + binomial(m + 1, k) * numbers[k];
    }
    numbers.push_back(-sum * Rational(1, static_cast<Int128>(m + 1)));
  }
  return index == 1 ? Rational(1, 2) : numbers[index];
}

// 1^k + 2^k + … + n^k by Faulhaber's formula. As an identity of polynomials it goes on to n <= 0.
Polynomial faulhaber(std::size_t k, const Polynomial& n) {
  Polynomial result;
  for (std::size_t j = 0; j <= k; ++j) {
    const Rational factor =
        binomial(k + 1, j) * bernoulli(j) * Rational(1, static_cast<Int128>(k + 1));
    result = result + Polynomial(factor) * power_of(n, k + 1 - j);
  }
  return result;
}

}  // namespace

Int128 add(Int128 a, Int128 b) {
  Int128 result = 0;
  if (__builtin_add_overflow(a, b, &result)) {
    throw Overflow();
  }
  return result;
}

Int128 multiply(Int128 a, Int128 b) {
  Int128 result = 0;
  if (__builtin_mul_overflow(a, b, &result)) {
    throw Overflow();
  }
  return result;
}

Rational::Rational(Int128 numerator, Int128 denominator) {
  const Int128 divisor = common_divisor(numerator, denominator);
  const Int128 sign = denominator < 0 ? -1 : 1;
  numerator_ = sign * (numerator / divisor);
  denominator_ = sign * (denominator / divisor);
}

Rational operator+(const Rational& a, const Rational& b) {
  if (a.denominator_ == 1 && b.denominator_ == 1) {
    return add(a.numerator_, b.numerator_);
  }
  return {add(multiply(a.numerator_, b.denominator_), multiply(b.numerator_, a.denominator_)),
          multiply(a.denominator_, b.denominator_)};
}

Rational operator*(const Rational& a, const Rational& b) {
  const Rational left(a.numerator_, b.denominator_);
  const Rational right(b.numerator_, a.denominator_);
  return {multiply(left.numerator_, right.numerator_),
          multiply(left.denominator_, right.denominator_)};
}

std::string to_text(Int128 value) {
  std::string digits;
  const bool negative = value < 0;
  do {
    const auto digit = static_cast<int>(value % 10);
    digits.push_back(static_cast<char>('0' + (digit < 0 ? -digit : digit)));
    value /= 10;
  } while (value != 0);
  if (negative) {
    digits.push_back('-');
  }
  std::reverse(digits.begin(), digits.end());
  return digits;
}

Polynomial::Polynomial(const Rational& constant) {
  add({}, constant);
}

Polynomial Polynomial::variable(std::size_t index) {
  Polynomial result;
  Exponents exponents(index + 1);
  exponents[index] = 1;
  result.add(exponents, Rational(1));
  return result;
}

Polynomial Polynomial::affine(const Row& row) {
  Polynomial result{Rational(row[0])};
  for (std::size_t i = 1; i < row.size(); ++i) {
    Exponents exponents(i);
    exponents[i - 1] = 1;
    result.add(exponents, Rational(row[i]));
  }
  return result;
}

void Polynomial::add(const Exponents& exponents, const Rational& coefficient) {
  if (coefficient.is_zero()) {
    return;
  }
  const auto [place, is_new] = terms_.try_emplace(exponents, coefficient);
  if (!is_new) {
    place->second = place->second + coefficient;
    if (place->second.is_zero()) {
      terms_.erase(place);
    }
  }
}

Polynomial operator+(const Polynomial& a, const Polynomial& b) {
  Polynomial result = a;
  for (const auto& [exponents, coefficient] : b.terms_) {
    result.add(exponents, coefficient);
  }
  return result;
}

Polynomial operator-(const Polynomial& a, const Polynomial& b) {
  Polynomial result = a;
  for (const auto& [exponents, coefficient] : b.terms_) {
    result.add(exponents, -coefficient);
  }
  return result;
}

Polynomial operator*(const Polynomial& a, const Polynomial& b) {
  Polynomial result;
  for (const auto& [left, x] : a.terms_) {
    for (const auto& [right, y] : b.terms_) {
      Polynomial::Exponents exponents(std::max(left.size(), right.size()));
      for (std::size_t i = 0; i < exponents.size(); ++i) {
        exponents[i] = static_cast<std::uint16_t>((i < left.size() ? left[i] : 0) +
                                                  (i < right.size() ? right[i] : 0));
      }
      result.add(exponents, x * y);
    }
  }
  return result;
}

bool operator<(const Polynomial& a, const Polynomial& b) {
  const auto less = [](const auto& x, const auto& y) {
    if (x.first != y.first) {
      return x.first < y.first;
    }
    if (x.second.numerator() != y.second.numerator()) {
      return x.second.numerator() < y.second.numerator();
    }
    return x.second.denominator() < y.second.denominator();
  };
  return std::lexicographical_compare(a.terms_.begin(), a.terms_.end(), b.terms_.begin(),
                                      b.terms_.end(), less);
}

bool Polynomial::depends_on(std::size_t variable) const {
  return std::any_of(terms_.begin(), terms_.end(), [&](const auto& term) {
    return variable < term.first.size() && term.first[variable] != 0;
  });
}

namespace {

// The polynomial by powers of one variable: the exponent, and what stands before it.
std::map<std::size_t, Polynomial> by_power(const Polynomial& whole, std::size_t variable) {
  std::map<std::size_t, Polynomial> result;
  for (const auto& [exponents, coefficient] : whole.terms()) {
    const std::size_t power = variable < exponents.size() ? exponents[variable] : 0;
    Polynomial rest(coefficient);
    for (std::size_t i = 0; i < exponents.size(); ++i) {
      for (std::size_t times = 0; i != variable && times < exponents[i]; ++times) {
        rest = rest * Polynomial::variable(i);
      }
    }
    result[power] = result[power] + rest;
  }
  return result;
}

}  // namespace

Polynomial Polynomial::substituted(std::size_t variable, const Polynomial& by) const {
  Polynomial result;
  for (const auto& [power, rest] : by_power(*this, variable)) {
    result = result + rest * power_of(by, power);
  }
  return result;
}

Polynomial Polynomial::summed(std::size_t variable, const Polynomial& first,
                              const Polynomial& last) const {
  Polynomial result;
  const Polynomial before = first - Polynomial(1);
  for (const auto& [power, rest] : by_power(*this, variable)) {
    result = result + rest * (faulhaber(power, last) - faulhaber(power, before));
  }
  return result;
}

std::optional<Polynomial> Polynomial::without_root(std::size_t variable,
                                                   const Polynomial& root) const {
  const std::map<std::size_t, Polynomial> powers = by_power(*this, variable);
  if (powers.empty() || powers.rbegin()->first == 0) {
    return std::nullopt;
  }
  Polynomial result;
  Polynomial carried;  // Horner's rule: what is carried to the end is the value at the root
  for (std::size_t power = powers.rbegin()->first; power > 0; --power) {
    const auto own = powers.find(power);
    carried = carried * root + (own == powers.end() ? Polynomial() : own->second);
    result = result + carried * power_of(Polynomial::variable(variable), power - 1);
  }
  const auto own = powers.find(0);
  carried = carried * root + (own == powers.end() ? Polynomial() : own->second);
  return carried.is_zero() ? std::optional(result) : std::nullopt;
}

Rational Polynomial::value(std::span<const std::int64_t> values) const {
  Rational sum(0);
  for (const auto& [exponents, coefficient] : terms_) {
    Rational term = coefficient;
    for (std::size_t i = 0; i < exponents.size(); ++i) {
      for (std::size_t times = 0; times < exponents[i]; ++times) {
        term = term * Rational(values[i]);
      }
    }
    sum = sum + term;
  }
  return sum;
}

}  // namespace dmc::derive

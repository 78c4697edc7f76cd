#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "dmc/derive/rational.hpp"

namespace dmc::derive {

/// A constant and a coefficient for each variable: row[0] + row[1]*x0 + row[2]*x1 + …
using Row = std::vector<std::int64_t>;

/// An end of a range: row / divisor, rounded inwards where that is no whole number.
struct Bound {
  Row row;
  std::int64_t divisor = 1;

  friend bool operator==(const Bound&, const Bound&) = default;
};

/// A polynomial in numbered variables with exact coefficients.
class Polynomial {
 public:
  using Exponents = std::vector<std::uint16_t>;  ///< by variable, without zeros at the end

  Polynomial() = default;
  Polynomial(const Rational& constant);  // NOLINT(google-explicit-constructor)
  [[nodiscard]] static Polynomial variable(std::size_t index);
  [[nodiscard]] static Polynomial affine(const Row& row);

  friend Polynomial operator+(const Polynomial& a, const Polynomial& b);
  friend Polynomial operator-(const Polynomial& a, const Polynomial& b);
  friend Polynomial operator*(const Polynomial& a, const Polynomial& b);
  friend bool operator==(const Polynomial&, const Polynomial&) = default;
  friend bool operator<(const Polynomial& a, const Polynomial& b);

  [[nodiscard]] bool is_zero() const { return terms_.empty(); }
  [[nodiscard]] bool depends_on(std::size_t variable) const;
  [[nodiscard]] Polynomial substituted(std::size_t variable, const Polynomial& by) const;
  /// The sum over whole values of `variable` from `first` to `last`, both included, which may be
  /// one less than `first`; neither depends on it.
  [[nodiscard]] Polynomial summed(std::size_t variable, const Polynomial& first,
                                  const Polynomial& last) const;
  /// It divided by (variable - root), where that leaves nothing.
  [[nodiscard]] std::optional<Polynomial> without_root(std::size_t variable,
                                                       const Polynomial& root) const;
  [[nodiscard]] Rational value(std::span<const std::int64_t> values) const;
  [[nodiscard]] const std::map<Exponents, Rational>& terms() const { return terms_; }

 private:
  void add(const Exponents& exponents, const Rational& coefficient);

  std::map<Exponents, Rational> terms_;  // none of them zero
};

}  // namespace dmc::derive

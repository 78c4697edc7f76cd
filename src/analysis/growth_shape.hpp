#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "dmc/analysis/fit.hpp"

namespace dmc {

/// How much lower than the leading one a term is: by a power of x and one of log2 x.
struct Step {
  double power = 0;
  double log_power = 0;
};

/// What a sum of terms looks like whose leading one is x^exponent·(log2 x)^log_power.
struct Shape {
  /// What the fit finds besides the coefficients: nothing, the leading exponent, or how much lower
  /// the second term is as well.
  enum class Free : std::uint8_t { nothing, exponent, both };

  double log_power = 0;
  std::vector<Step> lower = {};  ///< of the terms behind the leading one, in their order
  std::size_t most_terms = 5;    ///< one of `lower` always stays, to see what it would change
  std::size_t least_terms = 2;
  Free free = Free::nothing;
  /// Laws that hardly any algorithm has: believed only where they leave nothing over.
  bool is_odd = false;

  [[nodiscard]] std::size_t free_exponents() const { return static_cast<std::size_t>(free); }
  [[nodiscard]] bool has_logarithm() const;
};

/// Every shape that is tried.
[[nodiscard]] std::span<const Shape> shapes();

/// A shape with its numbers.
struct ShapeFit {
  double exponent = 0;
  double gap = 0;  ///< from the first to the second exponent where both are free
  std::vector<double> coefficients = {};
  double squares = 0;  ///< the sum of the squares of what is left, relative to the values

  [[nodiscard]] double of(const Shape& shape, double x) const;
};

/// So many terms of a shape by least squares of the relative errors; `near` has the exponent, and
/// is where the search begins for those that are free. None where the sizes cannot tell the terms
/// apart.
[[nodiscard]] std::optional<ShapeFit> fit_shape(std::span<const SizedValue> points,
                                                const Shape& shape, std::size_t terms,
                                                const ShapeFit& near);

/// The same for free exponents of which nothing is known but the leading one's bounds.
[[nodiscard]] std::optional<ShapeFit> search_shape(std::span<const SizedValue> points,
                                                   const Shape& shape, std::size_t terms,
                                                   double least, double most);

}  // namespace dmc

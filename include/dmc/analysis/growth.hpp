#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/analysis/fit.hpp"

namespace dmc {

/// How something grows with a size: x^exponent · (log2 x)^log_power, with a coefficient.
struct GrowthLaw {
  double exponent = 0;
  double log_power = 0;

  [[nodiscard]] double of(double x) const;
  /// "n^2.5", "n^1.5·√log₂ n".
  [[nodiscard]] std::string text(std::string_view variable) const;
};

/// A law fitted to the largest sizes, with two lower terms behind it.
struct LawFit {
  GrowthLaw law;
  double error = 0;           ///< what is left, root mean square, relative to the values
  double share = 0;           ///< of the leading term in the value at the largest size
  Estimate coefficient = {};  ///< of the leading term, in the limit
};

/// What can be said of the growth of exact values with one size.
struct Growth {
  std::vector<SizedValue> points;  ///< by ascending size
  std::vector<double> local;       ///< exponents between neighbours, one less than the points
  PowerFit line;                   ///< a straight line through the logarithms of all points
  /// The laws that the values allow, the best first. Of those whose leading term is a real part of
  /// the value they leave at most three times as much as the best; the coefficient is certainly not
  /// 0, and known at least a tenth as well as any. Empty where there is none, or fewer than five
  /// sizes.
  std::vector<LawFit> laws;
  /// The exponent in the limit: of the first law, with an interval that holds those of the others
  /// and what the local exponents tend to. None where there is no law.
  std::optional<Estimate> exponent;

  /// Whether the values single out one law.
  [[nodiscard]] bool is_decided() const { return laws.size() == 1; }
};

/// Tries x^e·(log2 x)^b for e = 0, ½, 1, …, 6 and b = 0, ½, 1. Each has lower terms of its kind:
/// falling by x^-½ where b = 0, by 1/log2 x otherwise. Throws dmc::Error for fewer than two sizes,
/// for one given twice, and for values that are not positive.
[[nodiscard]] Growth growth_of(std::span<const SizedValue> points);

/// What a ratio that changes ever less tends to; none for fewer than five sizes. The interval holds
/// what it would be if it changed by powers of the size, and if by powers of its logarithm, where
/// the values do not tell which.
[[nodiscard]] std::optional<Estimate> limit_of(std::span<const SizedValue> points);

}  // namespace dmc

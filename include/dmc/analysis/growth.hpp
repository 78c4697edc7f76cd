#pragma once

#include <cstdint>
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

/// A law that the values allow.
struct LawFit {
  GrowthLaw law;
  /// By how much it misses the two largest sizes when it is fitted without them, relative to the
  /// values, root mean square.
  double error = 0;
  double share = 0;           ///< of the leading term in the value at the largest size
  Estimate coefficient = {};  ///< of the leading term, in the limit
};

/// Why no law is claimed.
enum class Doubt : std::uint8_t {
  none,
  few_sizes,    ///< fewer than five
  rough,        ///< no law predicts the largest sizes from the smaller ones
  several,      ///< several laws do so about equally well
  exponent,     ///< the exponent could be anything in too wide an interval
  coefficient,  ///< one law does, but with what coefficient cannot be told
};

/// What can be said of the growth of exact values with one size.
struct Growth {
  std::vector<SizedValue> points;  ///< by ascending size
  std::vector<double> local;       ///< exponents between neighbours, one less than the points
  PowerFit line;                   ///< a straight line through the logarithms of all points
  Doubt doubt = Doubt::none;
  /// The law where there is no doubt. Where there are several, those, the best first; where they
  /// differ too much to say anything, and with any other doubt, none.
  std::vector<LawFit> laws;
  /// The exponent in the limit, with an interval that holds those of every sum of terms that
  /// predicts the largest sizes about as well as the best. None where there is no law.
  std::optional<Estimate> exponent;
  double missed = 0;  ///< as LawFit::error, of the best; 0 for too few sizes

  /// Whether the values single out one law.
  [[nodiscard]] bool is_decided() const { return doubt == Doubt::none && laws.size() == 1; }
  /// Whether they tend to something that is neither 0 nor infinite.
  [[nodiscard]] bool is_constant() const {
    return is_decided() && laws.front().law.exponent == 0 && laws.front().law.log_power == 0;
  }
};

/// Widest interval of an exponent with which a law is claimed.
constexpr double k_widest_exponent = 0.3;

/// Tries sums of terms x^e·(log2 x)^b: multiples of ½ and any other real number for the leading e,
/// several series of lower terms behind it. Each is fitted without the largest sizes and must
/// predict them. A law is claimed where all that do so about as well as the best lead to the same
/// one; its interval holds what all of these say. Throws dmc::Error for fewer than two sizes, for
/// one given twice, and for values that are not positive.
[[nodiscard]] Growth growth_of(std::span<const SizedValue> points);

/// What values tend to that grow so; none where it is not known, or they tend to nothing finite.
[[nodiscard]] std::optional<Estimate> limit_of(const Growth& growth);
[[nodiscard]] std::optional<Estimate> limit_of(std::span<const SizedValue> points);

}  // namespace dmc

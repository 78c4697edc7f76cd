#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace dmc {

// Growth laws from exact measurements. Such data have no noise, so what limits a fit is not chance
// but what its terms leave out. Every estimate therefore carries two errors: the regression's
// standard error, and the shift, how far the value moves when the fit is made in another way that
// ought to agree. The interval is wide enough for both.

/// A measurement `y` at size `x`.
struct SizedValue {
  double x;
  double y;
};

/// A fitted number and how far it can be trusted.
struct Estimate {
  double value = 0;
  double standard_error = 0;  ///< of the regression; 0 where no degree of freedom is left
  double shift = 0;           ///< value less that of the other fit
  double low = 0;             ///< the interval: infinite where no error can be told
  double high = 0;

  [[nodiscard]] bool contains(double some) const { return low <= some && some <= high; }
  [[nodiscard]] double half_width() const { return (high - low) / 2; }
};

/// A function of the size; terms of a fit, and corrections that fade as the size grows.
struct Term {
  std::string text;  ///< "x^-0.5"
  std::function<double(double)> of;
};

/// x^exponent.
[[nodiscard]] Term power_term(double exponent);
/// (log2 x)^exponent.
[[nodiscard]] Term log_term(double exponent);

/// y ≈ Σ coefficient · term, by least squares over all points.
struct TermFit {
  /// One a term, in their order. The other fit is without the smallest size; the interval is the
  /// greater of the 95% interval (Student) and the shift.
  std::vector<Estimate> coefficients;
  double rms = 0;  ///< root mean square of what is left
};

/// Throws dmc::Error for fewer points than terms, and for terms that the sizes cannot tell apart.
[[nodiscard]] TermFit fit_terms(std::span<const SizedValue> points, std::span<const Term> terms);

/// y ≈ coefficient · x^exponent: a straight line through the logarithms of all points, with the
/// errors of fit_terms(). `x` and `y` are positive. Where y has lower terms, these are the exponent
/// and coefficient of the sizes at hand, not those in the limit.
struct PowerFit {
  Estimate exponent;
  Estimate coefficient;
  double r_squared = 1;
};
[[nodiscard]] PowerFit fit_power(std::span<const SizedValue> points);

// The three below extrapolate. They fit the constant 1 and the fading terms to the largest sizes
// only, one more than there are unknowns, since what is left out is least there. The other fit has
// one term more, the product of the first and the last fading one, as the next of the series; the
// interval is the greater of the 95% interval and twice the shift. On series of powers or of
// logarithms with random coefficients that contains the truth 97 to 99 times in 100.

/// What y tends to as x grows, if it differs from that by fading terms of which these are the
/// first.
[[nodiscard]] Estimate fit_limit(std::span<const SizedValue> points, std::span<const Term> fading);

/// The exponent that y tends to grow with: the limit of the slopes between neighbouring sizes, each
/// taken at the geometric mean of the two.
[[nodiscard]] Estimate fit_exponent(std::span<const SizedValue> points,
                                    std::span<const Term> fading);

/// The coefficient of x^exponent in y, for a known exponent: the limit of y / x^exponent.
[[nodiscard]] Estimate fit_coefficient(std::span<const SizedValue> points, double exponent,
                                       std::span<const Term> fading);

/// The factor by which a standard error is multiplied for a 95% interval (Student's t, two sided).
[[nodiscard]] double student_t95(std::size_t degrees_of_freedom);

}  // namespace dmc

#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "dmc/analysis/fit.hpp"
#include "dmc/analysis/growth.hpp"

#include "growth_shape.hpp"

namespace dmc {

/// A sum of terms that was tried on the largest sizes.
struct Trial {
  const Shape* shape = nullptr;
  std::span<const SizedValue> points = {};
  ShapeFit fit = {};
  /// By how much it misses the two largest sizes when it is fitted without them, relative to the
  /// values, root mean square. Nothing else says as well whether it will do for larger ones.
  double missed = 0;
  Estimate coefficient = {};  ///< of the leading term; see widen_by_noise()
  Estimate exponent = {};     ///< of the leading term

  [[nodiscard]] std::size_t terms() const { return fit.coefficients.size(); }
  [[nodiscard]] std::size_t unknowns() const { return terms() + shape->free_exponents(); }
  [[nodiscard]] bool is_free() const { return shape->free != Shape::Free::nothing; }
  [[nodiscard]] GrowthLaw law() const { return {fit.exponent, shape->log_power}; }
  /// What the leading term would be of the value at the largest size, for such a coefficient.
  [[nodiscard]] double share(double of_coefficient) const {
    return of_coefficient * law().of(points.back().x) / points.back().y;
  }
};

/// Every shape with every number of terms that leaves two sizes to spare, on as few of the largest
/// sizes as that takes and on up to eight. The intervals take in what the fit finds without the
/// largest size, without the smallest, and with another term, three times as far.
[[nodiscard]] std::vector<Trial> all_trials(std::span<const SizedValue> points);

/// Makes the coefficient's interval at least what noise of the size of the residues would make it.
void widen_by_noise(Trial& trial);

}  // namespace dmc

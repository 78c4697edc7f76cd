#include "growth_trial.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace dmc {
namespace {

constexpr std::size_t k_spare = 2;  // sizes beyond what the unknowns take
constexpr std::size_t k_most_sizes = 8;
constexpr double k_safety = 3;  // times a shift, what a value may be off by
constexpr double k_lowest = -6;
constexpr double k_steepest = 8;
// How far the exponent in the limit may lie outside of the local ones.
constexpr double k_below = 1;
constexpr double k_above = 2;
constexpr double k_above_free = 1.5;
constexpr double k_probe = 1e-6;  // a change of a value that is small for any fit

std::pair<double, double> local_exponents(std::span<const SizedValue> points) {
  std::pair<double, double> ends{HUGE_VAL, -HUGE_VAL};
  for (std::size_t i = 1; i < points.size(); ++i) {
    const double local =
        std::log(points[i].y / points[i - 1].y) / std::log(points[i].x / points[i - 1].x);
    ends = {std::min(ends.first, local), std::max(ends.second, local)};
  }
  return ends;
}

double relative_error(const Shape& shape, const ShapeFit& fit, SizedValue point) {
  return fit.of(shape, point.x) / point.y - 1;
}

Estimate around(double value, double half) {
  return {.value = value, .low = value - half, .high = value + half};
}

/// The intervals from other fits that ought to agree; false where one of them cannot be made.
bool judge(Trial& trial) {
  const Shape& shape = *trial.shape;
  const auto points = trial.points;
  const std::size_t last = points.size() - 1;
  const auto less_one = fit_shape(points.first(last), shape, trial.terms(), trial.fit);
  const auto less_two = fit_shape(points.first(last - 1), shape, trial.terms(), trial.fit);
  const auto later = fit_shape(points.subspan(1), shape, trial.terms(), trial.fit);
  if (!less_one || !less_two || !later) {
    return false;
  }
  const double largest = relative_error(shape, *less_one, points[last]);
  const double second = relative_error(shape, *less_two, points[last - 1]);
  trial.missed = std::sqrt((largest * largest + second * second) / 2);
  double shift = 0;
  double bend = 0;
  const auto take_in = [&](const ShapeFit& other) {
    shift = std::max(shift, std::abs(other.coefficients[0] - trial.fit.coefficients[0]));
    bend = std::max(bend, std::abs(other.exponent - trial.fit.exponent));
  };
  take_in(*less_one);
  take_in(*later);
  if (shape.free != Shape::Free::both && trial.terms() <= shape.lower.size()) {
    if (const auto more = fit_shape(points, shape, trial.terms() + 1, trial.fit)) {
      take_in(*more);
    }
  }
  trial.coefficient = around(trial.fit.coefficients[0], k_safety * shift);
  trial.exponent = around(trial.fit.exponent, k_safety * bend);
  return std::isfinite(trial.missed) && std::isfinite(shift) && std::isfinite(bend);
}

class Trials {
 public:
  explicit Trials(std::span<const SizedValue> points)
      : points_(points), local_(local_exponents(points)) {}

  std::vector<Trial> all() {
    for (const Shape& shape : shapes()) {
      for (std::size_t terms = shape.least_terms; terms <= shape.most_terms; ++terms) {
        add(shape, terms);
      }
    }
    return std::move(trials_);
  }

 private:
  void add(const Shape& shape, std::size_t terms) {
    const std::size_t fewest = terms + shape.free_exponents() + k_spare;
    const std::size_t most = std::min(points_.size(), k_most_sizes);
    if (fewest > most) {
      return;
    }
    add(shape, terms, points_.last(fewest));
    if (fewest < most) {
      add(shape, terms, points_.last(most));
    }
  }

  void add(const Shape& shape, std::size_t terms, std::span<const SizedValue> points) {
    if (shape.has_logarithm() && points.front().x < 2) {
      return;  // the logarithm of 1 divides nothing
    }
    if (shape.free != Shape::Free::nothing) {
      keep(
          shape, points,
          search_shape(points, shape, terms, local_.first - k_below, local_.second + k_above_free));
      return;
    }
    const double least = std::max(k_lowest, local_.first - k_below);
    const double most = std::min(k_steepest, local_.second + k_above);
    for (int half = static_cast<int>(std::ceil(2 * least)); half <= 2 * most; ++half) {
      keep(shape, points, fit_shape(points, shape, terms, {.exponent = half / 2.0}));
    }
  }

  void keep(const Shape& shape, std::span<const SizedValue> points, std::optional<ShapeFit> fit) {
    if (fit) {
      Trial trial{.shape = &shape, .points = points, .fit = std::move(*fit)};
      if (judge(trial)) {
        trials_.push_back(std::move(trial));
      }
    }
  }

  std::span<const SizedValue> points_;
  std::pair<double, double> local_;
  std::vector<Trial> trials_;
};

}  // namespace

std::vector<Trial> all_trials(std::span<const SizedValue> points) {
  return Trials(points).all();
}

void widen_by_noise(Trial& trial) {
  std::vector<SizedValue> points(trial.points.begin(), trial.points.end());
  double variance = 0;
  for (SizedValue& point : points) {
    const double kept = point.y;
    point.y *= 1 + k_probe;
    if (const auto other = fit_shape(points, *trial.shape, trial.terms(), trial.fit)) {
      const double response = (other->coefficients[0] - trial.fit.coefficients[0]) / k_probe;
      variance += response * response;
    }
    point.y = kept;
  }
  const std::size_t spare = points.size() - trial.unknowns();
  const double noise = std::sqrt(trial.fit.squares / static_cast<double>(spare));
  const double half = student_t95(spare) * std::sqrt(variance) * noise;
  Estimate& coefficient = trial.coefficient;
  coefficient.standard_error = std::sqrt(variance) * noise;
  coefficient.low = std::min(coefficient.low, coefficient.value - half);
  coefficient.high = std::max(coefficient.high, coefficient.value + half);
}

}  // namespace dmc

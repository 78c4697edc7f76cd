#include "dmc/analysis/fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

namespace dmc {
namespace {

constexpr double k_unknown = std::numeric_limits<double>::infinity();

/// The least-squares problem as a triangle, by Householder reflections: a design matrix's columns
/// are nearly parallel when sizes are few, and normal equations would square that.
class Regression {
 public:
  Regression(std::span<const SizedValue> points, std::span<const Term> terms)
      : rows_(points.size()), columns_(terms.size()) {
    for (const Term& term : terms) {
      std::vector<double>& column = matrix_.emplace_back();
      for (const SizedValue& point : points) {
        column.push_back(term.of(point.x));
      }
    }
    for (const SizedValue& point : points) {
      target_.push_back(point.y);
    }
    for (std::size_t j = 0; j < columns_; ++j) {
      eliminate(j);
    }
  }

  [[nodiscard]] std::vector<double> solution() const { return back_substituted(target_); }

  /// Sum of squares that no choice of coefficients explains.
  [[nodiscard]] double residual() const {
    double sum = 0;
    for (std::size_t i = columns_; i < rows_; ++i) {
      sum += target_[i] * target_[i];
    }
    return sum;
  }

  /// The variance of coefficient j for errors of variance 1: the j-th row of the inverse triangle.
  [[nodiscard]] double variance(std::size_t j) const {
    double sum = 0;
    for (std::size_t unit = 0; unit < columns_; ++unit) {
      std::vector<double> right(columns_, 0.0);
      right[unit] = 1;
      const double entry = back_substituted(right)[j];
      sum += entry * entry;
    }
    return sum;
  }

 private:
  void eliminate(std::size_t j) {
    std::vector<double>& column = matrix_[j];
    double whole = 0;
    for (const double entry : column) {
      whole += entry * entry;
    }
    double norm = 0;
    for (std::size_t i = j; i < rows_; ++i) {
      norm += column[i] * column[i];
    }
    // What the terms before this one leave of it is nothing but rounding.
    if (!(norm > 1e-24 * whole)) {
      throw Error("these sizes cannot tell the terms of the fit apart; give more or wider ones");
    }
    norm = std::copysign(std::sqrt(norm), column[j]);
    std::vector<double> mirror(column.begin() + static_cast<std::ptrdiff_t>(j), column.end());
    mirror.front() += norm;
    const double scale = norm * mirror.front();
    for (std::size_t other = j; other < columns_; ++other) {
      reflect(mirror, scale, j, matrix_[other]);
    }
    reflect(mirror, scale, j, target_);
  }

  static void reflect(const std::vector<double>& mirror, double scale, std::size_t from,
                      std::vector<double>& vector) {
    double product = 0;
    for (std::size_t i = 0; i < mirror.size(); ++i) {
      product += mirror[i] * vector[from + i];
    }
    for (std::size_t i = 0; i < mirror.size(); ++i) {
      vector[from + i] -= product / scale * mirror[i];
    }
  }

  [[nodiscard]] std::vector<double> back_substituted(const std::vector<double>& right) const {
    std::vector<double> values(columns_);
    for (std::size_t j = columns_; j-- > 0;) {
      double rest = right[j];
      for (std::size_t later = j + 1; later < columns_; ++later) {
        rest -= matrix_[later][j] * values[later];
      }
      values[j] = rest / matrix_[j][j];
    }
    return values;
  }

  std::size_t rows_;
  std::size_t columns_;
  std::vector<std::vector<double>> matrix_;  // by column
  std::vector<double> target_;
};

std::vector<SizedValue> by_size(std::span<const SizedValue> points) {
  std::vector<SizedValue> sorted(points.begin(), points.end());
  std::sort(sorted.begin(), sorted.end(), [](SizedValue a, SizedValue b) { return a.x < b.x; });
  return sorted;
}

// An exact fit says nothing about its error.
void set_interval(Estimate& estimate, std::size_t spare, double shifts) {
  double half = k_unknown;
  if (spare > 0) {
    half =
        std::max(student_t95(spare) * estimate.standard_error, shifts * std::abs(estimate.shift));
  }
  estimate.low = estimate.value - half;
  estimate.high = estimate.value + half;
}

void check_positive(std::span<const SizedValue> points) {
  for (const SizedValue& point : points) {
    if (!(point.x > 0) || !(point.y > 0)) {
      throw Error(fmt::format("a power law has positive sizes and values; {} at size {} is none",
                              point.y, point.x));
    }
  }
}

Term product(const Term& a, const Term& b) {
  return {a.text + " " + b.text, [=](double x) { return a.of(x) * b.of(x); }};
}

}  // namespace

Term power_term(double exponent) {
  return {fmt::format("x^{}", exponent), [=](double x) { return std::pow(x, exponent); }};
}

Term log_term(double exponent) {
  return {fmt::format("(log2 x)^{}", exponent),
          [=](double x) { return std::pow(std::log2(x), exponent); }};
}

TermFit fit_terms(std::span<const SizedValue> points, std::span<const Term> terms) {
  if (points.size() < terms.size() || terms.empty()) {
    throw Error(fmt::format("{} sizes cannot determine {} terms; give more sizes", points.size(),
                            terms.size()));
  }
  const std::vector<SizedValue> sorted = by_size(points);
  const Regression regression(sorted, terms);
  const std::vector<double> values = regression.solution();
  const std::size_t spare = points.size() - terms.size();
  std::vector<double> without_smallest = values;
  if (spare > 0) {
    without_smallest = Regression(std::span(sorted).subspan(1), terms).solution();
  }
  TermFit fit;
  fit.rms = std::sqrt(regression.residual() / static_cast<double>(points.size()));
  for (std::size_t j = 0; j < terms.size(); ++j) {
    Estimate estimate{.value = values[j], .shift = values[j] - without_smallest[j]};
    if (spare > 0) {
      estimate.standard_error =
          std::sqrt(regression.residual() / static_cast<double>(spare) * regression.variance(j));
    }
    set_interval(estimate, spare, 1);
    fit.coefficients.push_back(estimate);
  }
  return fit;
}

PowerFit fit_power(std::span<const SizedValue> points) {
  check_positive(points);
  std::vector<SizedValue> logs;
  double mean = 0;
  for (const SizedValue& point : points) {
    logs.push_back({point.x, std::log(point.y)});
    mean += logs.back().y / static_cast<double>(points.size());
  }
  const std::vector<Term> line = {{"1", [](double) { return 1.0; }},
                                  {"ln x", [](double x) { return std::log(x); }}};
  const TermFit fit = fit_terms(logs, line);
  double spread = 0;
  for (const SizedValue& point : logs) {
    spread += (point.y - mean) * (point.y - mean);
  }
  PowerFit result;
  result.exponent = fit.coefficients[1];
  const Estimate& intercept = fit.coefficients[0];
  const double coefficient = std::exp(intercept.value);
  result.coefficient = {coefficient, coefficient * intercept.standard_error,
                        coefficient - std::exp(intercept.value - intercept.shift),
                        std::exp(intercept.low), std::exp(intercept.high)};
  const double left = fit.rms * fit.rms * static_cast<double>(points.size());
  result.r_squared = spread > 0 ? 1 - left / spread : 1;
  return result;
}

Estimate fit_limit(std::span<const SizedValue> points, std::span<const Term> fading) {
  std::vector<Term> terms = {{"1", [](double) { return 1.0; }}};
  terms.insert(terms.end(), fading.begin(), fading.end());
  const std::vector<SizedValue> sorted = by_size(points);
  const std::size_t wanted = std::min(sorted.size(), terms.size() + 1);
  const auto largest = std::span(sorted).last(wanted);
  Estimate limit = fit_terms(largest, terms).coefficients.front();
  const std::size_t spare = wanted - std::min(wanted, terms.size());
  if (spare > 0 && !fading.empty()) {
    terms.push_back(product(fading.front(), fading.back()));
    limit.shift = limit.value - Regression(largest, terms).solution().front();
  }
  set_interval(limit, spare, 2);
  return limit;
}

Estimate fit_exponent(std::span<const SizedValue> points, std::span<const Term> fading) {
  check_positive(points);
  const std::vector<SizedValue> sorted = by_size(points);
  std::vector<SizedValue> slopes;
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    const SizedValue a = sorted[i - 1];
    const SizedValue b = sorted[i];
    slopes.push_back({std::sqrt(a.x * b.x), std::log(b.y / a.y) / std::log(b.x / a.x)});
  }
  return fit_limit(slopes, fading);
}

Estimate fit_coefficient(std::span<const SizedValue> points, double exponent,
                         std::span<const Term> fading) {
  std::vector<SizedValue> scaled;
  for (const SizedValue& point : points) {
    scaled.push_back({point.x, point.y / std::pow(point.x, exponent)});
  }
  return fit_limit(scaled, fading);
}

double student_t95(std::size_t degrees_of_freedom) {
  static constexpr std::array<double, 10> k_table = {12.706, 4.303, 3.182, 2.776, 2.571,
                                                     2.447,  2.365, 2.306, 2.262, 2.228};
  if (degrees_of_freedom == 0) {
    return k_unknown;
  }
  if (degrees_of_freedom <= k_table.size()) {
    return k_table[degrees_of_freedom - 1];
  }
  // Cornish–Fisher expansion about the normal quantile; right to three digits from 10 on.
  const double z = 1.959964;
  const auto v = static_cast<double>(degrees_of_freedom);
  return z + (std::pow(z, 3) + z) / (4 * v) +
         (5 * std::pow(z, 5) + 16 * std::pow(z, 3) + 3 * z) / (96 * v * v);
}

}  // namespace dmc

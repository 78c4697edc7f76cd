#include "growth_shape.hpp"

#include <algorithm>
#include <cmath>

#include "least_squares.hpp"

namespace dmc {
namespace {

using Free = Shape::Free;

constexpr int k_iterations = 40;
constexpr int k_halvings = 12;
constexpr double k_done = 1e-9;  // a share of what is left over that is not worth another step
constexpr double k_least_gap = 0.01;
constexpr double k_greatest_gap = 6;

double term(double exponent, double log_power, double x) {
  const double power = std::pow(x, exponent);
  return log_power == 0 ? power : power * std::pow(std::log2(x), log_power);
}

double term(const Shape& shape, const ShapeFit& fit, std::size_t index, double x) {
  if (index == 0) {
    return term(fit.exponent, shape.log_power, x);
  }
  const Step& step = shape.lower[index - 1];
  const double power = shape.free == Free::both ? fit.gap : step.power;
  return term(fit.exponent - power, shape.log_power - step.log_power, x);
}

/// The terms at every size, divided by the values.
std::vector<std::vector<double>> columns_of(std::span<const SizedValue> points, const Shape& shape,
                                            std::size_t terms, const ShapeFit& fit) {
  std::vector<std::vector<double>> columns(terms);
  for (std::size_t j = 0; j < terms; ++j) {
    for (const SizedValue& point : points) {
      columns[j].push_back(term(shape, fit, j, point.x) / point.y);
    }
  }
  return columns;
}

/// What the fit leaves of 1 at every size.
std::vector<double> left_over(const std::vector<std::vector<double>>& columns,
                              const ShapeFit& fit) {
  std::vector<double> left(columns.front().size(), 1.0);
  for (std::size_t j = 0; j < columns.size(); ++j) {
    for (std::size_t i = 0; i < left.size(); ++i) {
      left[i] -= fit.coefficients[j] * columns[j][i];
    }
  }
  return left;
}

/// The coefficients for exponents that are given.
std::optional<ShapeFit> fit_coefficients(std::span<const SizedValue> points, const Shape& shape,
                                         std::size_t terms, double exponent, double gap) {
  ShapeFit fit{.exponent = exponent, .gap = gap};
  const auto columns = columns_of(points, shape, terms, fit);
  auto coefficients = least_squares(columns, std::vector<double>(points.size(), 1.0));
  if (!coefficients) {
    return std::nullopt;
  }
  fit.coefficients = std::move(*coefficients);
  for (const double left : left_over(columns, fit)) {
    fit.squares += left * left;
  }
  return fit;
}

/// How the exponents would change if the terms were straight lines in them (Gauss and Newton).
std::optional<std::vector<double>> step_from(std::span<const SizedValue> points, const Shape& shape,
                                             std::size_t terms, const ShapeFit& fit) {
  auto columns = columns_of(points, shape, terms, fit);
  const std::vector<double> left = left_over(columns, fit);
  std::vector<double> by_exponent;
  std::vector<double> by_gap;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double log = std::log(points[i].x);
    by_exponent.push_back((1 - left[i]) * log);
    by_gap.push_back(terms > 1 ? -fit.coefficients[1] * columns[1][i] * log : 0);
  }
  columns.push_back(by_exponent);
  if (shape.free == Free::both) {
    columns.push_back(by_gap);
  }
  auto all = least_squares(std::move(columns), left);
  if (all) {
    all->erase(all->begin(), all->begin() + static_cast<std::ptrdiff_t>(terms));
  }
  return all;
}

/// Along a step that is halved until it leads to less.
std::optional<ShapeFit> go(std::span<const SizedValue> points, const Shape& shape,
                           std::size_t terms, const ShapeFit& from,
                           const std::vector<double>& step) {
  double length = 1;
  for (int i = 0; i < k_halvings; ++i, length /= 2) {
    const double gap = from.gap + (step.size() > 1 ? length * step[1] : 0);
    if (shape.free == Free::both && (gap < k_least_gap || gap > k_greatest_gap)) {
      continue;
    }
    auto next = fit_coefficients(points, shape, terms, from.exponent + length * step[0], gap);
    if (next && next->squares < from.squares) {
      return next;
    }
  }
  return std::nullopt;
}

Shape fixed(double log_power, std::vector<Step> lower, std::size_t most, bool is_odd = false) {
  return {.log_power = log_power, .lower = std::move(lower), .most_terms = most, .is_odd = is_odd};
}

/// Powers alone, with and without logarithms in what is below the leading one.
void add_powers(std::vector<Shape>& all) {
  all.push_back(fixed(0, {{.5, 0}, {1, 0}, {1.5, 0}, {2, 0}, {2.5, 0}}, 5));
  all.back().least_terms = 1;
  all.push_back(fixed(0, {{1, 0}, {2, 0}, {3, 0}, {4, 0}, {5, 0}}, 5));
  all.push_back(fixed(0, {{.5, -1}, {.5, 0}, {1, -1}, {1, 0}, {1.5, 0}}, 5));
  all.push_back(fixed(0, {{1, -1}, {1, 0}, {2, -1}, {2, 0}, {3, 0}}, 5));
  all.push_back(fixed(0, {{.5, -.5}, {.5, 0}, {1, 0}, {1.5, 0}}, 4));
  all.push_back(fixed(0, {{0, 1}, {0, 2}, {0, 3}, {0, 4}}, 4));
}

/// A power of the logarithm in front, b = ½ or 1: then falling powers of it, or the same power of x
/// without it and lower powers of x with and without.
void add_logarithms(std::vector<Shape>& all, double b) {
  all.push_back(fixed(b, {{0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}}, 4));
  if (b != 1) {
    all.push_back(fixed(b, {{0, .5}, {0, 1}, {0, 1.5}, {0, 2}, {0, 2.5}}, 4));
  }
  all.push_back(fixed(b, {{0, b}, {.5, 0}, {.5, b}, {1, 0}, {1, b}}, 5));
  all.push_back(fixed(b, {{0, b}, {1, 0}, {1, b}, {2, 0}, {2, b}}, 5));
  all.push_back(fixed(b, {{0, b}, {.5, b}, {1, b}, {1.5, b}, {2, b}}, 5));
  all.push_back(fixed(b, {{0, b}, {1, b}, {2, b}, {3, b}}, 4));
  all.push_back(fixed(b, {{.5, b}, {1, b}, {1.5, b}, {2, b}}, 4));
  all.back().least_terms = 1;
}

void add_odd(std::vector<Shape>& all) {
  for (const double b : {1.5, 2.0, -1.0, -0.5}) {
    if (b > 0) {
      all.push_back(fixed(b, {{0, b}, {.5, 0}, {1, 0}}, 3, true));
    }
    all.push_back(fixed(b, {{.5, b}, {1, b}, {1.5, b}}, 3, true));
    all.back().least_terms = 1;
  }
  all.push_back(fixed(2, {{0, 1}, {0, 2}, {.5, 2}, {1, 2}}, 4, true));
}

void add_free(std::vector<Shape>& all) {
  all.push_back({.lower = {{.5, 0}, {1, 0}, {1.5, 0}, {2, 0}},
                 .most_terms = 4,
                 .least_terms = 1,
                 .free = Free::exponent});
  all.push_back(
      {.lower = {{1, 0}, {2, 0}, {3, 0}, {4, 0}}, .most_terms = 4, .free = Free::exponent});
  for (const double b : {0.5, 1.0}) {
    all.push_back({.log_power = b,
                   .lower = {{0, b}, {.5, 0}},
                   .most_terms = 2,
                   .least_terms = 1,
                   .free = Free::exponent});
  }
  all.push_back({.lower = {{1, 0}}, .most_terms = 2, .free = Free::both});
}

}  // namespace

bool Shape::has_logarithm() const {
  return log_power != 0 || std::any_of(lower.begin(), lower.end(),
                                       [](const Step& step) { return step.log_power != 0; });
}

std::span<const Shape> shapes() {
  static const std::vector<Shape> k_table = [] {
    std::vector<Shape> all;
    add_powers(all);
    add_logarithms(all, 0.5);
    add_logarithms(all, 1);
    add_odd(all);
    add_free(all);
    return all;
  }();
  return k_table;
}

double ShapeFit::of(const Shape& shape, double x) const {
  double sum = 0;
  for (std::size_t j = 0; j < coefficients.size(); ++j) {
    sum += coefficients[j] * term(shape, *this, j, x);
  }
  return sum;
}

std::optional<ShapeFit> fit_shape(std::span<const SizedValue> points, const Shape& shape,
                                  std::size_t terms, const ShapeFit& near) {
  auto fit = fit_coefficients(points, shape, terms, near.exponent, near.gap);
  if (!fit || shape.free == Free::nothing) {
    return fit;
  }
  for (int i = 0; i < k_iterations; ++i) {
    const auto step = step_from(points, shape, terms, *fit);
    auto next = step ? go(points, shape, terms, *fit, *step) : std::nullopt;
    if (!next) {
      break;
    }
    const bool is_done = next->squares > fit->squares * (1 - k_done);
    fit = std::move(next);
    if (is_done) {
      break;
    }
  }
  return fit;
}

std::optional<ShapeFit> search_shape(std::span<const SizedValue> points, const Shape& shape,
                                     std::size_t terms, double least, double most) {
  std::optional<ShapeFit> best;
  const double widest = shape.free == Free::both ? 3 : 0.1;
  const int steps = static_cast<int>(std::ceil((most - least) * 10));
  for (int i = 0; i <= steps; ++i) {
    for (double gap = 0.1; gap <= widest; gap *= 1.25) {
      auto fit = fit_coefficients(points, shape, terms, least + i / 10.0, gap);
      if (fit && (!best || fit->squares < best->squares)) {
        best = std::move(fit);
      }
    }
  }
  return best ? fit_shape(points, shape, terms, *best) : best;
}

}  // namespace dmc

#include "least_squares.hpp"

#include <cmath>
#include <cstddef>

namespace dmc {
namespace {

constexpr double k_parallel = 1e-13;  // what is left of a column of length 1 that others explain

/// Makes it 1 long and returns how long it was.
double normalise(std::vector<double>& column) {
  double sum = 0;
  for (const double entry : column) {
    sum += entry * entry;
  }
  const double length = std::sqrt(sum);
  for (double& entry : column) {
    entry /= length;
  }
  return length;
}

void reflect(const std::vector<double>& mirror, double square, std::size_t from,
             std::vector<double>& vector) {
  double product = 0;
  for (std::size_t i = 0; i < mirror.size(); ++i) {
    product += mirror[i] * vector[from + i];
  }
  for (std::size_t i = 0; i < mirror.size(); ++i) {
    vector[from + i] -= 2 * product / square * mirror[i];
  }
}

/// Zeroes column j below the diagonal; false where there is nothing to be zeroed.
bool eliminate(std::size_t j, std::vector<std::vector<double>>& columns,
               std::vector<double>& target) {
  std::vector<double> mirror(columns[j].begin() + static_cast<std::ptrdiff_t>(j), columns[j].end());
  double square = 0;
  for (const double entry : mirror) {
    square += entry * entry;
  }
  const double length = std::sqrt(square);
  if (!(length > k_parallel)) {
    return false;
  }
  mirror.front() += std::copysign(length, mirror.front());
  square = 2 * length * std::abs(mirror.front());
  for (std::size_t other = j; other < columns.size(); ++other) {
    reflect(mirror, square, j, columns[other]);
  }
  reflect(mirror, square, j, target);
  return true;
}

}  // namespace

std::optional<std::vector<double>> least_squares(std::vector<std::vector<double>> columns,
                                                 std::vector<double> target) {
  if (columns.size() > target.size()) {
    return std::nullopt;
  }
  std::vector<double> lengths;
  for (std::vector<double>& column : columns) {
    lengths.push_back(normalise(column));
    if (!std::isfinite(lengths.back()) || !(lengths.back() > 0)) {
      return std::nullopt;
    }
  }
  for (std::size_t j = 0; j < columns.size(); ++j) {
    if (!eliminate(j, columns, target)) {
      return std::nullopt;
    }
  }
  std::vector<double> coefficients(columns.size());
  for (std::size_t j = columns.size(); j-- > 0;) {
    double rest = target[j];
    for (std::size_t later = j + 1; later < columns.size(); ++later) {
      rest -= columns[later][j] * coefficients[later];
    }
    coefficients[j] = rest / columns[j][j];
  }
  for (std::size_t j = 0; j < columns.size(); ++j) {
    coefficients[j] /= lengths[j];
  }
  return coefficients;
}

}  // namespace dmc

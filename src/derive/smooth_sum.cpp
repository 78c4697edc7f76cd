#include "smooth_sum.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <utility>

namespace dmc::derive {
namespace {

using Real = long double;
using Function = std::function<Real(std::int64_t)>;

constexpr std::size_t k_nodes = 16;
constexpr std::int64_t k_smallest_panel = 256;  // what is smaller is added up
// The last two coefficients of a polynomial that has settled, as a share of the first.
constexpr Real k_settled = 2e-15L;

using Vector = std::array<Real, k_nodes>;

/// How the values at a panel's nodes make its sum and the last coefficients.
struct Rule {
  std::array<std::int64_t, k_nodes> nodes;  // from the panel's beginning
  Vector mean;
  Vector last;
  Vector before_last;
};

// Polynomials that are orthonormal on the panel's whole numbers (Gram's), so that the first
// coefficient is the mean. W. Barrowes et al. give the recurrence.
Vector gram(std::int64_t node, std::int64_t size) {
  const auto n = static_cast<Real>(size);
  const Real t = 2 * static_cast<Real>(node) / (n - 1) - 1;
  Vector values{};
  values[0] = 1;
  Real before = 1;
  for (std::size_t k = 0; k + 1 < k_nodes; ++k) {
    const auto next = static_cast<Real>(k + 1);
    const Real alpha = (n - 1) / next * std::sqrt((4 * next * next - 1) / (n * n - next * next));
    values[k + 1] = alpha * t * values[k] - (k == 0 ? 0 : alpha / before * values[k - 1]);
    before = alpha;
  }
  return values;
}

// Solves rows * x = right by elimination, largest pivot first.
Vector solved_system(std::array<Vector, k_nodes> rows, Vector right) {
  for (std::size_t i = 0; i < k_nodes; ++i) {
    std::size_t pivot = i;
    for (std::size_t j = i + 1; j < k_nodes; ++j) {
      pivot = std::abs(rows[j][i]) > std::abs(rows[pivot][i]) ? j : pivot;
    }
    std::swap(rows[i], rows[pivot]);
    std::swap(right[i], right[pivot]);
    for (std::size_t j = i + 1; j < k_nodes; ++j) {
      const Real factor = rows[j][i] / rows[i][i];
      for (std::size_t k = i; k < k_nodes; ++k) {
        rows[j][k] -= factor * rows[i][k];
      }
      right[j] -= factor * right[i];
    }
  }
  for (std::size_t i = k_nodes; i-- > 0;) {
    for (std::size_t k = i + 1; k < k_nodes; ++k) {
      right[i] -= rows[i][k] * right[k];
    }
    right[i] /= rows[i][i];
  }
  return right;
}

Rule make_rule(std::int64_t size) {
  Rule rule{};
  std::array<Vector, k_nodes> columns{};  // by polynomial, then node
  for (std::size_t i = 0; i < k_nodes; ++i) {
    const Real angle = std::numbers::pi_v<Real> * (2 * static_cast<Real>(i) + 1) / (2 * k_nodes);
    rule.nodes[i] = std::llround(static_cast<Real>(size - 1) / 2 * (1 - std::cos(angle)));
    const Vector values = gram(rule.nodes[i], size);
    for (std::size_t k = 0; k < k_nodes; ++k) {
      columns[k][i] = values[k];
    }
  }
  // The row of the inverse that gives a coefficient: its products with the columns are 1 and 0.
  const auto row = [&](std::size_t coefficient) {
    Vector unit{};
    unit[coefficient] = 1;
    return solved_system(columns, unit);
  };
  rule.mean = row(0);
  rule.before_last = row(k_nodes - 2);
  rule.last = row(k_nodes - 1);
  return rule;
}

const Rule& rule_for(std::int64_t size) {
  thread_local std::map<std::int64_t, Rule> rules;
  const auto found = rules.find(size);
  return found != rules.end() ? found->second : rules.emplace(size, make_rule(size)).first->second;
}

Real added_up(std::int64_t first, std::int64_t last, const Function& f) {
  Real sum = 0;
  for (std::int64_t i = first; i <= last; ++i) {
    sum += f(i);
  }
  return sum;
}

Real panel_sum(std::int64_t first, std::int64_t size, const Function& f) {
  if (size < k_smallest_panel) {
    return added_up(first, first + size - 1, f);
  }
  const Rule& rule = rule_for(size);
  Real mean = 0;
  Real last = 0;
  Real before_last = 0;
  for (std::size_t i = 0; i < k_nodes; ++i) {
    const Real value = f(first + rule.nodes[i]);
    mean += rule.mean[i] * value;
    last += rule.last[i] * value;
    before_last += rule.before_last[i] * value;
  }
  if (std::abs(last) + std::abs(before_last) <= k_settled * std::abs(mean)) {
    return mean * static_cast<Real>(size);
  }
  return panel_sum(first, size / 2, f) + panel_sum(first + size / 2, size / 2, f);
}

// Sizes are powers of two, so that few rules are ever made.
std::int64_t panel_at(std::int64_t at, std::int64_t first, std::int64_t last) {
  std::int64_t size = 1;
  while (4 * size <= at - first && 4 * size <= last - (at + 2 * size)) {
    size *= 2;
  }
  return size;
}

}  // namespace

long double smooth_sum(std::int64_t first, std::int64_t last, const Function& f) {
  Real sum = 0;
  for (std::int64_t at = first; at <= last;) {
    const std::int64_t size = panel_at(at, first, last);
    if (size < k_smallest_panel) {
      sum += f(at);
      ++at;
    } else {
      sum += panel_sum(at, size, f);
      at += size;
    }
  }
  return sum;
}

}  // namespace dmc::derive

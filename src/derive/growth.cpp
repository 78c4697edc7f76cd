#include "dmc/derive/growth.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <utility>

#include "dmc/derive/expressions.hpp"

namespace dmc::derive {
namespace {

constexpr double k_digits = 1e9;  // that a coefficient which is an integral is rounded to

/// A term with all that grows as one variable, and indices that begin at 0.
struct Growing {
  std::size_t parameters = 0;
  std::size_t variable = 0;
  Polynomial count;
  Polynomial distance;
  std::vector<Polynomial> widths;  ///< of indices: the last value
  std::vector<bool> grows;         ///< by index
  bool whole = true;               ///< no bound is a fraction

  [[nodiscard]] std::size_t indices_that_grow() const {
    return static_cast<std::size_t>(std::count(grows.begin(), grows.end(), true));
  }
};

std::size_t weight(const Polynomial::Exponents& exponents, const Growing& term) {
  std::size_t sum = 0;
  if (term.variable < exponents.size()) {
    sum = exponents[term.variable];
  }
  for (std::size_t i = 0; i < term.grows.size(); ++i) {
    const std::size_t column = term.parameters + i;
    if (term.grows[i] && column < exponents.size()) {
      sum += exponents[column];
    }
  }
  return sum;
}

std::size_t degree_in(const Polynomial& polynomial, const Growing& term) {
  std::size_t most = 0;
  for (const auto& [exponents, coefficient] : polynomial.terms()) {
    most = std::max(most, weight(exponents, term));
  }
  return most;
}

// What grows fastest, with `one` in place of the variable.
Polynomial top_of(const Polynomial& polynomial, const Growing& term) {
  const std::size_t degree = degree_in(polynomial, term);
  Polynomial top;
  for (const auto& [exponents, coefficient] : polynomial.terms()) {
    if (weight(exponents, term) != degree) {
      continue;
    }
    Polynomial one(coefficient);
    for (std::size_t i = 0; i < exponents.size(); ++i) {
      for (std::size_t times = 0; i != term.variable && times < exponents[i]; ++times) {
        one = one * Polynomial::variable(i);
      }
    }
    top = top + one;
  }
  return top;
}

Growing growing(const Derivation& derivation, const Term& term,
                const std::vector<std::size_t>& grown) {
  Growing result{derivation.parameters.size(), grown.front(), term.count, term.distance, {}, {}};
  const Polynomial variable = Polynomial::variable(grown.front());
  const auto merge = [&](Polynomial& polynomial) {
    for (const std::size_t other : grown) {
      polynomial = polynomial.substituted(other, variable);
    }
  };
  std::vector<Polynomial> shifts;
  const auto shift = [&](Polynomial& polynomial) {
    merge(polynomial);
    for (std::size_t i = 0; i < shifts.size(); ++i) {
      polynomial = polynomial.substituted(result.parameters + i, shifts[i]);
    }
  };
  for (const Index& index : term.indices) {
    result.whole = result.whole && index.first.divisor == 1 && index.last.divisor == 1;
    Polynomial first = Polynomial::affine(index.first.row);
    Polynomial last = Polynomial::affine(index.last.row);
    shift(first);
    shift(last);
    const Polynomial width = last - first;
    bool grows = width.depends_on(result.variable);
    for (std::size_t i = 0; i < shifts.size(); ++i) {
      grows = grows || (result.grows[i] && width.depends_on(result.parameters + i));
    }
    shifts.push_back(first + Polynomial::variable(result.parameters + shifts.size()));
    result.widths.push_back(width);
    result.grows.push_back(grows);
  }
  shift(result.count);
  shift(result.distance);
  return result;
}

// Twice the power that the term's sum grows with at most.
std::size_t order_of(const Growing& term) {
  return 2 * (degree_in(term.count, term) + term.indices_that_grow()) +
         degree_in(term.distance, term);
}

bool depends_on_growing_index(const Polynomial& polynomial, const Growing& term) {
  for (std::size_t i = 0; i < term.grows.size(); ++i) {
    if (term.grows[i] && polynomial.depends_on(term.parameters + i)) {
      return true;
    }
  }
  return false;
}

// The integral of f from 0 to `end`, which may have roots at its ends (H. Takahasi and M. Mori).
double integral(double end, const std::function<double(double)>& f) {
  constexpr double k_step = 1.0 / 16;
  constexpr int k_reach = 56;
  double sum = 0;
  for (int i = -k_reach; i <= k_reach; ++i) {
    const double t = k_step * i;
    const double inner = std::numbers::pi / 2 * std::sinh(t);
    const double at = 1 / (1 + std::exp(-2 * inner));
    const double slope =
        std::numbers::pi / 2 * std::cosh(t) / (std::cosh(inner) * std::cosh(inner));
    sum += slope / 2 * f(end * at);
  }
  return sum * k_step * end;
}

double real_value(const Polynomial& polynomial, const std::vector<double>& values) {
  double sum = 0;
  for (const auto& [exponents, coefficient] : polynomial.terms()) {
    double term = static_cast<double>(coefficient.numerator()) /
                  static_cast<double>(coefficient.denominator());
    for (std::size_t i = 0; i < exponents.size(); ++i) {
      term *= std::pow(values[i], exponents[i]);
    }
    sum += term;
  }
  return sum;
}

double integral_of(const Growing& term, const Polynomial& count, const Polynomial& distance,
                   std::vector<double>& values) {
  const std::size_t index = values.size() - term.parameters;
  if (index == term.grows.size()) {
    return real_value(count, values) * std::sqrt(std::max(0.0, real_value(distance, values)));
  }
  const double end = real_value(top_of(term.widths[index], term), values);
  return integral(end, [&](double at) {
    values.push_back(at);
    const double value = integral_of(term, count, distance, values);
    values.pop_back();
    return value;
  });
}

bool is_number_but_for_growing(const Polynomial& polynomial, const Growing& term) {
  for (std::size_t i = 0; i < term.parameters; ++i) {
    if (polynomial.depends_on(i)) {
      return false;
    }
  }
  return std::all_of(term.grows.begin(), term.grows.end(), [](bool one) { return one; });
}

/// A coefficient and twice the power that it stands before.
struct Piece {
  std::size_t order;
  Polynomial count;     // of equal distances, summed
  Polynomial distance;  // zero: `number` is all
  double number = 0;
};

std::optional<Piece> piece_of(const Growing& term) {
  if (!term.whole) {
    return std::nullopt;
  }
  const Polynomial distance = top_of(term.distance, term);
  if (!depends_on_growing_index(distance, term)) {
    Polynomial count = term.count;
    for (std::size_t i = term.grows.size(); i-- > 0;) {
      // Indices that do not grow are summed, too, where distances do not depend on them.
      if (distance.depends_on(term.parameters + i)) {
        return std::nullopt;
      }
      count = count.summed(term.parameters + i, Polynomial(), term.widths[i]);
    }
    return Piece{2 * degree_in(count, term) + degree_in(term.distance, term), top_of(count, term),
                 distance};
  }
  const Polynomial count = top_of(term.count, term);
  if (!is_number_but_for_growing(count, term) || !is_number_but_for_growing(distance, term)) {
    return std::nullopt;
  }
  std::vector<double> values(term.parameters, 0.0);
  return Piece{order_of(term), {}, {}, integral_of(term, count, distance, values)};
}

Expression power_of_half(const std::string& variable, std::size_t twice) {
  const Expression base = Expression::variable(variable);
  if (twice % 2 == 0) {
    return twice == 2 ? base : pow(base, static_cast<int>(twice / 2));
  }
  return pow(base, static_cast<double>(twice) / 2);
}

Expression expression_of_piece(const Piece& piece, const std::vector<std::string>& names,
                               const std::string& variable) {
  const Expression power = power_of_half(variable, piece.order);
  if (piece.distance.is_zero()) {
    return Expression(std::round(piece.number * k_digits) / k_digits) * power;
  }
  if (piece.distance == Polynomial(1)) {
    return piece.count == Polynomial(1) ? power : expression_of(piece.count, names) * power;
  }
  const Expression root = sqrt(expression_of(piece.distance, names));
  return piece.count == Polynomial(1) ? root * power
                                      : expression_of(piece.count, names) * root * power;
}

void add_piece(std::vector<Piece>& pieces, const Piece& more) {
  for (Piece& known : pieces) {
    if (known.order == more.order && known.distance == more.distance) {
      known.count = known.count + more.count;
      known.number += more.number;
      return;
    }
  }
  pieces.push_back(more);
}

}  // namespace

std::optional<Leading> leading_terms(const Derivation& derivation,
                                     const std::vector<std::size_t>& grown,
                                     const std::string& variable) {
  std::vector<Piece> pieces;
  std::size_t unknown = 0;  // the greatest order of what has no formula
  for (const Term& term : derivation.terms) {
    const Growing one = growing(derivation, term, grown);
    if (const std::optional<Piece> piece = piece_of(one)) {
      add_piece(pieces, *piece);
    } else {
      unknown = std::max(unknown, order_of(one));
    }
  }
  std::stable_sort(pieces.begin(), pieces.end(),
                   [](const Piece& a, const Piece& b) { return a.order > b.order; });
  if (pieces.empty() || pieces.front().order < 2 || unknown + 2 > pieces.front().order ||
      !derivation.undecided.empty()) {
    return std::nullopt;
  }
  const std::size_t rest = pieces.front().order - 2;
  std::optional<Expression> sum;
  for (const Piece& piece : pieces) {
    if (piece.order > rest) {
      const Expression one = expression_of_piece(piece, derivation.parameters, variable);
      sum = sum ? *sum + one : one;
    }
  }
  const bool integrals = std::any_of(pieces.begin(), pieces.end(),
                                     [](const Piece& one) { return one.distance.is_zero(); });
  return Leading{variable, *sum, static_cast<double>(rest) / 2, integrals};
}

}  // namespace dmc::derive

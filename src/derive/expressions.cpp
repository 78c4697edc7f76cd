#include "dmc/derive/expressions.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

#include <fmt/format.h>

namespace dmc::derive {
namespace {

using Exponents = Polynomial::Exponents;

std::size_t degree(const Exponents& exponents) {
  return std::accumulate(exponents.begin(), exponents.end(), std::size_t{0});
}

constexpr std::int64_t k_far = 3;  // of the constants in factors that are looked for

bool is_affine(const Polynomial& polynomial) {
  return std::all_of(polynomial.terms().begin(), polynomial.terms().end(),
                     [](const auto& term) { return degree(term.first) <= 1; });
}

// Whole numbers print in full up to here; nothing that is derived comes near it.
Expression whole_number(Int128 value) {
  return {static_cast<double>(value)};
}

Int128 magnitude_of(Int128 value) {
  return value < 0 ? -value : value;
}

std::optional<Expression> joined(std::optional<Expression> a, const Expression& b) {
  return a ? *a * b : b;
}

// |coefficient| * x^a * y^b
Expression monomial(Int128 coefficient, const Exponents& exponents,
                    const std::vector<std::string>& names) {
  std::optional<Expression> product;
  if (coefficient != 1) {
    product = whole_number(coefficient);
  }
  for (std::size_t i = 0; i < exponents.size(); ++i) {
    if (exponents[i] != 0) {
      const Expression variable = Expression::variable(names[i]);
      product = joined(product, exponents[i] == 1 ? variable : pow(variable, exponents[i]));
    }
  }
  return product.value_or(1);
}

/// A term of a polynomial whose coefficients are whole.
struct Summand {
  Int128 coefficient;
  Exponents exponents;
};

Expression sum_of(std::vector<Summand> summands, const std::vector<std::string>& names) {
  std::stable_sort(summands.begin(), summands.end(), [](const Summand& a, const Summand& b) {
    const std::size_t x = degree(a.exponents);
    const std::size_t y = degree(b.exponents);
    return x != y ? x > y : a.exponents > b.exponents;
  });
  // What is added comes before what is taken away, so that no formula begins with a minus.
  const auto first = std::find_if(summands.begin(), summands.end(),
                                  [](const Summand& one) { return one.coefficient > 0; });
  if (first != summands.end()) {
    std::rotate(summands.begin(), first, first + 1);
  }
  std::optional<Expression> sum;
  for (const Summand& one : summands) {
    const Expression term = monomial(magnitude_of(one.coefficient), one.exponents, names);
    if (!sum) {
      sum = one.coefficient < 0 ? -term : term;
    } else {
      sum = one.coefficient < 0 ? *sum - term : *sum + term;
    }
  }
  return sum.value_or(0);
}

Int128 common(Int128 a, Int128 b) {
  while (b != 0) {
    a = std::exchange(b, a % b);
  }
  return magnitude_of(a);
}

/// A polynomial as factor * shared * (sum of summands) / denominator.
struct Content {
  Int128 denominator = 1;
  Int128 factor = 0;
  Exponents shared;
  std::vector<Summand> summands;
};

Content content_of(const Polynomial& polynomial) {
  Content content;
  for (const auto& [exponents, coefficient] : polynomial.terms()) {
    const Int128 own = coefficient.denominator();
    content.denominator = multiply(content.denominator, own / common(content.denominator, own));
  }
  content.shared = polynomial.terms().begin()->first;
  for (const auto& [exponents, coefficient] : polynomial.terms()) {
    const Int128 value =
        multiply(coefficient.numerator(), content.denominator / coefficient.denominator());
    content.factor = common(content.factor, value);
    content.shared.resize(std::min(content.shared.size(), exponents.size()));
    for (std::size_t i = 0; i < content.shared.size(); ++i) {
      content.shared[i] = std::min(content.shared[i], exponents[i]);
    }
    content.summands.push_back({value, exponents});
  }
  for (Summand& one : content.summands) {
    one.coefficient /= content.factor;
    for (std::size_t i = 0; i < content.shared.size(); ++i) {
      one.exponents[i] = static_cast<std::uint16_t>(one.exponents[i] - content.shared[i]);
    }
  }
  return content;
}

// What may be a factor x - root: n - 1, n - k + 1, n - 2k.
std::vector<Polynomial> likely_roots(std::size_t variable, std::size_t variables) {
  std::vector<Polynomial> roots;
  for (std::int64_t constant = -k_far; constant <= k_far; ++constant) {
    const Polynomial offset{Rational(constant)};
    if (constant != 0) {
      roots.push_back(offset);  // 0 is a factor of all terms, which is taken out anyway
    }
    for (std::size_t other = 0; other < variables; ++other) {
      for (const std::int64_t times : {1, -1, 2}) {
        if (other != variable) {
          roots.push_back(Polynomial::variable(other) * Polynomial(Rational(times)) + offset);
        }
      }
    }
  }
  return roots;
}

// Takes the factors that can be guessed out of a polynomial with several terms.
std::vector<Polynomial> linear_factors(Polynomial& rest, std::size_t variables) {
  std::vector<Polynomial> factors;
  for (std::size_t variable = 0; variable < variables; ++variable) {
    for (const Polynomial& root : likely_roots(variable, variables)) {
      while (rest.terms().size() > 1 && !is_affine(rest)) {
        const std::optional<Polynomial> quotient = rest.without_root(variable, root);
        if (!quotient) {
          break;
        }
        factors.push_back(Polynomial::variable(variable) - root);
        rest = *quotient;
      }
    }
  }
  return factors;
}

Expression bound_expression(const Bound& bound, const std::vector<std::string>& names, bool up) {
  Expression row = expression_of(Polynomial::affine(bound.row), names);
  if (bound.divisor == 1) {
    return row;
  }
  const Expression quotient = row / whole_number(bound.divisor);
  return up ? ceil(quotient) : floor(quotient);
}

std::string free_name(std::string name, const std::vector<std::string>& taken) {
  while (std::find(taken.begin(), taken.end(), name) != taken.end()) {
    name += '\'';
  }
  return name;
}

// Sums a term over indices, the last of which is the innermost.
Expression summed_up(const TermExpressions& parts, Expression term) {
  for (std::size_t i = parts.indices.size(); i-- > 0;) {
    term = sum(parts.indices[i], parts.first[i], parts.last[i], term);
  }
  return term;
}

TermExpressions parts_of(const Amount& amount, std::vector<std::string> names,
                         const Polynomial& distance) {
  TermExpressions parts{{}, {}, {}, 0, 0, 0, 0};
  for (const Index& index : amount.indices) {
    parts.first.push_back(bound_expression(index.first, names, true));
    parts.last.push_back(bound_expression(index.last, names, false));
    parts.indices.push_back(free_name(index.name, names));
    names.push_back(parts.indices.back());
  }
  parts.count = expression_of(amount.count, names);
  parts.distance = expression_of(distance, names);
  parts.reuses = summed_up(parts, parts.count);
  const bool one = amount.count == Polynomial(1);
  parts.dmd = summed_up(parts, one ? sqrt(parts.distance) : parts.count * sqrt(parts.distance));
  return parts;
}

}  // namespace

Expression expression_of(const Polynomial& polynomial, const std::vector<std::string>& names) {
  if (polynomial.is_zero()) {
    return 0;
  }
  Polynomial rest = polynomial;
  std::vector<Polynomial> factors = linear_factors(rest, names.size());
  const Content content = content_of(rest);
  std::optional<Expression> product;
  const bool negative = content.summands.size() == 1 && content.summands[0].coefficient < 0;
  if (content.factor != 1 || degree(content.shared) != 0) {
    product = monomial(content.factor, content.shared, names);
  }
  for (const Polynomial& factor : factors) {
    product = joined(product, sum_of(content_of(factor).summands, names));
  }
  if (content.summands.size() > 1 || !product) {
    product = joined(product,
                     content.summands.size() > 1 ? sum_of(content.summands, names) : Expression(1));
  }
  const Expression whole = negative ? -*product : *product;
  return content.denominator == 1 ? whole : whole / whole_number(content.denominator);
}

Expression expression_of(const std::vector<Amount>& amounts,
                         const std::vector<std::string>& names) {
  std::optional<Expression> sum;
  for (const Amount& amount : amounts) {
    const Expression one = parts_of(amount, names, Polynomial()).reuses;
    sum = sum ? *sum + one : one;
  }
  return sum.value_or(0);
}

TermExpressions expressions_of(const Derivation& derivation, const Term& term) {
  return parts_of(term, derivation.parameters, term.distance);
}

Expression dmd_of(const Derivation& derivation) {
  std::optional<Expression> sum;
  for (const Term& term : derivation.terms) {
    const Expression one = expressions_of(derivation, term).dmd;
    sum = sum ? *sum + one : one;
  }
  return sum.value_or(0);
}

std::vector<std::string> region_text(const Derivation& derivation) {
  std::vector<std::string> result;
  for (const auto& [name, residue] : derivation.residues) {
    result.push_back(residue.remainder == 0
                         ? fmt::format("{} is a multiple of {}", name, residue.divisor)
                         : fmt::format("{} mod {} = {}", name, residue.divisor, residue.remainder));
  }
  for (const Row& row : derivation.region) {
    Row left(row.size());
    Row right(row.size());
    for (std::size_t i = 1; i < row.size(); ++i) {
      (row[i] > 0 ? left : right)[i] = row[i] > 0 ? row[i] : -row[i];
    }
    (row[0] > 0 ? left : right)[0] = row[0] > 0 ? row[0] : -row[0];
    result.push_back(fmt::format(
        "{} \u2265 {}", expression_of(Polynomial::affine(left), derivation.parameters).text(),
        expression_of(Polynomial::affine(right), derivation.parameters).text()));
  }
  return result;
}

}  // namespace dmc::derive

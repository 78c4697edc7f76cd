#include "residues.hpp"

#include <numeric>
#include <utility>

namespace dmc::derive {
namespace {

std::int64_t product_of(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (__builtin_mul_overflow(a, b, &result)) {
    throw Overflow();
  }
  return result;
}

// The row times the divisor, where a variable is (parameter - remainder) / divisor.
void put(Bound& bound, std::size_t column, const Residue& residue) {
  const std::int64_t factor = bound.row[column];
  if (factor == 0) {
    return;
  }
  for (std::int64_t& value : bound.row) {
    value = product_of(value, residue.divisor);
  }
  bound.divisor = product_of(bound.divisor, residue.divisor);
  bound.row[column] = factor;
  bound.row[0] -= product_of(factor, residue.remainder);
  std::int64_t common = bound.divisor;
  for (const std::int64_t value : bound.row) {
    common = std::gcd(common, value);
  }
  for (std::int64_t& value : bound.row) {
    value /= common;
  }
  bound.divisor /= common;
}

void put(Amount& amount, std::size_t parameter, const Polynomial& value, const Residue& residue) {
  amount.count = amount.count.substituted(parameter, value);
  for (Index& index : amount.indices) {
    put(index.first, parameter + 1, residue);
    put(index.last, parameter + 1, residue);
  }
}

}  // namespace

void put_residues(Derivation& derivation) {
  for (std::size_t i = 0; i < derivation.parameters.size(); ++i) {
    const auto found = derivation.residues.find(derivation.parameters[i]);
    if (found == derivation.residues.end()) {
      continue;
    }
    const Residue& residue = found->second;
    const Polynomial value = (Polynomial::variable(i) - Polynomial(Rational(residue.remainder))) *
                             Polynomial(Rational(1, residue.divisor));
    for (auto* amounts : {&derivation.accesses, &derivation.data}) {
      for (Amount& amount : *amounts) {
        put(amount, i, value, residue);
      }
    }
    for (Term& term : derivation.terms) {
      put(term, i, value, residue);
      term.distance = term.distance.substituted(i, value);
    }
    for (Row& row : derivation.region) {
      Bound bound{std::move(row), 1};
      put(bound, i + 1, residue);
      row = std::move(bound.row);
    }
  }
}

}  // namespace dmc::derive

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "dmc/formulas/expression.hpp"
#include "dmc/util/error.hpp"

#include "nodes.hpp"

namespace dmc {
namespace {

constexpr double k_most_terms = 1e8;
// Bounds such as log2(n) are rounded results; they may miss a whole number by this much.
constexpr double k_bound_slack = 1e-9;

double log_to(double value, int base) {
  switch (base) {
    case 0:
      return std::log(value);
    case 2:
      return std::log2(value);
    case 10:
      return std::log10(value);
    default:
      return std::log(value) / std::log(base);
  }
}

// `values` is the evaluation's own copy: finite sums put their index into it.
struct Evaluator {
  Variables& values;

  [[nodiscard]] double of(const Expression& e) const { return std::visit(*this, e.node().value); }

  double operator()(const node::Number& n) const { return n.value; }
  double operator()(const node::Rational& n) const {
    return static_cast<double>(n.numerator) / static_cast<double>(n.denominator);
  }
  double operator()(const node::Variable& n) const {
    const auto found = values.find(n.name);
    if (found == values.end()) {
      throw Error(fmt::format("the formula needs a value for {}", n.name));
    }
    return found->second;
  }
  double operator()(const node::Negation& n) const { return -of(n.argument); }
  double operator()(const node::Sum& n) const {
    return std::accumulate(n.terms.begin(), n.terms.end(), 0.0,
                           [&](double total, const Expression& term) { return total + of(term); });
  }
  double operator()(const node::Product& n) const {
    return std::accumulate(
        n.factors.begin(), n.factors.end(), 1.0,
        [&](double total, const Expression& factor) { return total * of(factor); });
  }
  double operator()(const node::Quotient& n) const { return of(n.numerator) / of(n.denominator); }
  double operator()(const node::Power& n) const { return std::pow(of(n.base), of(n.exponent)); }
  double operator()(const node::Root& n) const { return std::sqrt(of(n.argument)); }
  double operator()(const node::Ceiling& n) const {
    return std::ceil(of(n.argument) - k_bound_slack);
  }
  double operator()(const node::Logarithm& n) const { return log_to(of(n.argument), n.base); }
  double operator()(const node::Extremum& n) const {
    return n.greatest ? std::max(of(n.a), of(n.b)) : std::min(of(n.a), of(n.b));
  }
  double operator()(const node::FiniteSum& n) const;
};

double Evaluator::operator()(const node::FiniteSum& n) const {
  const double first = std::ceil(of(n.first) - k_bound_slack);
  const double last = std::floor(of(n.last) + k_bound_slack);
  if (!(first <= last)) {
    return 0;
  }
  const double terms = last - first + 1;
  const std::vector<std::string> names = n.term.variables();
  if (!std::binary_search(names.begin(), names.end(), n.index)) {
    return terms * of(n.term);  // every term is the same
  }
  if (terms > k_most_terms) {
    throw Error(
        fmt::format("the sum over {} has {:.0f} terms, more than {:.0f}; choose smaller sizes",
                    n.index, terms, k_most_terms));
  }
  // The index may shadow a variable of the same name, which has its value back afterwards.
  const auto shadowed = values.extract(n.index);
  double& index = values[n.index];
  long double total = 0;
  for (index = first; index <= last; ++index) {
    total += of(n.term);
  }
  values.erase(n.index);
  if (!shadowed.empty()) {
    values[n.index] = shadowed.mapped();
  }
  return static_cast<double>(total);
}

}  // namespace

double Expression::evaluate(const Variables& variables) const {
  Variables values = variables;
  return Evaluator{values}.of(*this);
}

}  // namespace dmc

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <numeric>
#include <string_view>

#include <fmt/format.h>

#include "dmc/formulas/expression.hpp"
#include "dmc/util/error.hpp"

#include "nodes.hpp"

// An expression is evaluated by binding its variables to their values. Whatever then depends on no
// sum's index is a number at once; what is left of a sum's term is a small tree whose leaves are
// numbers and indices, so that sums of millions of terms take a fraction of a second.
namespace dmc {
namespace {

constexpr double k_most_terms = 1e8;
constexpr std::size_t k_most_indices = 64;
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

// Powers of two are what bounds and weights of the recursive algorithms' sums are made of.
double power(double base, double exponent) {
  constexpr double k_most = 1000;
  if (base == 2 && std::abs(exponent) <= k_most && exponent == std::trunc(exponent)) {
    return std::ldexp(1.0, static_cast<int>(exponent));
  }
  return exponent == 2 ? base * base : std::pow(base, exponent);
}

struct Bound {
  enum class Kind : std::uint8_t {
    number,
    index,
    negation,
    sum,
    product,
    quotient,
    power,
    root,
    ceiling,
    floor,
    logarithm,
    least,
    greatest,
    finite_sum,  // first, last, term
  };
  Kind kind;
  double value = 0;        // of a number
  std::size_t slot = 0;    // of an index, or of a finite sum's
  int base = 0;            // of a logarithm
  std::uint64_t uses = 0;  // the slots it depends on, a bit each
  std::vector<Bound> parts = {};
};

using Slots = std::vector<double>;

double value_of(const Bound& bound, Slots& slots);

// The first and the last value of a sum's index.
double first_of(double bound) {
  return std::ceil(bound - k_bound_slack);
}
double last_of(double bound) {
  return std::floor(bound + k_bound_slack);
}

// A sum's term with numbers for all that does not depend on the index in its slot, nor on those of
// the sums inside: these settle their own terms, where they have any.
Bound settled(const Bound& bound, std::size_t slot, Slots& slots) {
  if (bound.uses >> slot == 0) {
    return {.kind = Bound::Kind::number, .value = value_of(bound, slots)};
  }
  if (bound.kind == Bound::Kind::finite_sum) {
    return bound;
  }
  Bound result{
      .kind = bound.kind, .slot = bound.slot, .base = bound.base, .uses = bound.uses, .parts = {}};
  result.parts.reserve(bound.parts.size());
  for (const Bound& part : bound.parts) {
    result.parts.push_back(settled(part, slot, slots));
  }
  return result;
}

double sum_of(const Bound& sum, Slots& slots) {
  const double first = first_of(value_of(sum.parts[0], slots));
  const double last = last_of(value_of(sum.parts[1], slots));
  if (!(first <= last)) {
    return 0;
  }
  const double terms = last - first + 1;
  const Bound& term = sum.parts[2];
  if ((term.uses >> sum.slot & 1) == 0) {
    return terms * value_of(term, slots);  // every term is the same
  }
  if (terms > k_most_terms) {
    throw Error(
        fmt::format("a sum of the formula has {:.0f} terms, more than {:.0f}; choose "
                    "smaller sizes",
                    terms, k_most_terms));
  }
  const Bound each = settled(term, sum.slot, slots);
  long double total = 0;
  for (double index = first; index <= last; ++index) {
    slots[sum.slot] = index;
    total += value_of(each, slots);
  }
  return static_cast<double>(total);
}

double value_of(const Bound& bound, Slots& slots) {
  using Kind = Bound::Kind;
  const auto part = [&](std::size_t i) { return value_of(bound.parts[i], slots); };
  const auto fold = [&](double start, const auto& combine) {
    return std::accumulate(
        bound.parts.begin(), bound.parts.end(), start,
        [&](double result, const Bound& one) { return combine(result, value_of(one, slots)); });
  };
  switch (bound.kind) {
    case Kind::number:
      return bound.value;
    case Kind::index:
      return slots[bound.slot];
    case Kind::negation:
      return -part(0);
    case Kind::sum:
      return fold(0.0, std::plus<>());
    case Kind::product:
      return fold(1.0, std::multiplies<>());
    case Kind::quotient:
      return part(0) / part(1);
    case Kind::power:
      return power(part(0), part(1));
    case Kind::root:
      return std::sqrt(part(0));
    case Kind::ceiling:
      return std::ceil(part(0) - k_bound_slack);
    case Kind::floor:
      return std::floor(part(0) + k_bound_slack);
    case Kind::logarithm:
      return log_to(part(0), bound.base);
    case Kind::least:
      return std::min(part(0), part(1));
    case Kind::greatest:
      return std::max(part(0), part(1));
    case Kind::finite_sum:
      break;
  }
  return sum_of(bound, slots);
}

/// Binds expressions to the values of their variables.
class Binder {
 public:
  explicit Binder(const Variables& variables) : variables_(variables) {}

  Bound of(const Expression& e) { return std::visit(*this, e.node().value); }

  Bound operator()(const node::Number& n) { return number(n.value); }
  Bound operator()(const node::Rational& n) {
    return number(static_cast<double>(n.numerator) / static_cast<double>(n.denominator));
  }
  Bound operator()(const node::Variable& n) {
    // The innermost index of that name hides others, and variables.
    for (std::size_t slot = indices_.size(); slot-- > 0;) {
      if (indices_[slot] == n.name) {
        return {.kind = Bound::Kind::index, .slot = slot, .uses = std::uint64_t{1} << slot};
      }
    }
    const auto found = variables_.find(n.name);
    if (found == variables_.end()) {
      throw Error(fmt::format("the formula needs a value for {}", n.name));
    }
    return number(found->second);
  }
  Bound operator()(const node::Negation& n) { return made(Bound::Kind::negation, {n.argument}); }
  Bound operator()(const node::Sum& n) { return made(Bound::Kind::sum, n.terms); }
  Bound operator()(const node::Product& n) { return made(Bound::Kind::product, n.factors); }
  Bound operator()(const node::Quotient& n) {
    return made(Bound::Kind::quotient, {n.numerator, n.denominator});
  }
  Bound operator()(const node::Power& n) { return made(Bound::Kind::power, {n.base, n.exponent}); }
  Bound operator()(const node::Root& n) { return made(Bound::Kind::root, {n.argument}); }
  Bound operator()(const node::Rounded& n) {
    return made(n.up ? Bound::Kind::ceiling : Bound::Kind::floor, {n.argument});
  }
  Bound operator()(const node::Logarithm& n) {
    return made(Bound::Kind::logarithm, {n.argument}, n.base);
  }
  Bound operator()(const node::Extremum& n) {
    return made(n.greatest ? Bound::Kind::greatest : Bound::Kind::least, {n.a, n.b});
  }
  Bound operator()(const node::FiniteSum& n) {
    Bound bound{.kind = Bound::Kind::finite_sum, .slot = indices_.size()};
    bound.parts = {of(n.first), of(n.last)};
    if (is_empty(bound)) {
      return number(0);  // its term may have no value
    }
    if (indices_.size() == k_most_indices) {
      throw Error("the formula has sums within sums beyond any use");
    }
    indices_.push_back(n.index);
    bound.parts.push_back(of(n.term));
    indices_.pop_back();
    bound.uses = (bound.parts[0].uses | bound.parts[1].uses | bound.parts[2].uses) &
                 ~(std::uint64_t{1} << bound.slot);
    return simplified(std::move(bound));
  }

 private:
  static Bound number(double value) { return {.kind = Bound::Kind::number, .value = value}; }

  Bound made(Bound::Kind kind, const std::vector<Expression>& arguments, int base = 0) {
    Bound bound{.kind = kind, .base = base};
    for (const Expression& argument : arguments) {
      bound.parts.push_back(of(argument));
      bound.uses |= bound.parts.back().uses;
    }
    return simplified(std::move(bound));
  }

  static bool is_empty(const Bound& sum) {
    const Bound& first = sum.parts[0];
    const Bound& last = sum.parts[1];
    return first.kind == Bound::Kind::number && last.kind == Bound::Kind::number &&
           !(first_of(first.value) <= last_of(last.value));
  }

  static Bound simplified(Bound bound) {
    if (bound.uses != 0) {
      return bound;
    }
    Slots slots(k_most_indices);
    return number(value_of(bound, slots));
  }

  const Variables& variables_;
  std::vector<std::string_view> indices_;  // by slot: those of the sums around
};

}  // namespace

double Expression::evaluate(const Variables& variables) const {
  return Binder(variables).of(*this).value;
}

}  // namespace dmc

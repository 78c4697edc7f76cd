#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <map>
#include <numeric>
#include <span>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "dmc/formulas/expression.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/number.hpp"

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

// A sum's terms are worked out so many at a time: going through the tree costs more than they do.
constexpr std::size_t k_block = 256;
using IndexBlock = std::array<double, k_block>;

// What the index in a slot is to be, one after the other. Indices in other slots stay as they are.
struct Indices {
  Slots& slots;
  std::size_t slot;
  std::span<const double> values;
};

// The value for each of up to k_block indices.
void values_of(const Bound& bound, const Indices& indices, std::span<double> values);

double value_of(const Bound& bound, Slots& slots) {
  const double none = 0;
  double value = 0;
  values_of(bound, {slots, k_most_indices, {&none, 1}}, {&value, 1});
  return value;
}

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
  const Bound& term = sum.parts[2];
  if ((term.uses >> sum.slot & 1) == 0) {
    return (last - first + 1) * value_of(term, slots);  // every term is the same
  }
  const Bound each = settled(term, sum.slot, slots);
  long double total = 0;
  IndexBlock indices;
  IndexBlock values;
  for (double index = first; index <= last;) {
    std::size_t count = 0;
    for (; count < k_block && index <= last; ++index) {
      indices[count++] = index;
    }
    values_of(each, {slots, sum.slot, std::span(indices).first(count)},
              std::span(values).first(count));
    total =
        std::accumulate(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count), total);
  }
  return static_cast<double>(total);
}

// How many terms have to be worked out, those of sums within sums each time they are. A long sum of
// sums is judged by the longest of three of its terms: its sums may get longer along the way.
double terms_of(const Bound& bound, Slots& slots) {
  double terms = 0;
  if (bound.kind != Bound::Kind::finite_sum) {
    for (const Bound& part : bound.parts) {
      terms += terms_of(part, slots);
    }
    return terms;
  }
  const double first = first_of(value_of(bound.parts[0], slots));
  const double last = last_of(value_of(bound.parts[1], slots));
  const Bound& term = bound.parts[2];
  if (!(first <= last)) {
    return 0;
  }
  const auto inside = [&](double index) {
    slots[bound.slot] = index;
    return terms_of(term, slots);
  };
  const double own = last - first + 1;
  if ((term.uses >> bound.slot & 1) == 0) {
    return 1 + inside(first);
  }
  constexpr double k_few = 64;
  if (own <= k_few) {
    for (double index = first; index <= last; ++index) {
      terms += inside(index);
    }
    return own + terms;
  }
  const double middle = std::floor((first + last) / 2);
  return own * (1 + std::max({inside(first), inside(middle), inside(last)}));
}

std::string count_text(double count) {
  constexpr double k_countable = 1e18;
  return count < k_countable ? grouped(static_cast<std::uint64_t>(count)) : human(count);
}

void check_length(const Bound& bound) {
  Slots slots(k_most_indices);
  const double terms = terms_of(bound, slots);
  if (terms > k_most_terms) {
    throw Error(
        fmt::format("the formula's sums have {} terms, more than the {} that dmc adds up; choose "
                    "smaller sizes",
                    count_text(terms), count_text(k_most_terms)));
  }
}

// Each value becomes that of a function.
template <class Function>
void map(std::span<double> values, Function function) {
  std::transform(values.begin(), values.end(), values.begin(), function);
}

// The parts' values, combined from the first to the last.
template <class Combine>
void fold(const Bound& bound, const Indices& indices, std::span<double> values, Combine combine) {
  values_of(bound.parts[0], indices, values);
  IndexBlock block;
  const auto other = std::span(block).first(values.size());
  for (std::size_t i = 1; i < bound.parts.size(); ++i) {
    values_of(bound.parts[i], indices, other);
    std::transform(values.begin(), values.end(), other.begin(), values.begin(), combine);
  }
}

void write_index(std::size_t slot, const Indices& indices, std::span<double> values) {
  if (slot == indices.slot) {
    std::copy_n(indices.values.begin(), values.size(), values.begin());
  } else {
    std::fill(values.begin(), values.end(), indices.slots[slot]);
  }
}

void sums_of(const Bound& sum, const Indices& indices, std::span<double> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (indices.slot < k_most_indices) {
      indices.slots[indices.slot] = indices.values[i];
    }
    values[i] = sum_of(sum, indices.slots);
  }
}

double function_of(const Bound& bound, double argument) {
  using Kind = Bound::Kind;
  switch (bound.kind) {
    case Kind::negation:
      return -argument;
    case Kind::root:
      return std::sqrt(argument);
    case Kind::ceiling:
      return std::ceil(argument - k_bound_slack);
    case Kind::floor:
      return std::floor(argument + k_bound_slack);
    default:
      return log_to(argument, bound.base);
  }
}

void values_of(const Bound& bound, const Indices& indices, std::span<double> values) {
  using Kind = Bound::Kind;
  switch (bound.kind) {
    case Kind::number:
      return std::fill(values.begin(), values.end(), bound.value);
    case Kind::index:
      return write_index(bound.slot, indices, values);
    case Kind::sum:
      return fold(bound, indices, values, std::plus<>());
    case Kind::product:
      return fold(bound, indices, values, std::multiplies<>());
    case Kind::quotient:
      return fold(bound, indices, values, std::divides<>());
    case Kind::power:
      return fold(bound, indices, values, power);
    case Kind::least:
      return fold(bound, indices, values, [](double a, double b) { return std::min(a, b); });
    case Kind::greatest:
      return fold(bound, indices, values, [](double a, double b) { return std::max(a, b); });
    case Kind::finite_sum:
      return sums_of(bound, indices, values);
    case Kind::negation:
    case Kind::root:
    case Kind::ceiling:
    case Kind::floor:
    case Kind::logarithm:
      values_of(bound.parts[0], indices, values);
      return map(values, [&](double value) { return function_of(bound, value); });
  }
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
    if (bound.kind == Bound::Kind::finite_sum) {
      check_length(bound);
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

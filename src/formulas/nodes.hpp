#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "dmc/formulas/expression.hpp"

namespace dmc {
namespace node {

struct Number {
  double value;
};
struct Rational {
  std::int64_t numerator;
  std::int64_t denominator;
};
struct Variable {
  std::string name;
};
struct Negation {
  Expression argument;
};
struct Sum {
  std::vector<Expression> terms;  ///< two or more, none of them a Sum; a difference has a Negation
};
struct Product {
  std::vector<Expression> factors;  ///< two or more, the first not a Product
};
struct Quotient {
  Expression numerator;
  Expression denominator;
};
struct Power {
  Expression base;
  Expression exponent;
};
struct Root {
  Expression argument;
};
/// The nearest whole number above or below.
struct Rounded {
  Expression argument;
  bool up;
};
struct Logarithm {
  Expression argument;
  int base;     ///< 0: e
  bool stated;  ///< whether the base is printed
};
struct FiniteSum {
  std::string index;
  Expression first;
  Expression last;
  Expression term;
};
struct Extremum {
  bool greatest;
  Expression a;
  Expression b;
};

using Any = std::variant<Number, Rational, Variable, Negation, Sum, Product, Quotient, Power, Root,
                         Rounded, Logarithm, FiniteSum, Extremum>;

}  // namespace node

struct Expression::Node {
  node::Any value;
};

template <typename Kind>
[[nodiscard]] const Kind* as(const Expression& e) {
  return std::get_if<Kind>(&e.node().value);
}

/// How tightly an expression holds together when printed on one line.
enum class Binding : std::uint8_t { sum, product, power, atom };

[[nodiscard]] Binding binding(const Expression& e);

/// Whether its print ends in a finite sum's term, which would swallow whatever follows.
[[nodiscard]] bool ends_open(const Expression& e);

/// Whether a factor of a product needs parentheses: sums do, and what would swallow the next
/// factor.
[[nodiscard]] bool is_loose_factor(const Expression& e, bool last);

/// How a number is printed without its sign: whole numbers as such, others as short as they can be.
[[nodiscard]] std::string number_text(double value);

}  // namespace dmc

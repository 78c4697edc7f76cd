#include "dmc/formulas/expression.hpp"

#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "nodes.hpp"

namespace dmc {
namespace {

Expression make(node::Any value) {
  return Expression(std::make_shared<const Expression::Node>(Expression::Node{std::move(value)}));
}

// Negative numbers are negations of positive ones, so that only one place prints a minus sign.
Expression make_number(double value) {
  if (value < 0) {
    return make(node::Negation{make(node::Number{-value})});
  }
  return make(node::Number{value});
}

void append_terms(std::vector<Expression>& terms, const Expression& e) {
  if (const auto* sum = as<node::Sum>(e)) {
    terms.insert(terms.end(), sum->terms.begin(), sum->terms.end());
  } else {
    terms.push_back(e);
  }
}

using Names = std::set<std::string>;

void collect(const Expression& e, Names& names);

// The children of each kind of node; a finite sum binds its index within its term.
struct Collector {
  Names& names;

  void operator()(const node::Number& /*n*/) const {}
  void operator()(const node::Rational& /*n*/) const {}
  void operator()(const node::Variable& n) const { names.insert(n.name); }
  void operator()(const node::Negation& n) const { collect(n.argument, names); }
  void operator()(const node::Sum& n) const { all(n.terms); }
  void operator()(const node::Product& n) const { all(n.factors); }
  void operator()(const node::Quotient& n) const { all({n.numerator, n.denominator}); }
  void operator()(const node::Power& n) const { all({n.base, n.exponent}); }
  void operator()(const node::Root& n) const { collect(n.argument, names); }
  void operator()(const node::Rounded& n) const { collect(n.argument, names); }
  void operator()(const node::Logarithm& n) const { collect(n.argument, names); }
  void operator()(const node::Extremum& n) const { all({n.a, n.b}); }
  void operator()(const node::FiniteSum& n) const {
    Names inner;
    collect(n.term, inner);
    inner.erase(n.index);
    names.merge(inner);
    all({n.first, n.last});
  }

 private:
  void all(const std::vector<Expression>& children) const {
    for (const Expression& child : children) {
      collect(child, names);
    }
  }
};

void collect(const Expression& e, Names& names) {
  std::visit(Collector{names}, e.node().value);
}

}  // namespace

Expression::Expression(double value) : Expression(make_number(value)) {}
Expression::Expression(int value) : Expression(make_number(value)) {}

Expression Expression::variable(std::string_view name) {
  return make(node::Variable{std::string(name)});
}

Expression Expression::rational(std::int64_t numerator, std::int64_t denominator) {
  if (numerator < 0) {
    return -rational(-numerator, denominator);
  }
  return make(node::Rational{numerator, denominator});
}

Expression operator+(const Expression& a, const Expression& b) {
  std::vector<Expression> terms;
  append_terms(terms, a);
  append_terms(terms, b);
  return make(node::Sum{std::move(terms)});
}

Expression operator-(const Expression& a, const Expression& b) {
  std::vector<Expression> terms;
  append_terms(terms, a);
  terms.push_back(-b);
  return make(node::Sum{std::move(terms)});
}

Expression operator*(const Expression& a, const Expression& b) {
  // A product on the right was put in parentheses, and stays in them: n(2ld³).
  std::vector<Expression> factors;
  if (const auto* product = as<node::Product>(a)) {
    factors = product->factors;
  } else {
    factors.push_back(a);
  }
  factors.push_back(b);
  return make(node::Product{std::move(factors)});
}

Expression operator/(const Expression& a, const Expression& b) {
  return make(node::Quotient{a, b});
}

Expression operator-(const Expression& a) {
  return make(node::Negation{a});
}

Expression sqrt(const Expression& a) {
  return make(node::Root{a});
}

Expression pow(const Expression& base, const Expression& exponent) {
  return make(node::Power{base, exponent});
}

Expression ceil(const Expression& a) {
  return make(node::Rounded{a, true});
}

Expression floor(const Expression& a) {
  return make(node::Rounded{a, false});
}

Expression log(const Expression& a, int base) {
  return make(node::Logarithm{a, base, true});
}

Expression log_unstated(const Expression& a, int base) {
  return make(node::Logarithm{a, base, false});
}

Expression sum(std::string_view index, const Expression& first, const Expression& last,
               const Expression& term) {
  return make(node::FiniteSum{std::string(index), first, last, term});
}

Expression max(const Expression& a, const Expression& b) {
  return make(node::Extremum{true, a, b});
}

Expression min(const Expression& a, const Expression& b) {
  return make(node::Extremum{false, a, b});
}

std::vector<std::string> Expression::variables() const {
  Names names;
  collect(*this, names);
  return {names.begin(), names.end()};
}

Binding binding(const Expression& e) {
  if (as<node::Sum>(e) != nullptr || as<node::Negation>(e) != nullptr) {
    return Binding::sum;
  }
  if (as<node::Product>(e) != nullptr || as<node::Quotient>(e) != nullptr ||
      as<node::Rational>(e) != nullptr || as<node::FiniteSum>(e) != nullptr) {
    return Binding::product;
  }
  if (as<node::Power>(e) != nullptr || as<node::Root>(e) != nullptr ||
      as<node::Logarithm>(e) != nullptr) {
    return Binding::power;
  }
  return Binding::atom;
}

bool ends_open(const Expression& e) {
  if (const auto* sum = as<node::Sum>(e)) {
    return ends_open(sum->terms.back());
  }
  if (const auto* product = as<node::Product>(e)) {
    return ends_open(product->factors.back());
  }
  if (const auto* negation = as<node::Negation>(e)) {
    return ends_open(negation->argument);
  }
  return as<node::FiniteSum>(e) != nullptr;
}

bool is_loose_factor(const Expression& e, bool last) {
  const bool swallows = ends_open(e) || as<node::Logarithm>(e) != nullptr;
  const bool grouped = as<node::Product>(e) != nullptr;
  return binding(e) == Binding::sum || grouped || (!last && swallows);
}

std::string number_text(double value) {
  constexpr double k_largest_whole = 1e15;
  if (std::trunc(value) == value && std::abs(value) < k_largest_whole) {
    return fmt::format("{:.0f}", value);
  }
  return fmt::format("{}", value);
}

}  // namespace dmc

#include <string>

#include <fmt/format.h>

#include "dmc/formulas/expression.hpp"

#include "nodes.hpp"

namespace dmc {
namespace {

constexpr const char* k_times = "<mo>&#x2062;</mo>";  // invisible: takes no space, is read aloud
constexpr const char* k_dot = "<mo>&#x22C5;</mo>";
constexpr const char* k_minus = "<mo>&#x2212;</mo>";

std::string render(const Expression& e);

std::string row(const std::string& inner) {
  return fmt::format("<mrow>{}</mrow>", inner);
}

std::string mrow_in_parentheses(const Expression& e) {
  return fmt::format("<mrow><mo>(</mo>{}<mo>)</mo></mrow>", render(e));
}

std::string mrow_at_least(const Expression& e, Binding least) {
  return binding(e) < least ? mrow_in_parentheses(e) : render(e);
}

// Where LaTeX has a dot: before a number, and before a sum.
bool needs_dot(const Expression& e) {
  if (const auto* power = as<node::Power>(e)) {
    return needs_dot(power->base);
  }
  return as<node::Number>(e) != nullptr || as<node::FiniteSum>(e) != nullptr;
}

struct MathMl {
  std::string operator()(const node::Number& n) const {
    return fmt::format("<mn>{}</mn>", number_text(n.value));
  }
  std::string operator()(const node::Rational& n) const {
    return fmt::format("<mfrac><mn>{}</mn><mn>{}</mn></mfrac>", n.numerator, n.denominator);
  }
  std::string operator()(const node::Variable& n) const {
    return fmt::format("<mi>{}</mi>", n.name);
  }
  std::string operator()(const node::Negation& n) const {
    return row(fmt::format("{}{}", k_minus, mrow_at_least(n.argument, Binding::product)));
  }
  std::string operator()(const node::Sum& n) const {
    std::string inner;
    for (std::size_t i = 0; i < n.terms.size(); ++i) {
      const auto* negated = as<node::Negation>(n.terms[i]);
      const Expression& term = negated != nullptr ? negated->argument : n.terms[i];
      if (negated != nullptr) {
        inner += k_minus;
      } else if (i > 0) {
        inner += "<mo>+</mo>";
      }
      const bool swallows = i + 1 < n.terms.size() && ends_open(term);
      inner += swallows ? mrow_in_parentheses(term) : mrow_at_least(term, Binding::product);
    }
    return row(inner);
  }
  std::string operator()(const node::Product& n) const {
    std::string inner;
    for (std::size_t i = 0; i < n.factors.size(); ++i) {
      const Expression& factor = n.factors[i];
      if (i > 0) {
        inner += needs_dot(factor) ? k_dot : k_times;
      }
      const bool loose = is_loose_factor(factor, i + 1 == n.factors.size());
      inner += loose ? mrow_in_parentheses(factor) : render(factor);
    }
    return row(inner);
  }
  std::string operator()(const node::Quotient& n) const {
    return fmt::format("<mfrac>{}{}</mfrac>", render(n.numerator), render(n.denominator));
  }
  std::string operator()(const node::Power& n) const {
    const auto* fraction = as<node::Rational>(n.exponent);
    const std::string exponent = fraction != nullptr
                                     ? fmt::format("<mrow><mn>{}</mn><mo>/</mo><mn>{}</mn></mrow>",
                                                   fraction->numerator, fraction->denominator)
                                     : render(n.exponent);
    return fmt::format("<msup>{}{}</msup>", mrow_at_least(n.base, Binding::atom), exponent);
  }
  std::string operator()(const node::Root& n) const {
    return fmt::format("<msqrt>{}</msqrt>", render(n.argument));
  }
  std::string operator()(const node::Rounded& n) const {
    return fmt::format("<mrow><mo>{}</mo>{}<mo>{}</mo></mrow>", n.up ? "&#x2308;" : "&#x230A;",
                       render(n.argument), n.up ? "&#x2309;" : "&#x230B;");
  }
  std::string operator()(const node::Logarithm& n) const {
    std::string name = n.base == 0 && n.stated ? "<mi>ln</mi>" : "<mi>log</mi>";
    if (n.stated && n.base != 0) {
      name = fmt::format("<msub>{}<mn>{}</mn></msub>", name, n.base);
    }
    return row(
        fmt::format("{}<mo>&#x2061;</mo>{}", name, mrow_at_least(n.argument, Binding::atom)));
  }
  std::string operator()(const node::FiniteSum& n) const {
    const bool loose = binding(n.term) == Binding::sum;
    return row(
        fmt::format("<munderover><mo>&#x2211;</mo><mrow><mi>{}</mi><mo>=</mo>{}</mrow>{}"
                    "</munderover>{}",
                    n.index, render(n.first), render(n.last),
                    loose ? mrow_in_parentheses(n.term) : render(n.term)));
  }
  std::string operator()(const node::Extremum& n) const {
    return row(fmt::format("<mi>{}</mi><mo>(</mo>{}<mo>,</mo>{}<mo>)</mo>",
                           n.greatest ? "max" : "min", render(n.a), render(n.b)));
  }
};

std::string render(const Expression& e) {
  return std::visit(MathMl{}, e.node().value);
}

}  // namespace

std::string Expression::mathml() const {
  return fmt::format("<math xmlns=\"http://www.w3.org/1998/Math/MathML\">{}</math>", render(*this));
}

}  // namespace dmc

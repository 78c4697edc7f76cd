#include <string>

#include <fmt/format.h>

#include "dmc/formulas/expression.hpp"

#include "nodes.hpp"

namespace dmc {
namespace {

// Plain parentheses, as the paper sets them, unless what is inside is taller than a line.
std::string parenthesised(const Expression& e) {
  const std::string inner = e.latex();
  const bool tall =
      inner.find("\\frac") != std::string::npos || inner.find("\\sum") != std::string::npos;
  return tall ? fmt::format("\\left({}\\right)", inner) : fmt::format("({})", inner);
}

std::string at_least(const Expression& e, Binding least) {
  return binding(e) < least ? parenthesised(e) : e.latex();
}

std::string factor_latex(const Expression& factor, bool last) {
  return is_loose_factor(factor, last) ? parenthesised(factor) : factor.latex();
}

// Juxtaposition says "times" unless two numbers would run together; before a sum the paper has a
// dot.
const char* product_sign(const std::string& right) {
  const bool is_number = right.front() >= '0' && right.front() <= '9';
  return is_number || right.starts_with("\\sum") ? " \\cdot " : "";
}

struct Latex {
  std::string operator()(const node::Number& n) const { return number_text(n.value); }
  std::string operator()(const node::Rational& n) const {
    return fmt::format("\\frac{{{}}}{{{}}}", n.numerator, n.denominator);
  }
  std::string operator()(const node::Variable& n) const {
    return n.name.size() == 1 ? n.name : fmt::format("\\mathit{{{}}}", n.name);
  }
  std::string operator()(const node::Negation& n) const {
    return fmt::format("-{}", at_least(n.argument, Binding::product));
  }
  std::string operator()(const node::Sum& n) const {
    std::string latex;
    for (std::size_t i = 0; i < n.terms.size(); ++i) {
      const auto* negated = as<node::Negation>(n.terms[i]);
      const Expression& term = negated != nullptr ? negated->argument : n.terms[i];
      if (i > 0) {
        latex += negated != nullptr ? " - " : " + ";
      } else if (negated != nullptr) {
        latex += "-";
      }
      const bool swallows = i + 1 < n.terms.size() && ends_open(term);
      latex += swallows ? parenthesised(term) : at_least(term, Binding::product);
    }
    return latex;
  }
  std::string operator()(const node::Product& n) const {
    std::string latex;
    for (std::size_t i = 0; i < n.factors.size(); ++i) {
      const std::string factor = factor_latex(n.factors[i], i + 1 == n.factors.size());
      latex += (i > 0 ? product_sign(factor) : "") + factor;
    }
    return latex;
  }
  std::string operator()(const node::Quotient& n) const {
    return fmt::format("\\frac{{{}}}{{{}}}", n.numerator.latex(), n.denominator.latex());
  }
  std::string operator()(const node::Power& n) const {
    const auto* fraction = as<node::Rational>(n.exponent);
    const std::string exponent =
        fraction != nullptr ? fmt::format("{}/{}", fraction->numerator, fraction->denominator)
                            : n.exponent.latex();
    return fmt::format("{}^{{{}}}", at_least(n.base, Binding::atom), exponent);
  }
  std::string operator()(const node::Root& n) const {
    return fmt::format("\\sqrt{{{}}}", n.argument.latex());
  }
  std::string operator()(const node::Rounded& n) const {
    const std::string_view side = n.up ? "ceil" : "floor";
    return fmt::format(R"(\left\l{} {} \right\r{})", side, n.argument.latex(), side);
  }
  std::string operator()(const node::Logarithm& n) const {
    if (n.stated && n.base != 0) {
      return fmt::format("\\log_{{{}}}{}", n.base, parenthesised(n.argument));
    }
    const char* name = n.stated ? "\\ln" : "\\log";
    return binding(n.argument) == Binding::atom
               ? fmt::format("{} {}", name, n.argument.latex())
               : fmt::format("{}{}", name, parenthesised(n.argument));
  }
  std::string operator()(const node::FiniteSum& n) const {
    const bool loose = binding(n.term) == Binding::sum;
    return fmt::format("\\sum_{{{}={}}}^{{{}}} {}", n.index, n.first.latex(), n.last.latex(),
                       loose ? parenthesised(n.term) : n.term.latex());
  }
  std::string operator()(const node::Extremum& n) const {
    return fmt::format("\\{}({}, {})", n.greatest ? "max" : "min", n.a.latex(), n.b.latex());
  }
};

}  // namespace

std::string Expression::latex() const {
  return std::visit(Latex{}, node_->value);
}

}  // namespace dmc

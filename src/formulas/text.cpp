#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "dmc/formulas/expression.hpp"
#include "dmc/util/ascii.hpp"

#include "nodes.hpp"

namespace dmc {
namespace {

constexpr std::array<const char*, 10> k_superscripts = {"⁰", "¹", "²", "³", "⁴",
                                                        "⁵", "⁶", "⁷", "⁸", "⁹"};
constexpr std::array<const char*, 10> k_subscripts = {"₀", "₁", "₂", "₃", "₄",
                                                      "₅", "₆", "₇", "₈", "₉"};

std::string small_digits(const std::string& number, const std::array<const char*, 10>& digits) {
  std::string small;
  for (const char c : number) {
    small += digits[static_cast<std::size_t>(c - '0')];
  }
  return small;
}

std::string text_in_parentheses(const Expression& e) {
  return fmt::format("({})", e.text());
}

std::string text_at_least(const Expression& e, Binding least) {
  return binding(e) < least ? text_in_parentheses(e) : e.text();
}

// After a number the product sign can go, as in 2√2 and 3(n − 1), unless two numbers would run
// together.
bool joins(const Expression& left, const std::string& right) {
  return as<node::Number>(left) != nullptr && !is_digit(right.front());
}

std::string factor_text(const Expression& factor, bool first, bool last) {
  // A leading fraction of numbers has parentheses, (2/3)·x, and so has any division further on.
  const bool divides =
      as<node::Rational>(factor) != nullptr || (!first && as<node::Quotient>(factor) != nullptr);
  return divides || is_loose_factor(factor, last) ? text_in_parentheses(factor) : factor.text();
}

std::string exponent_text(const Expression& exponent) {
  const std::string text = exponent.text();
  if (std::all_of(text.begin(), text.end(), is_digit)) {
    return small_digits(text, k_superscripts);
  }
  return fmt::format("^{}", text_at_least(exponent, Binding::atom));
}

struct Text {
  std::string operator()(const node::Number& n) const { return number_text(n.value); }
  std::string operator()(const node::Rational& n) const {
    return fmt::format("{}/{}", n.numerator, n.denominator);
  }
  std::string operator()(const node::Variable& n) const { return n.name; }
  std::string operator()(const node::Negation& n) const {
    return fmt::format("−{}", text_at_least(n.argument, Binding::product));
  }
  std::string operator()(const node::Sum& n) const {
    std::string text;
    for (std::size_t i = 0; i < n.terms.size(); ++i) {
      const auto* negated = as<node::Negation>(n.terms[i]);
      const Expression& term = negated != nullptr ? negated->argument : n.terms[i];
      if (i > 0) {
        text += negated != nullptr ? " − " : " + ";
      } else if (negated != nullptr) {
        text += "−";
      }
      const bool swallows = i + 1 < n.terms.size() && ends_open(term);
      text += swallows ? text_in_parentheses(term) : text_at_least(term, Binding::product);
    }
    return text;
  }
  std::string operator()(const node::Product& n) const {
    std::string text;
    for (std::size_t i = 0; i < n.factors.size(); ++i) {
      const std::string factor = factor_text(n.factors[i], i == 0, i + 1 == n.factors.size());
      if (i > 0 && !joins(n.factors[i - 1], factor)) {
        text += "·";
      }
      text += factor;
    }
    return text;
  }
  std::string operator()(const node::Quotient& n) const {
    const bool swallows = ends_open(n.numerator);
    return fmt::format(
        "{}/{}",
        swallows ? text_in_parentheses(n.numerator) : text_at_least(n.numerator, Binding::product),
        text_at_least(n.denominator, Binding::power));
  }
  std::string operator()(const node::Power& n) const {
    return fmt::format("{}{}", text_at_least(n.base, Binding::atom), exponent_text(n.exponent));
  }
  std::string operator()(const node::Root& n) const {
    const bool plain =
        as<node::Number>(n.argument) != nullptr || as<node::Variable>(n.argument) != nullptr;
    return fmt::format("√{}", plain ? n.argument.text() : text_in_parentheses(n.argument));
  }
  std::string operator()(const node::Rounded& n) const {
    return fmt::format("{}{}{}", n.up ? "⌈" : "⌊", n.argument.text(), n.up ? "⌉" : "⌋");
  }
  std::string operator()(const node::Logarithm& n) const {
    std::string name = "log";
    if (n.stated) {
      name = n.base == 0 ? "ln"
                         : fmt::format("log{}", small_digits(std::to_string(n.base), k_subscripts));
    }
    return binding(n.argument) == Binding::atom
               ? fmt::format("{} {}", name, n.argument.text())
               : fmt::format("{}{}", name, text_in_parentheses(n.argument));
  }
  std::string operator()(const node::FiniteSum& n) const {
    const bool loose = binding(n.term) == Binding::sum;
    return fmt::format("Σ[{} = {} … {}] {}", n.index, n.first.text(), n.last.text(),
                       loose ? text_in_parentheses(n.term) : n.term.text());
  }
  std::string operator()(const node::Extremum& n) const {
    return fmt::format("{}({}, {})", n.greatest ? "max" : "min", n.a.text(), n.b.text());
  }
};

}  // namespace

std::string Expression::text() const {
  return std::visit(Text{}, node_->value);
}

}  // namespace dmc

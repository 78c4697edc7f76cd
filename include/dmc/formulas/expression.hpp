#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dmc {

/// Values of the variables of an expression.
using Variables = std::map<std::string, double, std::less<>>;

/// A closed form as one symbolic object. Its value, its plain text, its LaTeX and its MathML all come
/// from the same tree, so what is printed is what is computed. Expressions are immutable values; copies
/// share their tree.
class Expression {
 public:
  Expression(double value);      // NOLINT(google-explicit-constructor): numbers are expressions
  Expression(int value);         // NOLINT(google-explicit-constructor)
  static Expression variable(std::string_view name);
  /// A number with a name of its own in print, such as the base e.
  static Expression rational(std::int64_t numerator, std::int64_t denominator);

  friend Expression operator+(const Expression& a, const Expression& b);
  friend Expression operator-(const Expression& a, const Expression& b);
  friend Expression operator*(const Expression& a, const Expression& b);
  friend Expression operator/(const Expression& a, const Expression& b);
  friend Expression operator-(const Expression& a);

  /// Throws dmc::Error where a variable has no value or a finite sum has more than 10^8 terms.
  [[nodiscard]] double evaluate(const Variables& variables) const;
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::string latex() const;
  [[nodiscard]] std::string mathml() const;
  /// Names of its free variables, sorted, each once.
  [[nodiscard]] std::vector<std::string> variables() const;

  struct Node;
  explicit Expression(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
  [[nodiscard]] const Node& node() const { return *node_; }

 private:
  std::shared_ptr<const Node> node_;
};

[[nodiscard]] Expression sqrt(const Expression& a);
[[nodiscard]] Expression pow(const Expression& base, const Expression& exponent);
/// The logarithm; base 0 stands for e, and is printed ln.
[[nodiscard]] Expression log(const Expression& a, int base);
/// The logarithm the paper writes without a base, printed "log" and evaluated in the base given.
[[nodiscard]] Expression log_unstated(const Expression& a, int base);
/// The sum of `term` over `index` from `first` to `last`, both included.
[[nodiscard]] Expression sum(std::string_view index, const Expression& first, const Expression& last,
                             const Expression& term);
[[nodiscard]] Expression max(const Expression& a, const Expression& b);
[[nodiscard]] Expression min(const Expression& a, const Expression& b);

}  // namespace dmc

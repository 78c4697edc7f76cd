#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dmc {

/// Values of the variables of an expression.
using Variables = std::map<std::string, double, std::less<>>;

/// A closed form as one symbolic object. Its value, its plain text, its LaTeX and its MathML all
/// come from the same tree, so what is printed is what is computed. Expressions are immutable
/// values; copies share their tree. Nothing is simplified or reordered: a formula prints as it was
/// written, except that sums and products are flattened.
class Expression {
 public:
  Expression(double value);  // NOLINT(google-explicit-constructor): numbers are expressions
  Expression(int value);     // NOLINT(google-explicit-constructor)
  static Expression variable(std::string_view name);
  /// A fraction of whole numbers, printed as one.
  static Expression rational(std::int64_t numerator, std::int64_t denominator);

  friend Expression operator+(const Expression& a, const Expression& b);
  friend Expression operator-(const Expression& a, const Expression& b);
  friend Expression operator*(const Expression& a, const Expression& b);
  friend Expression operator/(const Expression& a, const Expression& b);
  friend Expression operator-(const Expression& a);

  /// Throws dmc::Error where a variable has no value or a finite sum has more than 10^8 terms.
  [[nodiscard]] double evaluate(const Variables& variables) const;
  /// One line of UTF-8 for a terminal: "2√2·k³·n² + k^1.5·n^2.5".
  [[nodiscard]] std::string text() const;
  /// Without delimiters, to be set in math mode: "2\sqrt{2}k^{3}n^{2} + k^{1.5}n^{2.5}".
  [[nodiscard]] std::string latex() const;
  /// One <math> element.
  [[nodiscard]] std::string mathml() const;
  /// Names of its free variables, sorted, each once.
  [[nodiscard]] std::vector<std::string> variables() const;

  struct Node;  ///< known to this stage only
  explicit Expression(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
  [[nodiscard]] const Node& node() const { return *node_; }

 private:
  std::shared_ptr<const Node> node_;
};

[[nodiscard]] Expression sqrt(const Expression& a);
[[nodiscard]] Expression pow(const Expression& base, const Expression& exponent);
/// The smallest whole number not below `a`.
[[nodiscard]] Expression ceil(const Expression& a);
/// The greatest whole number not above `a`.
[[nodiscard]] Expression floor(const Expression& a);
/// The logarithm; base 0 stands for e, and is printed ln.
[[nodiscard]] Expression log(const Expression& a, int base);
/// The logarithm the paper writes without a base, printed "log" and evaluated in the base given.
[[nodiscard]] Expression log_unstated(const Expression& a, int base);
/// The sum of `term` over the whole numbers `index` from `first` to `last`, both included.
[[nodiscard]] Expression sum(std::string_view index, const Expression& first,
                             const Expression& last, const Expression& term);
[[nodiscard]] Expression max(const Expression& a, const Expression& b);
[[nodiscard]] Expression min(const Expression& a, const Expression& b);

}  // namespace dmc

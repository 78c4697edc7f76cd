#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "dmc/nest/nest.hpp"

namespace dmc::nest {

/// All values that something can have; there is none where low > high.
struct Interval {
  std::int64_t low = 0;
  std::int64_t high = 0;
  [[nodiscard]] bool is_point() const { return low == high; }
  [[nodiscard]] bool is_empty() const { return low > high; }
};

struct Term {
  std::uint32_t variable;
  std::int64_t factor;
  friend bool operator==(const Term&, const Term&) = default;
};

/// constant + sum of factor · variable. By variable, without factors of 0.
struct Linear {
  std::int64_t constant = 0;
  std::vector<Term> terms = {};

  [[nodiscard]] bool is_constant() const { return terms.empty(); }
  [[nodiscard]] std::int64_t factor_of(std::size_t variable) const;
  /// Its parts stay in range (Folder sees to that), so that this need not look.
  [[nodiscard]] std::int64_t at(const std::int64_t* variables) const {
    auto value = static_cast<std::uint64_t>(constant);
    for (const Term& term : terms) {
      value += static_cast<std::uint64_t>(term.factor) *
               static_cast<std::uint64_t>(variables[term.variable]);
    }
    return static_cast<std::int64_t>(value);
  }
  friend bool operator==(const Linear&, const Linear&) = default;
};

/// An integer expression with the parameters' values put in.
struct Value {
  Expr::Kind kind = Expr::Kind::sum;  ///< of operands; a sum of none is `linear`
  Linear linear = {};
  std::vector<Value> operands = {};
  Place place = {};

  [[nodiscard]] bool is_linear() const { return operands.empty(); }
  [[nodiscard]] bool is_constant() const { return is_linear() && linear.is_constant(); }
};

/// Puts values in the place of parameters, and simplifies by what the variables' ranges allow. It
/// throws dmc::Error where a value would not fit in 64 bits, or something is divided by 0.
class Folder {
 public:
  Folder(const Nest& nest, std::span<const std::int64_t> parameters)
      : nest_(nest), parameters_(parameters), ranges_(nest.loops.size()) {}

  [[nodiscard]] Value fold(const Expr& expr) const;
  /// With linear expressions in the place of some variables: null where it is the variable itself.
  [[nodiscard]] Value substitute(const Value& value, std::size_t variable,
                                 const Linear& replacement) const;
  [[nodiscard]] Interval interval(const Value& value) const;
  [[nodiscard]] Interval interval(const Linear& linear, Place place) const;

  /// a + factor · b.
  [[nodiscard]] Linear add(const Linear& a, const Linear& b, std::int64_t factor,
                           Place place) const;

  [[nodiscard]] Interval& range(std::size_t variable) { return ranges_[variable]; }
  [[nodiscard]] const Interval& range(std::size_t variable) const { return ranges_[variable]; }

  /// The value of an expression at values of the variables.
  [[nodiscard]] std::int64_t evaluate(const Value& value, const std::int64_t* variables) const;

 private:
  [[nodiscard]] Value combine(Expr::Kind kind, std::vector<Value> operands, Place place) const;
  [[nodiscard]] Value combine_sum(std::vector<Value> operands, Place place) const;
  [[nodiscard]] Value combine_product(std::vector<Value> operands, Place place) const;
  [[nodiscard]] Value combine_division(Expr::Kind kind, std::vector<Value> operands,
                                       Place place) const;
  [[nodiscard]] Value combine_extreme(Expr::Kind kind, std::vector<Value> operands,
                                      Place place) const;
  [[nodiscard]] std::int64_t apply(Expr::Kind kind, std::int64_t a, std::int64_t b,
                                   Place place) const;

  const Nest& nest_;
  std::span<const std::int64_t> parameters_;
  std::vector<Interval> ranges_;  // of the variables of open loops
};

}  // namespace dmc::nest

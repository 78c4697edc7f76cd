#include "value.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace dmc::nest {
namespace {

[[noreturn]] void fail_too_large(const Nest& nest, Place place) {
  fail_at(*nest.source, place,
          "with these parameters, this becomes larger than 64 bits hold; choose smaller ones");
}

std::int64_t floor_divided(std::int64_t a, std::int64_t b) {
  const std::int64_t quotient = a / b;
  return a % b != 0 && ((a < 0) != (b < 0)) ? quotient - 1 : quotient;
}

}  // namespace

std::int64_t Linear::factor_of(std::size_t variable) const {
  const auto found = std::find_if(terms.begin(), terms.end(),
                                  [&](const Term& term) { return term.variable == variable; });
  return found == terms.end() ? 0 : found->factor;
}

std::int64_t Folder::apply(Expr::Kind kind, std::int64_t a, std::int64_t b, Place place) const {
  std::int64_t result = 0;
  switch (kind) {
    case Expr::Kind::sum:
      if (__builtin_add_overflow(a, b, &result)) {
        fail_too_large(nest_, place);
      }
      return result;
    case Expr::Kind::product:
      if (__builtin_mul_overflow(a, b, &result)) {
        fail_too_large(nest_, place);
      }
      return result;
    case Expr::Kind::minimum:
      return std::min(a, b);
    case Expr::Kind::maximum:
      return std::max(a, b);
    default:
      break;
  }
  if (b == 0) {
    fail_at(*nest_.source, place, "this is divided by 0; choose other parameters");
  }
  if (b == -1) {
    return kind == Expr::Kind::remainder ? 0 : apply(Expr::Kind::product, a, -1, place);
  }
  const std::int64_t floor = floor_divided(a, b);
  return kind == Expr::Kind::quotient    ? floor
         : kind == Expr::Kind::remainder ? a - floor * b
                                         : floor + (a - floor * b != 0 ? 1 : 0);
}

Linear Folder::add(const Linear& a, const Linear& b, std::int64_t factor, Place place) const {
  using enum Expr::Kind;
  Linear result{.constant =
                    apply(sum, a.constant, apply(product, factor, b.constant, place), place)};
  auto left = a.terms.begin();
  for (const Term& term : b.terms) {
    for (; left != a.terms.end() && left->variable < term.variable; ++left) {
      result.terms.push_back(*left);
    }
    std::int64_t sum_of_both = apply(product, factor, term.factor, place);
    if (left != a.terms.end() && left->variable == term.variable) {
      sum_of_both = apply(sum, sum_of_both, left->factor, place);
      ++left;
    }
    if (sum_of_both != 0) {
      result.terms.push_back({term.variable, sum_of_both});
    }
  }
  result.terms.insert(result.terms.end(), left, a.terms.end());
  return result;
}

Value Folder::fold(const Expr& expr) const {
  switch (expr.kind) {
    case Expr::Kind::number:
      return {.linear = {.constant = expr.value}, .place = expr.place};
    case Expr::Kind::parameter:
      return {.linear = {.constant = parameters_[static_cast<std::size_t>(expr.value)]},
              .place = expr.place};
    case Expr::Kind::variable:
      return {.linear = {.terms = {{static_cast<std::uint32_t>(expr.value), 1}}},
              .place = expr.place};
    default:
      break;
  }
  std::vector<Value> operands;
  operands.reserve(expr.operands.size());
  for (const Expr& operand : expr.operands) {
    operands.push_back(fold(operand));
  }
  return combine(expr.kind, std::move(operands), expr.place);
}

Value Folder::combine(Expr::Kind kind, std::vector<Value> operands, Place place) const {
  switch (kind) {
    case Expr::Kind::sum:
      return combine_sum(std::move(operands), place);
    case Expr::Kind::product:
      return combine_product(std::move(operands), place);
    case Expr::Kind::minimum:
    case Expr::Kind::maximum:
      return combine_extreme(kind, std::move(operands), place);
    default:
      return combine_division(kind, std::move(operands), place);
  }
}

Value Folder::combine_sum(std::vector<Value> operands, Place place) const {
  Value linear{.place = place};
  std::vector<Value> rest;
  for (Value& operand : operands) {
    if (operand.is_linear()) {
      linear.linear = add(linear.linear, operand.linear, 1, place);
    } else {
      rest.push_back(std::move(operand));
    }
  }
  if (rest.empty()) {
    return linear;
  }
  rest.push_back(std::move(linear));
  return {.kind = Expr::Kind::sum, .operands = std::move(rest), .place = place};
}

Value Folder::combine_product(std::vector<Value> operands, Place place) const {
  std::int64_t factor = 1;
  std::vector<Value> rest;
  for (Value& operand : operands) {
    if (operand.is_constant()) {
      factor = apply(Expr::Kind::product, factor, operand.linear.constant, place);
    } else {
      rest.push_back(std::move(operand));
    }
  }
  if (rest.size() == 1 && rest[0].is_linear()) {
    return {.linear = add({}, rest[0].linear, factor, place), .place = place};
  }
  Value constant{.linear = {.constant = factor}, .place = place};
  if (rest.empty() || factor == 0) {
    return constant;
  }
  rest.push_back(std::move(constant));
  return {.kind = Expr::Kind::product, .operands = std::move(rest), .place = place};
}

// Exact where all of a linear expression is a multiple of a constant divisor.
Value Folder::combine_division(Expr::Kind kind, std::vector<Value> operands, Place place) const {
  const Value& a = operands[0];
  const Value& b = operands[1];
  if (b.is_constant() && b.linear.constant == 0) {
    (void)apply(kind, 0, 0, place);  // says so
  }
  if (a.is_constant() && b.is_constant()) {
    return {.linear = {.constant = apply(kind, a.linear.constant, b.linear.constant, place)},
            .place = place};
  }
  if (a.is_linear() && b.is_constant() && kind != Expr::Kind::remainder) {
    const std::int64_t divisor = b.linear.constant;
    const auto divides = [&](std::int64_t value) { return divisor != -1 && value % divisor == 0; };
    if (divides(a.linear.constant) &&
        std::all_of(a.linear.terms.begin(), a.linear.terms.end(),
                    [&](const Term& term) { return divides(term.factor); })) {
      Value result{.linear = a.linear, .place = place};
      result.linear.constant /= divisor;
      for (Term& term : result.linear.terms) {
        term.factor /= divisor;
      }
      return result;
    }
  }
  return {.kind = kind, .operands = std::move(operands), .place = place};
}

// What another one is never beyond is left out.
Value Folder::combine_extreme(Expr::Kind kind, std::vector<Value> operands, Place place) const {
  const bool least = kind == Expr::Kind::minimum;
  std::vector<Value> kept;
  for (Value& operand : operands) {
    const auto beats = [&](const Value& winner, const Value& loser) {
      if (winner.is_linear() && loser.is_linear()) {
        const Interval gap = interval(add(loser.linear, winner.linear, -1, place), place);
        return least ? gap.low >= 0 : gap.high <= 0;
      }
      const Interval a = interval(winner);
      const Interval b = interval(loser);
      return least ? a.high <= b.low : a.low >= b.high;
    };
    if (std::any_of(kept.begin(), kept.end(),
                    [&](const Value& one) { return beats(one, operand); })) {
      continue;
    }
    std::erase_if(kept, [&](const Value& one) { return beats(operand, one); });
    kept.push_back(std::move(operand));
  }
  if (kept.size() == 1) {
    return std::move(kept[0]);
  }
  return {.kind = kind, .operands = std::move(kept), .place = place};
}

Value Folder::substitute(const Value& value, std::size_t variable,
                         const Linear& replacement) const {
  if (value.is_linear()) {
    const std::int64_t factor = value.linear.factor_of(variable);
    if (factor == 0) {
      return value;
    }
    Linear without = value.linear;
    std::erase_if(without.terms, [&](const Term& term) { return term.variable == variable; });
    return {.linear = add(without, replacement, factor, value.place), .place = value.place};
  }
  std::vector<Value> operands;
  operands.reserve(value.operands.size());
  for (const Value& operand : value.operands) {
    operands.push_back(substitute(operand, variable, replacement));
  }
  return combine(value.kind, std::move(operands), value.place);
}

Interval Folder::interval(const Linear& linear, Place place) const {
  using enum Expr::Kind;
  Interval result{linear.constant, linear.constant};
  for (const Term& term : linear.terms) {
    const Interval& range = ranges_[term.variable];
    const bool up = term.factor > 0;
    result.low = apply(sum, result.low,
                       apply(product, term.factor, up ? range.low : range.high, place), place);
    result.high = apply(sum, result.high,
                        apply(product, term.factor, up ? range.high : range.low, place), place);
  }
  return result;
}

Interval Folder::interval(const Value& value) const {
  if (value.is_linear()) {
    return interval(value.linear, value.place);
  }
  Interval result = interval(value.operands[0]);
  for (std::size_t i = 1; i < value.operands.size(); ++i) {
    const Interval next = interval(value.operands[i]);
    const bool divides = value.kind == Expr::Kind::quotient ||
                         value.kind == Expr::Kind::remainder || value.kind == Expr::Kind::ceildiv;
    if (divides && next.low <= 0 && next.high >= 0) {
      // A divisor of unknown sign: nothing is further from 0 than what is divided, or the divisor.
      const std::int64_t most =
          std::max({result.high, apply(Expr::Kind::product, result.low, -1, value.place), next.high,
                    apply(Expr::Kind::product, next.low, -1, value.place)});
      result = {-most, most};
      continue;
    }
    if (value.kind == Expr::Kind::remainder) {
      result = next.low > 0 ? Interval{0, next.high - 1} : Interval{next.low + 1, 0};
      continue;
    }
    const std::array corners{apply(value.kind, result.low, next.low, value.place),
                             apply(value.kind, result.low, next.high, value.place),
                             apply(value.kind, result.high, next.low, value.place),
                             apply(value.kind, result.high, next.high, value.place)};
    result = {*std::min_element(corners.begin(), corners.end()),
              *std::max_element(corners.begin(), corners.end())};
  }
  return result;
}

std::int64_t Folder::evaluate(const Value& value, const std::int64_t* variables) const {
  if (value.is_linear()) {
    return value.linear.at(variables);
  }
  std::int64_t result = evaluate(value.operands[0], variables);
  for (std::size_t i = 1; i < value.operands.size(); ++i) {
    result = apply(value.kind, result, evaluate(value.operands[i], variables), value.place);
  }
  return result;
}

}  // namespace dmc::nest

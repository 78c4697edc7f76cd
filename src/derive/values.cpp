#include <algorithm>
#include <cmath>
#include <functional>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/derive/derivation.hpp"
#include "dmc/derive/expressions.hpp"
#include "dmc/util/error.hpp"

#include "smooth_sum.hpp"

namespace dmc::derive {
namespace {

constexpr std::uint64_t k_most_summands = 1'000'000'000;

std::int64_t value_of(const Row& row, const std::vector<std::int64_t>& values) {
  Int128 sum = row[0];
  for (std::size_t i = 1; i < row.size(); ++i) {
    if (row[i] != 0) {
      sum = add(sum, multiply(row[i], values[i - 1]));
    }
  }
  const auto result = static_cast<std::int64_t>(sum);
  if (result != sum) {
    throw Overflow();
  }
  return result;
}

Int128 whole(const Rational& value) {
  if (!value.is_whole()) {
    throw std::logic_error("a number of accesses came out as a fraction");
  }
  return value.numerator();
}

Polynomial at(Polynomial polynomial, const Sizes& sizes) {
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    polynomial = polynomial.substituted(i, Polynomial(Rational(sizes[i])));
  }
  return polynomial;
}

std::int64_t quotient(std::int64_t a, std::int64_t b, bool up) {
  const std::int64_t rest = ((a % b) + b) % b;
  return (a - rest) / b + (up && rest != 0 ? 1 : 0);
}

/// A polynomial of one variable with whole values, by Horner's rule.
class Univariate {
 public:
  Univariate(const Polynomial& polynomial, std::size_t variable) {
    for (const auto& [exponents, coefficient] : polynomial.terms()) {
      divisor_ = multiply(divisor_, Rational(coefficient.denominator(), divisor_).numerator());
    }
    for (const auto& [exponents, coefficient] : polynomial.terms()) {
      const std::size_t power = variable < exponents.size() ? exponents[variable] : 0;
      coefficients_.resize(std::max(coefficients_.size(), power + 1));
      const Int128 factor = divisor_ / coefficient.denominator();
      coefficients_[power] = add(coefficients_[power], multiply(coefficient.numerator(), factor));
    }
  }

  [[nodiscard]] Int128 operator()(std::int64_t at) const {
    Int128 sum = 0;
    for (std::size_t i = coefficients_.size(); i-- > 0;) {
      sum = add(multiply(sum, at), coefficients_[i]);
    }
    if (divisor_ != 1 && sum % divisor_ != 0) {
      throw std::logic_error("a number of accesses came out as a fraction");
    }
    return sum / divisor_;
  }

 private:
  std::vector<Int128> coefficients_;
  Int128 divisor_ = 1;
};

/// Goes through all values of indices, and says how many there are of what value.
class Summation {
 public:
  using Take = std::function<void(Int128 count, Int128 value)>;

  Summation(const Amount& amount, const Sizes& sizes, const Take& take)
      : amount_(amount), take_(take), values_(sizes) {}

  void run(const Polynomial& value) { level(0, at(amount_.count, values_), at(value, values_)); }

 private:
  void level(std::size_t depth, const Polynomial& count, const Polynomial& value) {
    if (depth == amount_.indices.size()) {
      finish(whole(count.value(values_)), [&] { return whole(value.value(values_)); });
      return;
    }
    const Index& index = amount_.indices[depth];
    const std::int64_t first =
        quotient(value_of(index.first.row, values_), index.first.divisor, true);
    const std::int64_t last =
        quotient(value_of(index.last.row, values_), index.last.divisor, false);
    const std::size_t variable = values_.size();
    if (first > last) {
      return;
    }
    if (depth + 1 == amount_.indices.size()) {
      innermost({count, variable}, {value, variable}, first, last);
      return;
    }
    values_.push_back(first);
    for (std::int64_t i = first; i <= last; ++i) {
      values_.back() = i;
      const Polynomial here(Rational{i});
      level(depth + 1, count.substituted(variable, here), value.substituted(variable, here));
    }
    values_.pop_back();
  }

  void innermost(const Univariate& count, const Univariate& value, std::int64_t first,
                 std::int64_t last) {
    for (std::int64_t i = first; i <= last; ++i) {
      finish(count(i), [&] { return value(i); });
    }
  }

  template <class Value>
  void finish(Int128 count, const Value& value) {
    if (++summands_ > k_most_summands) {
      throw Error("a sum has too many terms at these sizes; choose smaller ones");
    }
    if (count != 0) {
      take_(count, value());
    }
  }

  const Amount& amount_;
  const Take& take_;
  Sizes values_;
  std::uint64_t summands_ = 0;
};

/// The sum of count * sqrt(value), where indices may have any number of values.
class RootSum {
 public:
  RootSum(const Amount& amount, const Sizes& sizes) : amount_(amount), sizes_(sizes) {}

  [[nodiscard]] long double run(const Polynomial& value) const {
    return level(sizes_, at(amount_.count, sizes_), at(value, sizes_));
  }

 private:
  static long double rooted(Int128 count, Int128 value) {
    return static_cast<long double>(count) * std::sqrt(static_cast<long double>(value));
  }

  [[nodiscard]] long double level(const Sizes& values, const Polynomial& count,
                                  const Polynomial& value) const {
    const std::size_t depth = values.size() - sizes_.size();
    if (depth == amount_.indices.size()) {
      return rooted(whole(count.value(values)), whole(value.value(values)));
    }
    const Index& index = amount_.indices[depth];
    const std::int64_t first =
        quotient(value_of(index.first.row, values), index.first.divisor, true);
    const std::int64_t last = quotient(value_of(index.last.row, values), index.last.divisor, false);
    const std::size_t variable = values.size();
    if (depth + 1 == amount_.indices.size()) {
      const Univariate here(count, variable);
      const Univariate below(value, variable);
      return smooth_sum(first, last, [&](std::int64_t i) {
        const Int128 times = here(i);
        return times == 0 ? 0.0L : rooted(times, below(i));
      });
    }
    return smooth_sum(first, last, [&](std::int64_t i) {
      Sizes more = values;
      more.push_back(i);
      const Polynomial here(Rational{i});
      return level(more, count.substituted(variable, here), value.substituted(variable, here));
    });
  }

  const Amount& amount_;
  const Sizes& sizes_;
};

Int128 total_at(const std::vector<Amount>& amounts, const Sizes& sizes) {
  Int128 sum = 0;
  const Summation::Take take = [&](Int128 count, Int128) { sum = add(sum, count); };
  for (const Amount& amount : amounts) {
    Summation(amount, sizes, take).run(Polynomial());
  }
  return sum;
}

void check_region(const Derivation& derivation, const Sizes& sizes) {
  if (!holds_at(derivation, sizes)) {
    throw Error(
        fmt::format("the formulas derived for {} hold where {}, which these sizes are not; dmc run "
                    "measures them",
                    derivation.name, fmt::join(region_text(derivation), ", ")));
  }
}

Values values_in_range(const Derivation& derivation, const Sizes& sizes) {
  Values values;
  values.accesses = total_at(derivation.accesses, sizes);
  values.data = total_at(derivation.data, sizes);
  values.reuses = values.accesses - values.data;
  long double dmd = 0;
  for (const Term& term : derivation.terms) {
    dmd += RootSum(term, sizes).run(term.distance);
  }
  if (!derivation.undecided.empty()) {
    values.undecided = values.reuses;
    for (const Term& term : derivation.terms) {
      for_each_reuse(term, sizes, [&](Int128 count, Int128) {
        values.undecided = add(values.undecided, -count);
      });
    }
  }
  values.dmd = static_cast<double>(dmd);
  return values;
}

}  // namespace

void for_each_reuse(const Term& term, const Sizes& sizes,
                    const std::function<void(Int128 count, Int128 distance)>& take) {
  Summation(term, sizes, take).run(term.distance);
}

bool holds_at(const Derivation& derivation, const Sizes& sizes) {
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const auto found = derivation.residues.find(derivation.parameters[i]);
    if (found != derivation.residues.end() &&
        (sizes[i] - found->second.remainder) % found->second.divisor != 0) {
      return false;
    }
  }
  return std::all_of(derivation.region.begin(), derivation.region.end(),
                     [&](const Row& row) { return value_of(row, sizes) >= 0; });
}

Int128 accesses_at(const Derivation& derivation, const Sizes& sizes) {
  return total_at(derivation.accesses, sizes);
}

Values values_at(const Derivation& derivation, const Sizes& sizes) {
  check_region(derivation, sizes);
  try {
    return values_in_range(derivation, sizes);
  } catch (const Overflow&) {
    throw Error(
        fmt::format("what {} comes to at these sizes are numbers beyond 128 bits; choose "
                    "smaller ones",
                    derivation.name));
  }
}

Distances distances_at(const Derivation& derivation, const Sizes& sizes) {
  check_region(derivation, sizes);
  std::map<Int128, Int128> sums;
  for (const Term& term : derivation.terms) {
    for_each_reuse(term, sizes, [&](Int128 count, Int128 distance) { sums[distance] += count; });
  }
  Distances result;
  for (const auto& [distance, count] : sums) {
    if (count != 0) {
      // What is negative becomes too large to be right, and verification finds it.
      result[static_cast<std::uint64_t>(distance)] += static_cast<std::uint64_t>(count);
    }
  }
  return result;
}

}  // namespace dmc::derive

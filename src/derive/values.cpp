#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include <fmt/format.h>

#include "dmc/derive/derivation.hpp"
#include "dmc/util/error.hpp"

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

/// Goes through all values of indices.
class Summation {
 public:
  using Take = std::function<void(Int128 count, const Sizes& values)>;

  Summation(const Amount& amount, const Sizes& sizes, Take take)
      : amount_(amount), take_(std::move(take)), values_(sizes), count_(at(amount.count, sizes)) {}

  void run() { level(0); }

 private:
  void level(std::size_t depth) {
    if (depth == amount_.indices.size()) {
      if (++summands_ > k_most_summands) {
        throw Error("a sum has too many terms at these sizes; choose smaller ones");
      }
      const Int128 count = whole(count_.value(values_));
      if (count != 0) {
        take_(count, values_);
      }
      return;
    }
    const Index& index = amount_.indices[depth];
    const std::int64_t first = quotient(value_of(index.first.row, values_), index.first.divisor, true);
    const std::int64_t last = quotient(value_of(index.last.row, values_), index.last.divisor, false);
    values_.push_back(first);
    for (std::int64_t i = first; i <= last; ++i) {
      values_.back() = i;
      level(depth + 1);
    }
    values_.pop_back();
  }

  const Amount& amount_;
  Take take_;
  Sizes values_;
  Polynomial count_;
  std::uint64_t summands_ = 0;
};

Int128 total_at(const std::vector<Amount>& amounts, const Sizes& sizes) {
  Int128 sum = 0;
  const Summation::Take take = [&](Int128 count, const Sizes&) { sum = add(sum, count); };
  for (const Amount& amount : amounts) {
    Summation(amount, sizes, take).run();
  }
  return sum;
}

void for_all_reuses(const Derivation& derivation, const Sizes& sizes,
                    const std::function<void(Int128 count, Int128 distance)>& take) {
  for (const Term& term : derivation.terms) {
    const Polynomial distance = at(term.distance, sizes);
    Summation(term, sizes, [&](Int128 count, const Sizes& values) {
      take(count, whole(distance.value(values)));
    }).run();
  }
}

void check_region(const Derivation& derivation, const Sizes& sizes) {
  if (!holds_at(derivation, sizes)) {
    throw Error(fmt::format("the formulas of {} do not hold at these sizes; dmc run measures them",
                            derivation.name));
  }
}

}  // namespace

bool holds_at(const Derivation& derivation, const Sizes& sizes) {
  return std::all_of(derivation.region.begin(), derivation.region.end(),
                     [&](const Row& row) { return value_of(row, sizes) >= 0; });
}

Values values_at(const Derivation& derivation, const Sizes& sizes) {
  check_region(derivation, sizes);
  Values values;
  values.accesses = total_at(derivation.accesses, sizes);
  values.data = total_at(derivation.data, sizes);
  values.reuses = values.accesses - values.data;
  values.undecided = values.reuses;
  long double dmd = 0;
  for_all_reuses(derivation, sizes, [&](Int128 count, Int128 distance) {
    values.undecided -= count;
    dmd += static_cast<long double>(count) * std::sqrt(static_cast<long double>(distance));
  });
  values.dmd = static_cast<double>(dmd);
  return values;
}

Distances distances_at(const Derivation& derivation, const Sizes& sizes) {
  check_region(derivation, sizes);
  std::map<Int128, Int128> sums;
  for_all_reuses(derivation, sizes,
                 [&](Int128 count, Int128 distance) { sums[distance] += count; });
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

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

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

/// Goes through all values of a term's indices.
class Summation {
 public:
  using Take = std::function<void(Int128 count, Int128 distance)>;

  Summation(const Term& term, const Sizes& sizes, const Take& take)
      : term_(term),
        take_(take),
        values_(sizes),
        count_(at(term.count, sizes)),
        distance_(at(term.distance, sizes)) {}

  void run() { level(0); }

 private:
  void level(std::size_t depth) {
    if (depth == term_.indices.size()) {
      if (++summands_ > k_most_summands) {
        throw Error("a sum has too many terms at these sizes; choose smaller ones");
      }
      const Int128 count = whole(count_.value(values_));
      if (count != 0) {
        take_(count, whole(distance_.value(values_)));
      }
      return;
    }
    const Index& index = term_.indices[depth];
    const std::int64_t first = value_of(index.first, values_);
    const std::int64_t last = value_of(index.last, values_);
    values_.push_back(first);
    for (std::int64_t i = first; i <= last; ++i) {
      values_.back() = i;
      level(depth + 1);
    }
    values_.pop_back();
  }

  const Term& term_;
  const Take& take_;
  std::vector<std::int64_t> values_;
  Polynomial count_;
  Polynomial distance_;
  std::uint64_t summands_ = 0;
};

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
  values.accesses = whole(derivation.accesses.value(sizes));
  values.data = whole(derivation.data.value(sizes));
  values.reuses = values.accesses - values.data;
  values.undecided = values.reuses;
  long double dmd = 0;
  const Summation::Take take = [&](Int128 count, Int128 distance) {
    values.undecided -= count;
    dmd += static_cast<long double>(count) * std::sqrt(static_cast<long double>(distance));
  };
  for (const Term& term : derivation.terms) {
    Summation(term, sizes, take).run();
  }
  values.dmd = static_cast<double>(dmd);
  return values;
}

Distances distances_at(const Derivation& derivation, const Sizes& sizes) {
  check_region(derivation, sizes);
  std::map<Int128, Int128> sums;
  const Summation::Take take = [&](Int128 count, Int128 distance) { sums[distance] += count; };
  for (const Term& term : derivation.terms) {
    Summation(term, sizes, take).run();
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

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

#include "region.hpp"

// Sums over the whole points of polyhedra whose sides depend on parameters: a variable at a time,
// as W. Pugh, "Counting solutions to Presburger formulas: how and why", PLDI 1994.
namespace dmc::derive {
namespace {

constexpr std::size_t k_no_price = std::numeric_limits<std::size_t>::max();
constexpr std::int64_t k_few = 16;  // values of a variable that are better taken one by one

Row scaled_row(Row row, std::int64_t factor) {
  for (std::int64_t& value : row) {
    if (__builtin_mul_overflow(value, factor, &value)) {
      throw Overflow();
    }
  }
  return row;
}

Row added(Row row, const Row& other) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (__builtin_add_overflow(row[i], other[i], &row[i])) {
      throw Overflow();
    }
  }
  return row;
}

Row difference(const Row& a, const Row& b, std::int64_t constant) {
  Row row = added(a, scaled_row(b, -1));
  row[0] += constant;
  return row;
}

// y stands in column y + 1. What it is where this row is 0; its coefficient is 1 or -1.
Row solved(const Row& row, std::size_t y) {
  Row result = scaled_row(row, -row[y + 1]);
  result[y + 1] = 0;
  return result;
}

Row substituted_row(const Row& row, std::size_t y, const Row& by) {
  Row result = row;
  const std::int64_t factor = std::exchange(result[y + 1], 0);
  return factor == 0 ? result : added(result, scaled_row(by, factor));
}

bool is_unit(const Row& row, std::size_t y) {
  return std::abs(row[y + 1]) == 1;
}

// The row divided by what divides all of it.
Row lowest(Row row) {
  std::int64_t divisor = 0;
  for (const std::int64_t value : row) {
    divisor = std::gcd(divisor, value);
  }
  for (std::int64_t& value : row) {
    value /= divisor == 0 ? 1 : divisor;
  }
  return row;
}

// An equation that says what y is. Where each has y more than once, two may do it together:
// 2y = x - 1 and 2z = x - 1 make y = z.
std::optional<Row> defining(const Constraints& where, std::size_t y) {
  for (const Row& row : where.equal) {
    if (is_unit(row, y)) {
      return row;
    }
  }
  for (const Row& row : where.equal) {
    for (const Row& other : where.equal) {
      for (const std::int64_t sign : {1, -1}) {
        Row both = lowest(added(row, scaled_row(other, sign)));
        if (row[y + 1] != 0 && other[y + 1] == 0 && is_unit(both, y)) {
          return both;
        }
      }
    }
  }
  return std::nullopt;
}

Part with_value(const Part& part, std::size_t y, const Row& value) {
  Part result;
  for (const Row& row : part.where.equal) {
    result.where.equal.push_back(substituted_row(row, y, value));
  }
  for (const Row& row : part.where.not_negative) {
    result.where.not_negative.push_back(substituted_row(row, y, value));
  }
  result.count = part.count.substituted(y, Polynomial::affine(value));
  return result;
}

struct Bounds {
  std::vector<Bound> lower;
  std::vector<Bound> upper;
  Constraints others;

  [[nodiscard]] bool whole() const {
    const auto is_whole = [](const Bound& bound) { return bound.divisor == 1; };
    return std::all_of(lower.begin(), lower.end(), is_whole) &&
           std::all_of(upper.begin(), upper.end(), is_whole);
  }
};

// What y is at least, or at most, where this row is not negative.
Bound bound_of(const Row& row, std::size_t y) {
  const std::int64_t factor = row[y + 1];
  Row rest = scaled_row(row, factor > 0 ? -1 : 1);
  rest[y + 1] = 0;
  return {std::move(rest), std::abs(factor)};
}

Bounds bounds_of(const Constraints& where, std::size_t y) {
  Bounds bounds;
  for (const Row& row : where.equal) {
    if (row[y + 1] == 0) {
      bounds.others.equal.push_back(row);
    } else {
      bounds.lower.push_back(bound_of(row[y + 1] > 0 ? row : scaled_row(row, -1), y));
      bounds.upper.push_back(bounds.lower.back());
    }
  }
  for (const Row& row : where.not_negative) {
    if (row[y + 1] == 0) {
      bounds.others.not_negative.push_back(row);
    } else {
      (row[y + 1] > 0 ? bounds.lower : bounds.upper).push_back(bound_of(row, y));
    }
  }
  return bounds;
}

// a - b, and more, is not negative.
Row above(const Bound& a, const Bound& b, std::int64_t more) {
  return difference(scaled_row(a.row, b.divisor), scaled_row(b.row, a.divisor), more);
}

// Where lower[i] is the greatest of all and upper[j] the least.
std::optional<Constraints> active(const Frame& frame, const Bounds& bounds, std::size_t i,
                                  std::size_t j) {
  Constraints where = bounds.others;
  for (std::size_t k = 0; k < bounds.lower.size(); ++k) {
    if (k != i) {
      where.not_negative.push_back(above(bounds.lower[i], bounds.lower[k], k < i ? -1 : 0));
    }
  }
  for (std::size_t k = 0; k < bounds.upper.size(); ++k) {
    if (k != j) {
      where.not_negative.push_back(above(bounds.upper[k], bounds.upper[j], k < j ? -1 : 0));
    }
  }
  // A sum from a to a - 1 is 0, as its polynomial is, so that the part may be wider than what has
  // any points, which spares cutting where they begin. There has to be a point, though.
  Constraints strict = where;
  strict.not_negative.push_back(above(bounds.upper[j], bounds.lower[i], 0));
  std::optional<Constraints> reduced = frame.reduced(strict);
  if (!reduced || !bounds.whole()) {
    return reduced;
  }
  where.not_negative.push_back(above(bounds.upper[j], bounds.lower[i], 1));
  return frame.reduced(where);
}

// How many parts summing over y makes; as many as can be where it cannot be done.
std::size_t price(const Constraints& where, std::size_t y) {
  if (defining(where, y)) {
    return 0;
  }
  const Bounds bounds = bounds_of(where, y);
  return bounds.whole() ? bounds.lower.size() * bounds.upper.size() : k_no_price;
}

// Every value of y as an equation, where there are no more than a few.
std::vector<Row> few_values(const Constraints& where, std::size_t y) {
  const Bounds bounds = bounds_of(where, y);
  for (const Bound& lower : bounds.lower) {
    for (const Bound& upper : bounds.upper) {
      const Row width = difference(upper.row, lower.row, 0);
      const bool constant =
          std::all_of(width.begin() + 1, width.end(), [](auto v) { return v == 0; });
      if (lower.divisor != 1 || upper.divisor != 1 || !constant || width[0] > k_few) {
        continue;
      }
      std::vector<Row> values;
      for (std::int64_t i = 0; i <= width[0]; ++i) {
        values.push_back(lower.row);
        values.back()[0] += i;
      }
      return values;
    }
  }
  return {};
}

std::vector<Part> sum_over(const Frame& frame, const Part& part, std::size_t y) {
  std::vector<Part> result;
  for (const Ranged& range : ranges_of(frame, part, y)) {
    if (range.value) {
      result.push_back(range.part);
    } else {
      result.push_back(
          {range.part.where, range.part.count.summed(y, Polynomial::affine(range.first.row),
                                                     Polynomial::affine(range.last.row))});
    }
  }
  return result;
}

}  // namespace

std::vector<Ranged> ranges_of(const Frame& frame, const Part& part, std::size_t y) {
  std::vector<Ranged> result;
  if (const std::optional<Row> row = defining(part.where, y)) {
    const Row value = solved(*row, y);
    Part rest = with_value(part, y, value);
    if (std::optional<Constraints> where = frame.reduced(rest.where)) {
      result.push_back({{std::move(*where), std::move(rest.count)}, value, {}, {}});
    }
    return result;
  }
  const Bounds bounds = bounds_of(part.where, y);
  if (bounds.lower.empty() || bounds.upper.empty()) {
    throw NotCounted("a bound is missing");
  }
  for (std::size_t i = 0; i < bounds.lower.size(); ++i) {
    for (std::size_t j = 0; j < bounds.upper.size(); ++j) {
      if (std::optional<Constraints> where = active(frame, bounds, i, j)) {
        result.push_back(
            {{std::move(*where), part.count}, std::nullopt, bounds.lower[i], bounds.upper[j]});
      }
    }
  }
  return result;
}

std::vector<Part> sum_out(const Frame& frame, const Constraints& where, const Polynomial& weight,
                          const std::vector<std::size_t>& variables) {
  const std::optional<Constraints> reduced = frame.reduced(where);
  if (!reduced) {
    return {};
  }
  if (variables.empty()) {
    return {{*reduced, weight}};
  }
  const Part whole{*reduced, weight};
  std::size_t y = *std::min_element(variables.begin(), variables.end(), [&](auto a, auto b) {
    return price(*reduced, a) < price(*reduced, b);
  });
  std::vector<Part> parts;
  if (price(*reduced, y) != k_no_price) {
    parts = sum_over(frame, whole, y);
  } else {
    const auto narrow = std::find_if(variables.begin(), variables.end(), [&](std::size_t variable) {
      return !few_values(*reduced, variable).empty();
    });
    if (narrow == variables.end()) {
      return {{*reduced, weight, variables}};
    }
    y = *narrow;
    for (const Row& value : few_values(*reduced, y)) {
      parts.push_back(with_value(whole, y, value));
    }
  }
  std::vector<std::size_t> others = variables;
  std::erase(others, y);
  std::vector<Part> result;
  for (const Part& part : parts) {
    for (Part& one : sum_out(frame, part.where, part.count, others)) {
      if (!one.count.is_zero()) {
        result.push_back(std::move(one));
      }
    }
  }
  return result;
}

}  // namespace dmc::derive

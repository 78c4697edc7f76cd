#include <algorithm>
#include <cstdlib>
#include <limits>
#include <utility>

#include "region.hpp"

// Sums over the whole points of polyhedra whose sides depend on parameters: a variable at a time,
// as W. Pugh, "Counting solutions to Presburger formulas: how and why", PLDI 1994.
namespace dmc::derive {
namespace {

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

const Row* defining(const Constraints& where, std::size_t y) {
  const auto found = std::find_if(where.equal.begin(), where.equal.end(),
                                  [&](const Row& row) { return std::abs(row[y + 1]) == 1; });
  return found == where.equal.end() ? nullptr : &*found;
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
  std::vector<Row> lower;  // y is at least
  std::vector<Row> upper;  // y is at most
  Constraints others;
};

// Nothing where a bound has y more than once.
std::optional<Bounds> bounds_of(const Constraints& where, std::size_t y) {
  Bounds bounds;
  for (const Row& row : where.equal) {
    if (row[y + 1] != 0) {
      return std::nullopt;
    }
    bounds.others.equal.push_back(row);
  }
  for (const Row& row : where.not_negative) {
    if (row[y + 1] == 0) {
      bounds.others.not_negative.push_back(row);
    } else if (std::abs(row[y + 1]) == 1) {
      (row[y + 1] > 0 ? bounds.lower : bounds.upper).push_back(solved(row, y));
    } else {
      return std::nullopt;
    }
  }
  return bounds;
}

// Where lower[i] is the greatest of all and upper[j] the least.
std::optional<Constraints> active(const Frame& frame, const Bounds& bounds, std::size_t i,
                                  std::size_t j) {
  Constraints where = bounds.others;
  for (std::size_t k = 0; k < bounds.lower.size(); ++k) {
    if (k != i) {
      where.not_negative.push_back(difference(bounds.lower[i], bounds.lower[k], k < i ? -1 : 0));
    }
  }
  for (std::size_t k = 0; k < bounds.upper.size(); ++k) {
    if (k != j) {
      where.not_negative.push_back(difference(bounds.upper[k], bounds.upper[j], k < j ? -1 : 0));
    }
  }
  // A sum from a to a - 1 is 0, as its polynomial is, so that the part may be wider than what has
  // any points, which spares cutting where they begin. There has to be a point, though.
  Constraints strict = where;
  strict.not_negative.push_back(difference(bounds.upper[j], bounds.lower[i], 0));
  if (!frame.reduced(strict)) {
    return std::nullopt;
  }
  where.not_negative.push_back(difference(bounds.upper[j], bounds.lower[i], 1));
  return frame.reduced(where);
}

// How many parts summing over y makes; as many as can be where it cannot be done.
std::size_t price(const Constraints& where, std::size_t y) {
  if (defining(where, y) != nullptr) {
    return 0;
  }
  const std::optional<Bounds> bounds = bounds_of(where, y);
  if (!bounds) {
    return std::numeric_limits<std::size_t>::max();
  }
  return bounds->lower.size() * bounds->upper.size();
}

std::vector<Part> sum_over(const Frame& frame, const Part& part, std::size_t y) {
  std::vector<Part> result;
  for (const Ranged& range : ranges_of(frame, part, y)) {
    if (range.value) {
      result.push_back(range.part);
    } else {
      result.push_back({range.part.where,
                        range.part.count.summed(y, Polynomial::affine(range.first),
                                                Polynomial::affine(range.last))});
    }
  }
  return result;
}

}  // namespace

std::vector<Ranged> ranges_of(const Frame& frame, const Part& part, std::size_t y) {
  std::vector<Ranged> result;
  if (const Row* row = defining(part.where, y)) {
    const Row value = solved(*row, y);
    Part rest = with_value(part, y, value);
    if (std::optional<Constraints> where = frame.reduced(rest.where)) {
      result.push_back({{std::move(*where), std::move(rest.count)}, value, {}, {}});
    }
    return result;
  }
  const std::optional<Bounds> bounds = bounds_of(part.where, y);
  if (!bounds) {
    throw NotCounted("a bound is a fraction");
  }
  if (bounds->lower.empty() || bounds->upper.empty()) {
    throw NotCounted("a bound is missing");
  }
  for (std::size_t i = 0; i < bounds->lower.size(); ++i) {
    for (std::size_t j = 0; j < bounds->upper.size(); ++j) {
      if (std::optional<Constraints> where = active(frame, *bounds, i, j)) {
        result.push_back({{std::move(*where), part.count},
                          std::nullopt,
                          bounds->lower[i],
                          bounds->upper[j]});
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
  std::vector<std::size_t> others = variables;
  const auto next = std::min_element(others.begin(), others.end(), [&](auto a, auto b) {
    return price(*reduced, a) < price(*reduced, b);
  });
  const std::size_t y = *next;
  others.erase(next);
  std::vector<Part> result;
  for (const Part& part : sum_over(frame, {*reduced, weight}, y)) {
    for (Part& one : sum_out(frame, part.where, part.count, others)) {
      if (!one.count.is_zero()) {
        result.push_back(std::move(one));
      }
    }
  }
  return result;
}

}  // namespace dmc::derive

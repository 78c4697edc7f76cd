#include <algorithm>
#include <map>

#include "ranges.hpp"

namespace dmc {
namespace {

bool is_omitted(const ArrayPlan& array, const Model& model) {
  return std::find(model.omit.begin(), model.omit.end(), array.name) != model.omit.end();
}

Count blocks(Count size, std::uint64_t block) {
  return size.value() / block + (size.value() % block != 0 ? 1 : 0);
}

/// Blocks of one copy of an array. Those of data that do not lie side by side are as many as the
/// data at most, and as many as the stretch they lie in has.
Count blocks(const ArrayPlan& array, std::uint64_t block) {
  if (array.span == 0) {
    return blocks(array.size, block);
  }
  return std::min(array.size.value(), blocks(array.span, block).value());
}

bool is_scattered(const ArrayPlan& array) {
  return !(array.span == 0 || array.span == array.size);
}

/// Which of the temporaries of a size are made part of the trace.
enum class Kept : std::uint8_t { all, some, none };

Kept kept_of(const Plan& plan, Count size, const Model& model) {
  bool kept = false;
  bool omitted = false;
  for (const ArrayPlan& array : plan.arrays) {
    if (array.temporary && array.size == size && !(array.copies == 0)) {
      (is_omitted(array, model) ? omitted : kept) = true;
    }
  }
  if (!omitted) {
    return Kept::all;
  }
  return kept ? Kept::some : Kept::none;
}

}  // namespace

std::vector<RangePlan> recycled_ranges(const std::vector<std::vector<RangePlan>>& moments) {
  std::map<std::uint64_t, Count> most;
  for (const auto& moment : moments) {
    std::map<std::uint64_t, Count> alive;
    for (const RangePlan& range : moment) {
      alive[range.size.value()] += range.ranges;
    }
    for (const auto& [size, ranges] : alive) {
      most[size] = std::max(most[size].value(), ranges.value());
    }
  }
  std::vector<RangePlan> recycled;
  recycled.reserve(most.size());
  for (const auto& [size, ranges] : most) {
    recycled.push_back({size, ranges});
  }
  return recycled;
}

Footprint footprint(const Plan& plan, const Model& model) {
  const bool reuse = model.temporaries == Temporaries::reuse;
  Count accesses;
  Count data;
  Count elements;
  bool exact = true;
  for (const ArrayPlan& array : plan.arrays) {
    if (!array.temporary) {
      elements += array.copies * std::max(array.size.value(), array.span.value());
    }
    if (!is_omitted(array, model)) {
      accesses += array.accesses;
      if (!(reuse && array.temporary)) {
        data += array.copies * blocks(array, model.block);
        exact = exact && (model.block == 1 || !is_scattered(array));
      }
    }
  }
  // The values of temporaries are freed under either setting, so these ranges are also their
  // memory.
  for (const RangePlan& range : plan.recycled) {
    elements += range.ranges * range.size;
    const Kept kept = kept_of(plan, range.size, model);
    if (reuse && kept != Kept::none) {
      data += range.ranges * blocks(range.size, model.block);
      exact = exact && kept == Kept::all;
    }
  }
  return {accesses.value(), data.value(), exact, (elements * plan.element_bytes).value()};
}

}  // namespace dmc

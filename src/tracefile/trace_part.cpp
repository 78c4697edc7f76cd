#include "dmc/tracefile/trace_part.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "dmc/engine/address_map.hpp"
#include "dmc/util/error.hpp"

namespace dmc {
namespace {

// What an AddressMap calls a list of names, in new numbers where it does not know them.
std::vector<Datum> numbers_of(AddressMap& map, const std::vector<std::uint64_t>& names) {
  std::vector<Datum> numbers(names.size());
  map.translate(names, numbers);
  return numbers;
}

template <class NameOf>
void renumber(TracePart& part, NameOf name_of) {
  SegmentSummary& summary = part.segment.summary;
  AddressMap map;
  part.data.clear();
  part.data.reserve(summary.firsts.size());
  for (const FirstAccess& first : summary.firsts) {
    part.data.push_back(name_of(first.access.datum()));
  }
  (void)numbers_of(map, part.data);
  std::vector<std::uint64_t> lasts(summary.lasts.size());
  std::transform(summary.lasts.begin(), summary.lasts.end(), lasts.begin(), name_of);
  summary.lasts = numbers_of(map, lasts);
  for (std::size_t i = 0; i < summary.firsts.size(); ++i) {
    Access& access = summary.firsts[i].access;
    access = Access(static_cast<Datum>(i), access.array(), false);
  }
  summary.data_end = part.data.size();
  part.segment.open.data_end = part.data.size();
}

// The same segment with other numbers of its data.
MeasuredSegment with_numbers(const MeasuredSegment& segment, const std::vector<Datum>& numbers,
                             std::uint64_t data_end) {
  MeasuredSegment moved = segment;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    Access& access = moved.summary.firsts[i].access;
    access = Access(numbers[i], access.array(), false);
  }
  for (Datum& last : moved.summary.lasts) {
    last = numbers[last];
  }
  moved.summary.data_end = data_end;
  moved.open.data_end = data_end;
  return moved;
}

void check_distinct(std::uint64_t found, const std::vector<Datum>& numbers) {
  std::vector<bool> seen(found);
  for (const Datum number : numbers) {
    if (seen[number]) {
      throw Error("a part of a trace names a datum twice; measure the segment anew");
    }
    seen[number] = true;
  }
}

// The scopes that one ends with must be those that the other begins with.
bool scopes_agree(const MeasuredSegment& left, const MeasuredSegment& right) {
  if (left.open.array_end == 0 || right.open.array_end == 0) {
    return left.open.array_end == right.open.array_end;
  }
  const auto& marks = left.summary.marks;
  return std::equal(
      marks.begin(), marks.end(), right.open.marks.begin(), right.open.marks.end(),
      [](const SegmentSummary::Mark& mark, LabelId label) { return mark.label == label; });
}

void check_adjacent(const TracePart& left, const TracePart& right) {
  if (left.trace != right.trace || left.digest != right.digest || left.total != right.total) {
    throw Error(
        "these are parts of different traces, or were measured with different options; "
        "merge the parts of one trace");
  }
  if (left.end != right.begin) {
    throw Error(
        fmt::format("the part with accesses {} to {} does not follow on the one with {} to "
                    "{}; parts that are merged must follow on each other",
                    right.begin, right.end, left.begin, left.end));
  }
  if (!scopes_agree(left.segment, right.segment)) {
    throw Error(
        fmt::format("the parts that meet at access {} do not fit together; measure them "
                    "anew",
                    left.end));
  }
}

}  // namespace

void name_by_number(TracePart& part) {
  renumber(part, [](Datum datum) { return std::uint64_t{datum}; });
}

void name_by(TracePart& part, const std::vector<std::uint64_t>& names) {
  renumber(part, [&](Datum datum) { return names.at(datum); });
}

TracePart combine(const TracePart& left, const TracePart& right) {
  check_adjacent(left, right);
  AddressMap map;
  const std::vector<Datum> left_numbers = numbers_of(map, left.data);
  const std::uint64_t left_data = map.data();
  const std::vector<Datum> right_numbers = numbers_of(map, right.data);
  check_distinct(left_data, left_numbers);
  check_distinct(map.data(), right_numbers);

  TracePart whole{.trace = left.trace,
                  .digest = left.digest,
                  .begin = left.begin,
                  .end = right.end,
                  .total = left.total,
                  .data = left.data,
                  .segment = {}};
  for (std::size_t i = 0; i < right_numbers.size(); ++i) {
    if (right_numbers[i] >= left_data) {
      whole.data.push_back(right.data[i]);
    }
  }
  // The left one's data keep their numbers, and new ones follow in order of first access.
  whole.segment = combine(with_numbers(left.segment, left_numbers, left_data),
                          with_numbers(right.segment, right_numbers, map.data()));
  whole.segment.summary.data_end = whole.data.size();
  whole.segment.open.data_end = whole.data.size();
  return whole;
}

}  // namespace dmc

#include "dmc/tracefile/trace_part.hpp"

#include <algorithm>
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

// `numbers` are what the right one's data are called in the whole.
PartTimes combine_times(const TracePart& left, const TracePart& right,
                        const std::vector<Datum>& numbers) {
  PartTimes whole = *left.times;
  const std::uint64_t length = left.end - left.begin;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::uint64_t first = length + right.times->firsts[i];
    const std::uint64_t last = length + right.times->lasts[i];
    if (numbers[i] < left.data.size()) {
      whole.add_reuse(first - std::exchange(whole.lasts[numbers[i]], last));
    } else {
      whole.firsts.push_back(first);
      whole.lasts.push_back(last);
    }
  }
  for (std::size_t k = 0; k < whole.magnitudes.size(); ++k) {
    whole.magnitudes[k] += right.times->magnitudes[k];
  }
  return whole;
}

void check_adjacent(const TracePart& left, const TracePart& right) {
  if (left.trace != right.trace || left.digest != right.digest || left.total != right.total ||
      left.times.has_value() != right.times.has_value()) {
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
  SegmentSummary& summary = part.segment.summary;
  AddressMap map;
  part.data.clear();
  part.data.reserve(summary.firsts.size());
  for (FirstAccess& first : summary.firsts) {
    part.data.push_back(first.access.datum());
    first.access = Access(static_cast<Datum>(part.data.size() - 1), first.access.array(), false);
  }
  static_cast<void>(numbers_of(map, part.data));
  summary.lasts = numbers_of(map, {summary.lasts.begin(), summary.lasts.end()});
  summary.data_end = part.data.size();
  part.segment.open.data_end = part.data.size();
}

TracePart combine(const TracePart& left, const TracePart& right) {
  check_adjacent(left, right);
  AddressMap map;
  const std::vector<Datum> left_numbers = numbers_of(map, left.data);
  const std::uint64_t left_data = map.data();
  const std::vector<Datum> right_numbers = numbers_of(map, right.data);
  check_distinct(left_data, left_numbers);
  check_distinct(map.data(), right_numbers);

  TracePart whole{.file = left.file,
                  .trace = left.trace,
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
  if (left.times) {
    whole.times = combine_times(left, right, right_numbers);
  }
  return whole;
}

}  // namespace dmc

#include "dmc/analysis/segments.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "dmc/util/error.hpp"
#include "dmc/util/number.hpp"

#include "summarize.hpp"

namespace dmc {
namespace {

// Whether everything that was counted has a name.
bool is_named(const MeasuredSegment& segment, const TraceNames& names) {
  return std::all_of(segment.classes.begin(), segment.classes.end(),
                     [&](const AttributedHistogram& one) {
                       return one.array < names.arrays.size() &&
                              one.carried_by < names.labels.size();
                     }) &&
         std::all_of(
             segment.summary.firsts.begin(), segment.summary.firsts.end(),
             [&](const FirstAccess& first) { return first.access.array() < names.arrays.size(); });
}

EngineCounts counts_of(const MeasuredSegment& segment) {
  EngineCounts counts;
  counts.accesses = segment.summary.accesses;
  counts.data = segment.summary.firsts.size();
  counts.histogram = segment.histogram;
  counts.classes = segment.classes;
  for (const FirstAccess& first : segment.summary.firsts) {
    const ArrayId array = first.access.array();
    counts.cold_misses.resize(std::max<std::size_t>(counts.cold_misses.size(), array + 1U));
    ++counts.cold_misses[array];
  }
  return counts;
}

}  // namespace

std::uint64_t SegmentChoice::end(std::uint64_t total) const {
  // The first ones are longer by one where it does not come out even.
  return total / of * number + std::min(number, total % of);
}
std::uint64_t SegmentChoice::begin(std::uint64_t total) const {
  return SegmentChoice{number - 1, of}.end(total);
}

TracePart measure_segment(
    const RecordedFile& file, const SegmentChoice& choice,
    const std::function<void(std::uint64_t done, std::uint64_t total)>& progress) {
  TracePart part;
  part.trace = file.description();
  part.digest = file.digest();
  part.total = file.accesses();
  part.begin = choice.begin(part.total);
  part.end = choice.end(part.total);
  RecordedSegment segment = file.segment(part.begin, part.end);
  SegmentEngine engine(segment.open());
  std::uint64_t done = 0;
  Batch batch;
  while (segment.next(batch)) {
    engine.attribute(batch);
    done += batch.count;
    if (progress) {
      progress(done, part.end - part.begin);
    }
  }
  part.segment = engine.finish();
  name_by_number(part);
  return part;
}

TracePart combine_all(std::vector<TracePart> parts) {
  if (parts.empty()) {
    throw Error("there are no parts to merge");
  }
  std::sort(parts.begin(), parts.end(), [](const TracePart& a, const TracePart& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  // Neighbours first, then pairs of pairs: what is combined often stays small.
  while (parts.size() > 1) {
    std::vector<TracePart> combined;
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
      combined.push_back(combine(parts[i], parts[i + 1]));
    }
    if (parts.size() % 2 != 0) {
      combined.push_back(std::move(parts.back()));
    }
    parts = std::move(combined);
  }
  return std::move(parts.front());
}

bool is_of_recorded(const TracePart& part) {
  return parse_description(part.trace).has_value();
}

void require_whole(const TracePart& part) {
  if (!part.is_whole()) {
    throw Error(fmt::format("these parts make up accesses {} to {} of {}; the others are missing",
                            grouped(part.begin), grouped(part.end), grouped(part.total)));
  }
}

RecordedAnalysis analyze_part(const TracePart& whole) {
  require_whole(whole);
  const auto description = parse_description(whole.trace);
  if (!description || !is_named(whole.segment, description->names)) {
    throw Error(
        "this is not a part of a recorded trace, or names arrays that the trace does not have");
  }
  return describe_recorded(
      description->header,
      summarize(counts_of(whole.segment), description->names, description->header.model));
}

}  // namespace dmc

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "dmc/analysis/segments.hpp"
#include "dmc/engine/address_map.hpp"
#include "dmc/util/error.hpp"

#include "exact_figures.hpp"
#include "granule_feed.hpp"
#include "reference_text.hpp"
#include "space_totals.hpp"

namespace dmc {
namespace {

// Things that are said of a whole trace, or that need every single distance.
void check_for_parts(const AnalyzeRequest& request) {
  const char* other = request.per_thread         ? "--per-thread"
                      : !request.regions.empty() ? "--region"
                      : request.top != 0         ? "--top"
                      : request.interval != 0    ? "--interval"
                      : request.sample != 0      ? "--sample"
                                                 : nullptr;
  if (other != nullptr) {
    throw Error(
        fmt::format("{}: what it asks for cannot be put together from segments; analyze the "
                    "trace as a whole, or leave it out",
                    other));
  }
}

/// Tells one sequence of granules from others.
class GranuleDigest {
 public:
  void add(std::span<const std::uint64_t> granules) {
    for (const std::uint64_t granule : granules) {
      digest_ = (digest_ ^ granule) * 0x9e37'79b9'7f4a'7c15;
      digest_ ^= digest_ >> 29;
    }
  }
  [[nodiscard]] std::uint64_t value() const { return digest_; }

 private:
  std::uint64_t digest_ = 0x243f'6a88'85a3'08d3;
};

/// Measures granules as a segment of a trace.
class SegmentMeter {
 public:
  void measure(std::span<const std::uint64_t> granules) {
    const std::span<Datum> data = std::span(data_).first(granules.size());
    map_.translate(granules, data);
    engine_.access(data);
    for (std::size_t i = 0; i < granules.size(); ++i, ++now_) {
      if (data[i] == names_.size()) {  // numbers are given in order of first access
        names_.push_back(granules[i]);
        times_.firsts.push_back(now_);
        times_.lasts.push_back(now_);
      } else {
        times_.add_reuse(now_ - std::exchange(times_.lasts[data[i]], now_));
      }
    }
  }

  void finish(TracePart& part) {
    part.segment = engine_.finish();
    part.segment.summary.data_end = names_.size();
    part.segment.open.data_end = names_.size();
    part.data = std::move(names_);
    part.times = std::move(times_);
  }

 private:
  AddressMap map_;
  SegmentEngine engine_{OpenScopes{}};
  std::vector<std::uint64_t> names_;
  PartTimes times_;
  std::uint64_t now_ = 0;
  std::array<Datum, StreamMeter::k_batch> data_{};
};

// The spaces of the result, and which of them the keys are of.
KeySpaces describe_spaces(const ReferenceReader& reader, const GranuleFeed& feed,
                          AnalyzeResult& result) {
  std::vector<std::uint32_t> places;
  result.spaces = spaces_of(reader.spaces(), feed.space_accesses(), {}, &places);
  KeySpaces keys;
  if (!result.spaces.empty()) {
    for (const auto& [upper, space] : feed.keys().spaces()) {
      keys.emplace(upper, places[space]);
    }
  }
  return keys;
}

/// Gives out a trace's granules, as many at a time as there are. `wanted` says whether more are.
template <class Take, class Wanted>
KeySpaces feed_all(ReferenceReader& reader, const AnalyzeRequest& request, AnalyzeResult& result,
                   Take take, Wanted wanted) {
  GranuleFeed feed(request, [&](std::uint16_t, const GranuleSpan& span) { take(span.granules); });
  while (const ReferenceBatch* batch = feed.full() || !wanted() ? nullptr : reader.next()) {
    feed.take(*batch);
    if (request.progress) {
      request.progress(reader.position(), reader.size());
    }
  }
  feed.finish();
  result.stopped = feed.full();
  reader.stop();
  result.left_out = feed.left_out();
  result.no_access = feed.no_access();
  return describe_spaces(reader, feed, result);
}

// What the whole trace is: the first time through.
AnalyzeResult survey(const OpenReferences& open, AnalyzeRequest request, GranuleDigest& digest,
                     KeySpaces& keys) {
  ReferenceReader reader = open();
  request.granule = request.granule == 0 ? reader.default_granule() : request.granule;
  check_request(request, reader);
  AnalyzeResult result;
  keys = feed_all(
      reader, request, result,
      [&](std::span<const std::uint64_t> granules) {
        digest.add(granules);
        result.total.accesses += granules.size();
      },
      [] { return true; });
  result.file = reader.name();
  result.format = reader.format().name;
  result.compression = reader.compression();
  result.unit = reader.unit();
  result.request = request;
  result.counts = reader.counts();
  if (result.total.accesses == 0) {
    refuse_nothing(result);
  }
  return result;
}

}  // namespace

TracePart measure_segment(const OpenReferences& open, const AnalyzeRequest& request,
                          const SegmentChoice& choice) {
  check_for_parts(request);
  GranuleDigest digest;
  KeySpaces keys;
  const AnalyzeResult whole = survey(open, request, digest, keys);
  TracePart part;
  part.file = whole.file;
  part.trace = reference_text(whole, keys);
  part.digest = digest.value();
  part.total = whole.total.accesses;
  part.begin = choice.begin(part.total);
  part.end = choice.end(part.total);
  SegmentMeter meter;
  std::uint64_t position = 0;
  ReferenceReader reader = open();
  AnalyzeResult again;
  static_cast<void>(feed_all(
      reader, whole.request, again,
      [&](std::span<const std::uint64_t> granules) {
        const std::uint64_t from = std::clamp(part.begin, position, position + granules.size());
        const std::uint64_t to = std::clamp(part.end, from, position + granules.size());
        meter.measure(granules.subspan(from - position, to - from));
        position += granules.size();
      },
      [&] { return position < part.end; }));
  meter.finish(part);
  if (part.segment.summary.accesses != part.end - part.begin) {
    throw Error(fmt::format("{} has changed while it was read; try again", whole.file));
  }
  return part;
}

AnalyzeResult analyze_reference_part(const TracePart& whole) {
  require_whole(whole);
  KeySpaces keys;
  auto described = parse_reference_text(whole.trace, keys);
  if (!described || !whole.times) {
    throw Error("this is not a part of an address trace");
  }
  AnalyzeResult result = std::move(*described);
  result.file = whole.file;
  result.total.accesses = whole.segment.summary.accesses;
  result.total.data = whole.data.size();
  for (std::size_t i = 0; i < (result.spaces.empty() ? 0 : whole.data.size()); ++i) {
    const auto space = keys.find(static_cast<std::uint32_t>(whole.data[i] >> 32));
    if (space != keys.end()) {
      ++result.spaces[space->second].data;
    }
  }
  result.total.histogram = whole.segment.histogram;
  fill_exact_figures(result);
  const PartTimes& times = *whole.times;
  std::copy_n(times.magnitudes.begin(), result.times.size(), result.times.begin());
  // From its first access to its last, the times between a datum's accesses add up.
  long double sum = 0;
  for (std::size_t datum = 0; datum < times.firsts.size(); ++datum) {
    sum += static_cast<long double>(times.lasts[datum] - times.firsts[datum]);
  }
  result.mean_time = result.total.reuses == 0
                         ? 0
                         : static_cast<double>(sum / static_cast<long double>(result.total.reuses));
  return result;
}

}  // namespace dmc

#include "stream_meter.hpp"

#include <algorithm>
#include <cmath>

namespace dmc {

void RunningTotals::add(std::uint32_t distance) {
  ++accesses;
  if (distance != 0) {
    min_distance = reuses == 0 ? distance : std::min(min_distance, distance);
    max_distance = std::max(max_distance, distance);
    ++reuses;
    dmd.add(std::sqrt(static_cast<double>(distance)));
  }
}

ReuseTotals RunningTotals::totals(double root_of_bits) const {
  return {reuses, dmd.value() * root_of_bits, min_distance, max_distance};
}

void Watchers::add_datum(std::uint64_t key) {
  const std::uint32_t space = keys->place(key).space;
  if (space >= space_data.size()) {
    space_data.resize(space + std::size_t{1});
  }
  ++space_data[space];
}

void StreamMeter::measure(const GranuleSpan& span, Watchers& watchers) {
  const std::size_t count = span.granules.size();
  const std::span<const Datum> data = std::span(data_).first(count);
  map_.translate(span.granules, data_);
  if (watchers.need_distances()) {
    engine_.access(data, distances_);
  } else {
    engine_.access(data);
  }
  if (last_.size() < map_.data()) {
    last_.resize(std::max<std::size_t>(map_.data(), 2 * last_.size()));
    totals_.resize(watchers.top ? last_.size() : 0);
  }
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t before = last_[data[i]];
    if (before != 0) {
      const std::uint64_t time = now_ + 1 - before;
      sum += time;
      ++watchers.times[magnitude_of(time)];
    } else if (watchers.keys != nullptr) {
      watchers.add_datum(span.granules[i]);
    }
    if (watchers.need_distances()) {
      watch(i, span, before, watchers);
    }
    last_[data[i]] = ++now_;
  }
  watchers.time_sum += static_cast<long double>(sum);
}

void StreamMeter::watch(std::size_t i, const GranuleSpan& span, std::uint64_t before,
                        Watchers& watchers) {
  const std::uint32_t distance = distances_[i];
  if (!watchers.regions.empty()) {
    watchers.regions[span.regions[i]].add(distance);
  }
  if (!watchers.intervals.empty()) {
    watchers.intervals.front().add(now_, before, distance);
  }
  if (watchers.top) {
    DatumTotals& totals = totals_[data_[i]];
    totals.granule = span.granules[i];
    ++totals.accesses;
    totals.dmd += std::sqrt(static_cast<double>(distance));
  }
}

std::vector<TopDatum> StreamMeter::top(std::size_t count, double root_of_bits) const {
  std::vector<TopDatum> all;
  for (const DatumTotals& one : totals_) {
    if (one.accesses != 0) {
      all.push_back({one.granule, {}, {}, one.accesses, one.dmd * root_of_bits});
    }
  }
  const auto costs_more = [](const TopDatum& a, const TopDatum& b) {
    return a.dmd != b.dmd ? a.dmd > b.dmd : a.address < b.address;
  };
  const std::size_t kept = std::min(count, all.size());
  std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(kept), all.end(),
                    costs_more);
  all.resize(kept);
  return all;
}

}  // namespace dmc

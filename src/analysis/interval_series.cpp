#include "interval_series.hpp"

#include <cmath>

namespace dmc {

double IntervalSeries::root_of(std::uint32_t distance) {
  return std::sqrt(static_cast<double>(distance));
}

void IntervalSeries::start_next() {
  if (sums_.size() == k_most) {
    double_length();
  }
  const std::uint64_t start = end_;
  for (std::size_t level = level_; level < k_levels; ++level) {
    // Beyond 64 bits an interval holds the whole trace.
    const bool is_whole = level >= 63 || unit_ > (~std::uint64_t{0} >> level);
    starts_[level] = is_whole ? 0 : start - start % (unit_ << level);
  }
  end_ = start + length();
  sums_.emplace_back();
}

void IntervalSeries::double_length() {
  ++level_;
  for (std::size_t i = 0; i < sums_.size() / 2; ++i) {
    Sums merged = sums_[2 * i];
    const Sums& second = sums_[2 * i + 1];
    merged.accesses += second.accesses;
    merged.cold += second.cold;
    merged.distances += second.distances;
    merged.dmd.add(second.dmd.value());
    for (std::size_t level = 0; level < k_levels; ++level) {
      merged.first_uses[level] += second.first_uses[level];
    }
    sums_[i] = merged;
  }
  sums_.resize(sums_.size() / 2);
}

std::vector<Interval> IntervalSeries::intervals(double root_of_bits) const {
  std::vector<Interval> intervals;
  intervals.reserve(sums_.size());
  std::uint64_t first = 0;
  for (const Sums& sums : sums_) {
    const std::uint64_t reuses = sums.accesses - sums.cold;
    intervals.push_back(
        {first, sums.accesses, sums.cold, sums.first_uses[level_], sums.dmd.value() * root_of_bits,
         reuses == 0 ? 0 : static_cast<double>(sums.distances) / static_cast<double>(reuses)});
    first += sums.accesses;
  }
  return intervals;
}

}  // namespace dmc

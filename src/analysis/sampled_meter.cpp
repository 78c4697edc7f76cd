#include "sampled_meter.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "dmc/cost/dmd.hpp"
#include "dmc/util/error.hpp"

namespace dmc {
namespace {

/// Spreads every bit of the number over all of the result (the finalizer of MurmurHash3, improved
/// by Stafford).
std::uint64_t mixed(std::uint64_t number) {
  number = (number ^ number >> 30) * 0xbf58476d1ce4e5b9;
  number = (number ^ number >> 27) * 0x94d049bb133111eb;
  return number ^ number >> 31;
}

}  // namespace

void SampledMeter::Pending::add(std::uint64_t granule, std::uint64_t moment) {
  granules[count] = granule;
  moments[count] = moment;
  if (++count == granules.size()) {
    flush();
  }
}

void SampledMeter::Pending::flush() {
  sample.measure(std::span(granules).first(count), std::span(moments).first(count));
  count = 0;
}

SampledMeter::SampledMeter(double rate, std::uint64_t seed)
    : rate_(rate),
      threshold_(static_cast<std::uint64_t>(std::ldexp(rate, 64))),
      seed_(mixed(seed + 0x9e3779b97f4a7c15)),
      all_(rate) {
  for (std::size_t group = 0; group < k_groups; ++group) {
    groups_.emplace_back(rate / k_groups);
  }
}

void SampledMeter::measure(std::span<const std::uint64_t> granules) {
  for (const std::uint64_t granule : granules) {
    ++now_;
    if (mixed(granule ^ seed_) < threshold_) {
      all_.add(granule, now_);
      // Another hash than the one that chose the sample: of that all are small.
      groups_[mixed(granule + seed_) % k_groups].add(granule, now_);
    }
  }
}

void SampledMeter::finish() {
  all_.flush();
  for (Pending& group : groups_) {
    group.flush();
  }
}

template <class Quantity>
double SampledMeter::error_of(const std::vector<EstimatedCurve>& groups, Quantity quantity) const {
  constexpr double k_students_t = 2.262;  // 95%, as many degrees of freedom as groups less one
  CompensatedSum sum;
  for (const EstimatedCurve& group : groups) {
    sum.add(quantity(group));
  }
  const double mean = sum.value() / k_groups;
  CompensatedSum squares;
  for (const EstimatedCurve& group : groups) {
    squares.add((quantity(group) - mean) * (quantity(group) - mean));
  }
  const double variance = squares.value() / (k_groups * (k_groups - 1.0));
  // Of a finite number of data a share is seen, and of that nothing is uncertain.
  return k_students_t * std::sqrt(variance * (1 - rate_));
}

// Whole reuses at whole distances; what rounding takes from one bin goes to the next, so that they
// add up.
Histogram SampledMeter::histogram_of(const EstimatedCurve& curve, std::uint64_t reuses) const {
  Histogram histogram;
  CompensatedSum sum;
  std::uint64_t given = 0;
  for (const EstimatedCurve::Point& point : curve.points) {
    sum.add(point.reuses);
    const bool is_last = &point == &curve.points.back();
    const std::uint64_t end =
        is_last ? reuses : std::min(reuses, static_cast<std::uint64_t>(std::llround(sum.value())));
    const auto distance = static_cast<std::uint64_t>(std::llround(point.distance));
    if (end <= given) {
      continue;
    }
    if (!histogram.bins.empty() && histogram.bins.back().distance == distance) {
      histogram.bins.back().reuses += end - given;
    } else {
      histogram.bins.push_back({distance, end - given});
    }
    given = end;
  }
  return histogram;
}

void SampledMeter::estimate_caches(AnalyzeResult& result, const EstimatedCurve& all,
                                   const std::vector<EstimatedCurve>& groups) const {
  for (std::vector<CachePoint>* points : {&result.caches, &result.curve}) {
    for (CachePoint& point : *points) {
      const auto miss_ratio = [&](const EstimatedCurve& curve) {
        return curve.misses(point.data) / static_cast<double>(now_);
      };
      point.miss_ratio = miss_ratio(all);
      point.error = error_of(groups, miss_ratio);
    }
  }
}

void SampledMeter::estimate_times(AnalyzeResult& result) const {
  const std::uint64_t seen = all_.sample.accesses() - all_.sample.data();
  const double scale =
      seen == 0 ? 0 : static_cast<double>(result.total.reuses) / static_cast<double>(seen);
  for (std::size_t bin = 0; bin < result.times.size(); ++bin) {
    result.times[bin] = static_cast<std::uint64_t>(
        std::llround(static_cast<double>(all_.sample.times()[bin]) * scale));
  }
  result.mean_time = all_.sample.mean_time();
}

void SampledMeter::summarize(AnalyzeResult& result) const {
  if (all_.sample.data() == 0) {
    throw Error(
        fmt::format("--sample: at a rate of {} none of the data is in the sample; give a "
                    "larger one",
                    rate_));
  }
  const EstimatedCurve all = all_.sample.curve(now_);
  std::vector<EstimatedCurve> groups;
  for (const Pending& group : groups_) {
    groups.push_back(group.sample.curve(now_));
  }
  const double root_of_bits = std::sqrt(static_cast<double>(result.request.bits));
  Measurement& total = result.total;
  total.accesses = now_;
  total.data = static_cast<std::uint64_t>(std::llround(all.data));
  total.reuses = all.points.empty() ? 0 : now_ - total.data;
  total.histogram = histogram_of(all, total.reuses);
  total.dmd = all.dmd() * root_of_bits;
  total.mean_distance = all.mean_distance();
  total.max_distance = total.histogram.bins.empty() ? 0 : total.histogram.bins.back().distance;
  estimate_caches(result, all, groups);
  estimate_times(result);
  result.estimate = SampleEstimate{
      rate_,
      all_.sample.accesses(),
      all_.sample.data(),
      error_of(groups, [](const EstimatedCurve& curve) { return curve.data; }),
      error_of(groups, [](const EstimatedCurve& curve) { return curve.dmd(); }) * root_of_bits,
      error_of(groups, [](const EstimatedCurve& curve) { return curve.mean_distance(); })};
}

}  // namespace dmc

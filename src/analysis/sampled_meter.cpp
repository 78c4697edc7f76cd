#include "sampled_meter.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "dmc/cost/dmd.hpp"

namespace dmc {
namespace {

/// Spreads every bit of the number over all of the result (the finalizer of MurmurHash3, improved
/// by Stafford).
std::uint64_t mixed(std::uint64_t number) {
  number = (number ^ number >> 30) * 0xbf58476d1ce4e5b9;
  number = (number ^ number >> 27) * 0x94d049bb133111eb;
  return number ^ number >> 31;
}

/// Times up to 15 by themselves, longer ones by eighths of an octave.
std::size_t time_class(std::uint64_t time) {
  if (time < 16) {
    return static_cast<std::size_t>(time);
  }
  const auto octave = static_cast<std::size_t>(std::bit_width(time)) - 5;
  return 16 + octave * 8 + static_cast<std::size_t>((time >> (octave + 1)) & 7);
}

double ratio(long double part, long double whole) {
  return whole == 0 ? 0 : static_cast<double>(part / whole);
}

}  // namespace

SampledMeter::SampledMeter(double rate, std::uint64_t seed)
    : rate_(rate),
      threshold_(static_cast<std::uint64_t>(std::ldexp(rate, 64))),
      seed_(mixed(seed + 0x9e3779b97f4a7c15)) {}

void SampledMeter::measure(std::span<const std::uint64_t> granules) {
  for (const std::uint64_t granule : granules) {
    ++now_;
    if (mixed(granule ^ seed_) < threshold_) {
      granules_[held_] = granule;
      moments_[held_] = now_;
      if (++held_ == k_batch) {
        flush();
      }
    }
  }
}

void SampledMeter::finish() {
  flush();
}

void SampledMeter::flush() {
  std::array<Datum, k_batch> data{};
  std::array<std::uint32_t, k_batch> distances{};
  map_.translate(std::span(granules_).first(held_), data);
  engine_.access(std::span<const Datum>(data).first(held_), distances);
  if (last_.size() < map_.data()) {
    last_.resize(std::max<std::size_t>(map_.data(), 2 * last_.size()));
  }
  for (std::size_t i = 0; i < held_; ++i) {
    // Other bits than those that chose the sample: these are all small.
    Group& group = groups_[mixed(granules_[i] + seed_) % k_groups];
    std::uint64_t& last = last_[data[i]];
    count(group, distances[i], moments_[i] - last);
    last = moments_[i];
  }
  held_ = 0;
}

void SampledMeter::count(Group& group, std::uint32_t distance, std::uint64_t time) {
  ++group.accesses;
  if (distance == 0) {
    ++group.cold;
    return;
  }
  ++times_[magnitude_of(time)];
  time_sum_ += static_cast<long double>(time);
  if (distance < k_short) {
    ShortReuses& shorts = group.shorts[time_class(time)];
    ++shorts.reuses;
    shorts.distances += distance;
    shorts.times += time;
    return;
  }
  if (distance >= group.longs.size()) {
    group.longs.resize(std::max<std::size_t>(distance + 1, 2 * group.longs.size()));
  }
  ++group.longs[distance];
}

SampledMeter::Curve SampledMeter::curve_without(std::size_t left_out) const {
  const auto is_in = [&](std::size_t group) { return group != left_out; };
  Curve curve;
  double sampled = 0;
  for (std::size_t c = 0; c < k_time_classes; ++c) {
    ShortReuses sum;
    for (std::size_t g = 0; g < k_groups; ++g) {
      const ShortReuses& part = groups_[g].shorts[c];
      sum.reuses += is_in(g) ? part.reuses : 0;
      sum.distances += is_in(g) ? part.distances : 0;
      sum.times += is_in(g) ? part.times : 0;
    }
    if (sum.reuses != 0) {
      const auto reuses = static_cast<double>(sum.reuses);
      const double mean = 1 + (static_cast<double>(sum.distances) / reuses - 1) / rate_;
      curve.points.push_back({std::min(mean, static_cast<double>(sum.times) / reuses), reuses});
      sampled += reuses;
    }
  }
  std::size_t longest = 0;
  double cold = 0;
  for (std::size_t g = 0; g < k_groups; ++g) {
    longest = std::max(longest, is_in(g) ? groups_[g].longs.size() : 0);
    cold += is_in(g) ? static_cast<double>(groups_[g].cold) : 0;
  }
  for (std::size_t distance = k_short; distance < longest; ++distance) {
    std::uint64_t reuses = 0;
    for (std::size_t g = 0; g < k_groups; ++g) {
      reuses += is_in(g) && distance < groups_[g].longs.size() ? groups_[g].longs[distance] : 0;
    }
    if (reuses != 0) {
      curve.points.push_back(
          {1 + static_cast<double>(distance - 1) / rate_, static_cast<double>(reuses)});
      sampled += static_cast<double>(reuses);
    }
  }
  std::sort(curve.points.begin(), curve.points.end(),
            [](const Point& a, const Point& b) { return a.distance < b.distance; });
  const double share = left_out == k_all ? 1 : static_cast<double>(k_groups - 1) / k_groups;
  const auto accesses = static_cast<double>(now_);
  curve.data = std::min(cold / (rate_ * share), accesses);
  for (Point& point : curve.points) {
    point.reuses *= (accesses - curve.data) / sampled;
  }
  return curve;
}

double SampledMeter::Curve::reuses() const {
  CompensatedSum sum;
  for (const Point& point : points) {
    sum.add(point.reuses);
  }
  return sum.value();
}

double SampledMeter::Curve::dmd() const {
  CompensatedSum sum;
  for (const Point& point : points) {
    sum.add(point.reuses * std::sqrt(point.distance));
  }
  return sum.value();
}

double SampledMeter::Curve::mean_distance() const {
  CompensatedSum sum;
  for (const Point& point : points) {
    sum.add(point.reuses * point.distance);
  }
  return ratio(sum.value(), reuses());
}

double SampledMeter::Curve::misses(std::uint64_t cache_size) const {
  CompensatedSum sum;
  sum.add(data);
  for (const Point& point : points) {
    sum.add(point.distance > static_cast<double>(cache_size) ? point.reuses : 0);
  }
  return sum.value();
}

template <class Quantity>
double SampledMeter::error_of(const std::vector<Curve>& without, Quantity quantity) const {
  constexpr double k_students_t = 2.04;  // 95%, 31 degrees of freedom
  std::vector<double> values;
  CompensatedSum sum;
  for (const Curve& curve : without) {
    values.push_back(quantity(curve));
    sum.add(values.back());
  }
  const double mean = sum.value() / static_cast<double>(k_groups);
  CompensatedSum squares;
  for (const double value : values) {
    squares.add((value - mean) * (value - mean));
  }
  const double share = static_cast<double>(k_groups - 1) / static_cast<double>(k_groups);
  return k_students_t * std::sqrt(share * squares.value() * (1 - rate_));
}

// Whole reuses at whole distances; what rounding takes from one bin goes to the next, so that they
// add up.
Histogram SampledMeter::histogram_of(const Curve& curve, std::uint64_t reuses) const {
  Histogram histogram;
  CompensatedSum sum;
  std::uint64_t given = 0;
  for (const Point& point : curve.points) {
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

void SampledMeter::summarize(AnalyzeResult& result) const {
  const Curve all = curve_without(k_all);
  std::vector<Curve> without;
  for (std::size_t g = 0; g < k_groups; ++g) {
    without.push_back(curve_without(g));
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
  const auto caches_of = [&](std::vector<CachePoint>& points) {
    for (CachePoint& point : points) {
      const auto miss_ratio = [&](const Curve& curve) {
        return ratio(curve.misses(point.data), static_cast<long double>(now_));
      };
      point.miss_ratio = miss_ratio(all);
      point.error = error_of(without, miss_ratio);
    }
  };
  caches_of(result.caches);
  caches_of(result.curve);
  const std::uint64_t seen = engine_.accesses() - engine_.data();
  result.mean_time = ratio(time_sum_, static_cast<long double>(seen));
  for (std::size_t bin = 0; bin < times_.size(); ++bin) {
    result.times[bin] = static_cast<std::uint64_t>(
        std::llround(static_cast<double>(times_[bin]) *
                     ratio(static_cast<long double>(total.reuses),
                           static_cast<long double>(std::max<std::uint64_t>(seen, 1)))));
  }
  result.estimate =
      Estimate{rate_,
               engine_.accesses(),
               engine_.data(),
               error_of(without, [](const Curve& curve) { return curve.data; }),
               error_of(without, [](const Curve& curve) { return curve.dmd(); }) * root_of_bits,
               error_of(without, [](const Curve& curve) { return curve.mean_distance(); })};
}

}  // namespace dmc

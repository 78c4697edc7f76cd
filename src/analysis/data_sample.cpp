#include "data_sample.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "dmc/cost/dmd.hpp"

namespace dmc {
namespace {

/// Times up to 15 by themselves, longer ones by eighths of an octave.
std::size_t time_class(std::uint64_t time) {
  if (time < 16) {
    return static_cast<std::size_t>(time);
  }
  const auto octave = static_cast<std::size_t>(std::bit_width(time)) - 5;
  return 16 + octave * 8 + static_cast<std::size_t>((time >> (octave + 1)) & 7);
}

template <class Term>
double sum_of(const std::vector<EstimatedCurve::Point>& points, Term term) {
  CompensatedSum sum;
  for (const EstimatedCurve::Point& point : points) {
    sum.add(point.reuses * term(point.distance));
  }
  return sum.value();
}

}  // namespace

double EstimatedCurve::reuses() const {
  return sum_of(points, [](double) { return 1.0; });
}

double EstimatedCurve::dmd() const {
  return sum_of(points, [](double distance) { return std::sqrt(distance); });
}

double EstimatedCurve::mean_distance() const {
  const double all = reuses();
  return all == 0 ? 0 : sum_of(points, [](double distance) { return distance; }) / all;
}

double EstimatedCurve::misses(std::uint64_t cache_size) const {
  const auto size = static_cast<double>(cache_size);
  return data + sum_of(points, [&](double distance) { return distance > size ? 1.0 : 0.0; });
}

void DataSample::measure(std::span<const std::uint64_t> granules,
                         std::span<const std::uint64_t> moments) {
  std::array<Datum, k_batch> data{};
  std::array<std::uint32_t, k_batch> distances{};
  map_.translate(granules, data);
  engine_.access(std::span<const Datum>(data).first(granules.size()), distances);
  if (last_.size() < map_.data()) {
    last_.resize(std::max<std::size_t>(map_.data(), 2 * last_.size()));
  }
  for (std::size_t i = 0; i < granules.size(); ++i) {
    std::uint64_t& last = last_[data[i]];
    if (distances[i] != 0) {
      count(distances[i], moments[i] - last);
    }
    last = moments[i];
  }
}

void DataSample::count(std::uint32_t distance, std::uint64_t time) {
  ++times_[magnitude_of(time)];
  time_sum_ += static_cast<long double>(time);
  if (distance < k_short) {
    ShortReuses& shorts = shorts_[time_class(time)];
    ++shorts.reuses;
    shorts.distances += distance;
    shorts.times += time;
    return;
  }
  if (distance >= longs_.size()) {
    longs_.resize(std::max<std::size_t>(distance + 1, 2 * longs_.size()));
  }
  ++longs_[distance];
}

EstimatedCurve DataSample::curve(std::uint64_t accesses) const {
  EstimatedCurve curve;
  for (const ShortReuses& shorts : shorts_) {
    if (shorts.reuses != 0) {
      const auto reuses = static_cast<double>(shorts.reuses);
      const double mean = 1 + (static_cast<double>(shorts.distances) / reuses - 1) / rate_;
      // There are not more distinct data than accesses.
      curve.points.push_back({std::min(mean, static_cast<double>(shorts.times) / reuses), reuses});
    }
  }
  for (std::size_t distance = k_short; distance < longs_.size(); ++distance) {
    if (longs_[distance] != 0) {
      curve.points.push_back(
          {1 + static_cast<double>(distance - 1) / rate_, static_cast<double>(longs_[distance])});
    }
  }
  std::sort(curve.points.begin(), curve.points.end(),
            [](const auto& a, const auto& b) { return a.distance < b.distance; });
  const auto all = static_cast<double>(accesses);
  const double sampled = curve.reuses();
  curve.data = std::min(static_cast<double>(data()) / rate_, all);
  for (EstimatedCurve::Point& point : curve.points) {
    point.reuses *= (all - curve.data) / sampled;
  }
  return curve;
}

double DataSample::mean_time() const {
  const std::uint64_t reuses = accesses() - data();
  return reuses == 0 ? 0 : static_cast<double>(time_sum_ / static_cast<long double>(reuses));
}

}  // namespace dmc

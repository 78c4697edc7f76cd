#include "dmc/cost/miss_ratio.hpp"

#include <algorithm>

namespace dmc {

MissRatioCurve miss_ratio_curve(const Histogram& histogram, std::uint64_t cold_misses) {
  const std::uint64_t accesses = histogram.reuses() + cold_misses;
  MissRatioCurve curve;
  curve.points.reserve(histogram.bins.size() + 1);
  std::uint64_t misses = accesses;
  const auto add_point = [&](std::uint64_t cache_size) {
    const double ratio =
        accesses == 0 ? 0 : static_cast<double>(misses) / static_cast<double>(accesses);
    curve.points.push_back({cache_size, misses, ratio});
  };
  add_point(0);
  for (const Histogram::Bin& bin : histogram.bins) {
    misses -= bin.reuses;
    add_point(bin.distance);
  }
  return curve;
}

MissRatioCurve::Point misses_at(const MissRatioCurve& curve, std::uint64_t cache_size) {
  const auto above = std::upper_bound(curve.points.begin(), curve.points.end(), cache_size,
                                      [](std::uint64_t size, const MissRatioCurve::Point& point) {
                                        return size < point.cache_size;
                                      });
  MissRatioCurve::Point point = *(above - 1);
  point.cache_size = cache_size;
  return point;
}

}  // namespace dmc

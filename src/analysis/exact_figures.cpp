#include "exact_figures.hpp"

#include <algorithm>

#include "dmc/cost/dmd.hpp"
#include "dmc/cost/miss_ratio.hpp"

namespace dmc {

std::vector<CachePoint> powers_of_two(std::size_t count, std::uint64_t granule) {
  std::vector<CachePoint> points;
  for (std::size_t k = 0; k < count; ++k) {
    const std::uint64_t data = std::uint64_t{1} << k;
    points.push_back({data * granule, data});
  }
  return points;
}

std::vector<CachePoint> caches_of(const AnalyzeRequest& request) {
  std::vector<CachePoint> points;
  for (const std::uint64_t bytes : request.sizes) {
    points.push_back({bytes, bytes / request.granule});
  }
  return points;
}

void fill_exact_figures(AnalyzeResult& result) {
  Measurement& total = result.total;
  const AnalyzeRequest& request = result.request;
  const ReuseTotals totals = totals_of(total.histogram, request.bits);
  total.reuses = totals.reuses;
  total.dmd = totals.dmd;
  total.max_distance = totals.max_distance;
  total.mean_distance = mean_distance(total.histogram);
  total.cold_cost = cold_cost(total.data, request.cold, request.bits);
  const std::uint64_t longest = std::max<std::uint64_t>(total.max_distance, 1);
  result.caches = caches_of(request);
  result.curve = powers_of_two(magnitude_of(longest) + 1, request.granule);
  const MissRatioCurve curve = miss_ratio_curve(total.histogram, total.data);
  for (std::vector<CachePoint>* points : {&result.caches, &result.curve}) {
    for (CachePoint& point : *points) {
      point.miss_ratio = misses_at(curve, point.data).miss_ratio;
    }
  }
}

}  // namespace dmc

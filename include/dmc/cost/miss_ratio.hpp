#pragma once

#include <cstdint>
#include <vector>

#include "dmc/engine/histogram.hpp"

namespace dmc {

/// Misses of a fully associative LRU cache of every size that matters.
struct MissRatioCurve {
  struct Point {
    std::uint64_t cache_size;  ///< in data (blocks, where the model has them)
    std::uint64_t misses;
    double miss_ratio;  ///< misses / accesses
    friend bool operator==(const Point&, const Point&) = default;
  };
  /// From size 0, where every access misses; then each size at which there are fewer misses than at
  /// the one below. The curve is constant from a point up to the next.
  std::vector<Point> points;
};

/// An access of distance d hits in every cache of at least d data (Mattson et al. 1970).
[[nodiscard]] MissRatioCurve miss_ratio_curve(const Histogram& histogram,
                                              std::uint64_t cold_misses);

/// The misses of one cache size.
[[nodiscard]] MissRatioCurve::Point misses_at(const MissRatioCurve& curve,
                                              std::uint64_t cache_size);

}  // namespace dmc

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "dmc/analysis/analyze.hpp"
#include "dmc/engine/address_map.hpp"
#include "dmc/engine/lru_engine.hpp"

namespace dmc {

/// What a sample of the data says of all reuses: how many there are at which distance.
struct EstimatedCurve {
  struct Point {
    double distance;
    double reuses;
  };
  double data = 0;
  std::vector<Point> points;  ///< ascending; their reuses are accesses less data

  [[nodiscard]] double reuses() const;
  [[nodiscard]] double dmd() const;
  [[nodiscard]] double mean_distance() const;
  /// Of a cache of so many data.
  [[nodiscard]] double misses(std::uint64_t cache_size) const;
};

/// Some of the data of a trace, each with all of its accesses, chosen at random with probability
/// `rate` (SHARDS: Waldspurger et al., FAST 2015). Reuse times are exact; distances count sampled
/// data alone, and 1 + (distance - 1) / rate is right on average.
///
/// A root of such a distance is not, where only a few of the data between are in the sample. So
/// short sampled distances are put together by reuse time, within which true distances differ
/// little, and their mean takes the place of each.
class DataSample {
 public:
  static constexpr std::size_t k_batch = 4096;

  explicit DataSample(double rate) : rate_(rate) {}

  /// At most k_batch accesses to data of the sample; moments[i] is the number of the access in the
  /// whole trace, from 1.
  void measure(std::span<const std::uint64_t> granules, std::span<const std::uint64_t> moments);

  /// `accesses` are those of the whole trace: reuses are scaled to as many as it must have.
  [[nodiscard]] EstimatedCurve curve(std::uint64_t accesses) const;

  [[nodiscard]] std::uint64_t accesses() const { return engine_.accesses(); }
  [[nodiscard]] std::uint64_t data() const { return engine_.data(); }
  [[nodiscard]] const MagnitudeCounts& times() const { return times_; }
  [[nodiscard]] double mean_time() const;

 private:
  static constexpr std::uint32_t k_short = 16;  // sampled distances below are put together by time
  static constexpr std::size_t k_time_classes = 16 + 60 * 8;

  struct ShortReuses {
    std::uint64_t reuses = 0;
    std::uint64_t distances = 0;  ///< their sum
    std::uint64_t times = 0;
  };

  void count(std::uint32_t distance, std::uint64_t time);

  double rate_;
  AddressMap map_;
  LruEngine engine_;
  std::vector<std::uint64_t> last_;  // by datum
  std::vector<ShortReuses> shorts_ = std::vector<ShortReuses>(k_time_classes);
  std::vector<std::uint64_t> longs_;  // by sampled distance
  MagnitudeCounts times_{};
  long double time_sum_ = 0;
};

}  // namespace dmc

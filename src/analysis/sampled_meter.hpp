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

/// Estimates from a sample of the data, chosen by a hash of their addresses (SHARDS: Waldspurger et
/// al., FAST 2015). Of the sampled data every access is seen, so reuse times are exact; distances
/// count sampled data alone, and 1 + (distance - 1) / rate is right on average.
///
/// A root of such a distance is not, where only a few of the data between are in the sample. So
/// short sampled distances are put together by reuse time, within which true distances differ
/// little, and their mean takes the place of each. Reuses are scaled to those that the trace must
/// have, since all its accesses are counted.
///
/// Errors: the sample is made of 32 groups, again by hash. Leaving out one group after the other
/// (the jackknife) shows how much an estimate depends on which data are in the sample.
class SampledMeter {
 public:
  SampledMeter(double rate, std::uint64_t seed);

  void measure(std::span<const std::uint64_t> granules);
  /// Takes in what is still held back. At the end.
  void finish();

  /// Fills in everything that is estimated. `request` has the sizes of caches; the result has
  /// `request.granule`.
  void summarize(AnalyzeResult& result) const;

 private:
  static constexpr std::size_t k_groups = 32;
  static constexpr std::size_t k_all = k_groups;  // leave out no group
  static constexpr std::size_t k_batch = 4096;
  static constexpr std::uint32_t k_short = 16;  // sampled distances below are put together by time
  static constexpr std::size_t k_time_classes = 16 + 60 * 8;

  struct ShortReuses {
    std::uint64_t reuses = 0;
    std::uint64_t distances = 0;  ///< their sum
    std::uint64_t times = 0;
  };
  struct Group {
    std::uint64_t accesses = 0;
    std::uint64_t cold = 0;
    std::vector<ShortReuses> shorts = std::vector<ShortReuses>(k_time_classes);
    std::vector<std::uint64_t> longs;  ///< by sampled distance
  };
  /// So many reuses at an estimated distance.
  struct Point {
    double distance;
    double reuses;
  };
  struct Curve {
    double data = 0;
    std::vector<Point> points;  ///< ascending; their reuses are accesses less data
    [[nodiscard]] double reuses() const;
    [[nodiscard]] double dmd() const;
    [[nodiscard]] double mean_distance() const;
    [[nodiscard]] double misses(std::uint64_t cache_size) const;
  };

  void flush();
  void count(Group& group, std::uint32_t distance, std::uint64_t time);
  [[nodiscard]] Curve curve_without(std::size_t left_out) const;
  [[nodiscard]] Histogram histogram_of(const Curve& curve, std::uint64_t reuses) const;
  template <class Quantity>
  [[nodiscard]] double error_of(const std::vector<Curve>& without, Quantity quantity) const;

  double rate_;
  std::uint64_t threshold_;
  std::uint64_t seed_;
  std::uint64_t now_ = 0;
  AddressMap map_;
  LruEngine engine_;
  std::vector<std::uint64_t> last_;  // by datum
  std::array<Group, k_groups> groups_;
  MagnitudeCounts times_{};
  long double time_sum_ = 0;
  std::size_t held_ = 0;
  std::array<std::uint64_t, k_batch> granules_{};
  std::array<std::uint64_t, k_batch> moments_{};
};

}  // namespace dmc

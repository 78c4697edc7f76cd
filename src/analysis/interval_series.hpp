#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "dmc/analysis/analyze.hpp"
#include "dmc/cost/dmd.hpp"

namespace dmc {

/// Sums of what happens in one stretch of a trace after the other. There are never more than some
/// thousands: where there would be, intervals become twice as long.
class IntervalSeries {
 public:
  static constexpr std::size_t k_most = 4096;

  explicit IntervalSeries(std::uint64_t length) : unit_(length) {}

  /// The access number `now`, from 0; `before` is one more than the number of the last access to
  /// the same datum, 0 for none.
  void add(std::uint64_t now, std::uint64_t before, std::uint32_t distance) {
    if (now == end_) {
      start_next();
    }
    Sums& sums = sums_.back();
    ++sums.accesses;
    sums.cold += before == 0 ? 1 : 0;
    sums.distances += distance;
    sums.dmd.add(root_of(distance));
    for (std::size_t level = level_; level < k_levels && before <= starts_[level]; ++level) {
      ++sums.first_uses[level];
    }
  }

  [[nodiscard]] std::uint64_t length() const { return unit_ << level_; }
  [[nodiscard]] std::vector<Interval> intervals(double root_of_bits) const;

 private:
  static constexpr std::size_t k_levels = 40;

  struct Sums {
    std::uint64_t accesses = 0;
    std::uint64_t cold = 0;
    std::uint64_t distances = 0;
    CompensatedSum dmd;
    // By how often intervals have doubled: accesses that are the first to their datum in the
    // interval that they will be in then. Distinct data of parts do not add up, but these do.
    std::array<std::uint64_t, k_levels> first_uses{};
  };
  void start_next();
  void double_length();
  [[nodiscard]] static double root_of(std::uint32_t distance);

  std::uint64_t unit_;
  std::size_t level_ = 0;
  std::uint64_t end_ = 0;  // of the last interval
  std::array<std::uint64_t, k_levels> starts_{};
  std::vector<Sums> sums_;
};

}  // namespace dmc

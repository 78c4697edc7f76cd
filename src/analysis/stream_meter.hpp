#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "dmc/analysis/analyze.hpp"
#include "dmc/cost/dmd.hpp"
#include "dmc/engine/address_map.hpp"
#include "dmc/engine/lru_engine.hpp"

#include "interval_series.hpp"
#include "space_keys.hpp"

namespace dmc {

/// Accesses as they reach a meter: granules, with the region each belongs to where there are any.
struct GranuleSpan {
  std::span<const std::uint64_t> granules;
  std::span<const std::uint16_t> regions;  ///< as long, or empty
};

/// Sums of reuses, one access at a time.
struct RunningTotals {
  std::uint64_t accesses = 0;
  std::uint64_t reuses = 0;
  CompensatedSum dmd;
  std::uint32_t min_distance = 0;
  std::uint32_t max_distance = 0;

  void add(std::uint32_t distance);
  [[nodiscard]] ReuseTotals totals(double root_of_bits) const;
};

/// What is wanted of each access besides its distance; shared by the meters of all threads.
struct Watchers {
  std::vector<RunningTotals> regions;     ///< by region; empty: not wanted
  std::vector<IntervalSeries> intervals;  ///< one, or none
  bool top = false;
  MagnitudeCounts times{};
  long double time_sum = 0;
  /// What granules are keys of, where there are several address spaces, and the data of each.
  const SpaceKeys* keys = nullptr;
  std::vector<std::uint64_t> space_data;

  void add_datum(std::uint64_t key);
  [[nodiscard]] bool need_distances() const {
    return top || !regions.empty() || !intervals.empty();
  }
};

/// Reuse distances and reuse times of one stream of granules.
class StreamMeter {
 public:
  static constexpr std::size_t k_batch = 4096;

  /// At most k_batch accesses.
  void measure(const GranuleSpan& span, Watchers& watchers);

  [[nodiscard]] const LruEngine& engine() const { return engine_; }
  /// The most expensive data, unsorted; `thread` is left empty and addresses are granules'.
  [[nodiscard]] std::vector<TopDatum> top(std::size_t count, double root_of_bits) const;

 private:
  struct DatumTotals {
    std::uint64_t granule = 0;
    std::uint64_t accesses = 0;
    double dmd = 0;
  };

  void watch(std::size_t i, const GranuleSpan& span, std::uint64_t before, Watchers& watchers);

  AddressMap map_;
  LruEngine engine_;
  std::uint64_t now_ = 0;
  std::vector<std::uint64_t> last_;  // by datum: one more than the number of its last access
  std::vector<DatumTotals> totals_;  // by datum, where the top is wanted
  std::array<Datum, k_batch> data_{};
  std::array<std::uint32_t, k_batch> distances_{};
};

}  // namespace dmc

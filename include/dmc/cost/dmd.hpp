#pragma once

#include <cstdint>

#include "dmc/engine/histogram.hpp"
#include "dmc/trace/model.hpp"

namespace dmc {

/// A sum of doubles whose error does not grow with the number of terms (Neumaier 1974).
class CompensatedSum {
 public:
  void add(double term);
  [[nodiscard]] double value() const { return sum_ + lost_; }

 private:
  double sum_ = 0;
  double lost_ = 0;
};

/// The data movement distance of all reuses: the sum of sqrt(distance) (Definitions 2.1 and 2.2),
/// times sqrt(bits) (Definition 3.19). Summed in ascending distance, so that it depends on nothing
/// but the histogram.
[[nodiscard]] double data_movement_distance(const Histogram& histogram, std::uint64_t bits = 1);

/// What the first accesses to `data` distinct data cost together: see Cold, and Lemma 3.5.
[[nodiscard]] double cold_cost(std::uint64_t data, Cold cold, std::uint64_t bits = 1);

/// The mean distance of all reuses; 0 where there are none.
[[nodiscard]] double mean_distance(const Histogram& histogram);

}  // namespace dmc

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "dmc/engine/histogram.hpp"

namespace dmc::bench {

/// Reuses by distance, as the compared engines count them.
class Counts {
 public:
  void count(std::uint64_t distance) {
    if (distance >= reuses_.size()) [[unlikely]] {
      reuses_.resize(std::max<std::size_t>(distance + 1, 2 * reuses_.size()));
    }
    ++reuses_[distance];
  }

  [[nodiscard]] Histogram histogram() const {
    Histogram histogram;
    for (std::size_t distance = 1; distance < reuses_.size(); ++distance) {
      if (reuses_[distance] != 0) {
        histogram.bins.push_back({distance, reuses_[distance]});
      }
    }
    return histogram;
  }

 private:
  std::vector<std::uint64_t> reuses_;
};

}  // namespace dmc::bench

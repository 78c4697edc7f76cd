#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <vector>

namespace dmc::test {

/// Reuse distances straight from their definition: the data in order of last use, searched from the
/// most recent. Slow, and too simple to be wrong; what everything faster is held against.
class NaiveLru {
 public:
  /// The number of distinct data since the last access to this one, itself included; 0 for a first
  /// access.
  std::uint64_t access(std::uint64_t datum) {
    const auto found = std::find(recent_.rbegin(), recent_.rend(), datum);
    if (found == recent_.rend()) {
      recent_.push_back(datum);
      return 0;
    }
    const auto distance = static_cast<std::uint64_t>(found - recent_.rbegin()) + 1;
    recent_.erase(std::next(found).base());
    recent_.push_back(datum);
    ++reuses_[distance];
    return distance;
  }

  [[nodiscard]] std::uint64_t data() const { return recent_.size(); }

  /// Reuses by distance.
  [[nodiscard]] const std::map<std::uint64_t, std::uint64_t>& histogram() const { return reuses_; }

  [[nodiscard]] std::uint64_t reuses() const {
    std::uint64_t sum = 0;
    for (const auto& [distance, count] : reuses_) {
      sum += count;
    }
    return sum;
  }

  /// The data movement distance with free first accesses.
  [[nodiscard]] double dmd() const {
    long double sum = 0;
    for (const auto& [distance, count] : reuses_) {
      sum += static_cast<long double>(count) * std::sqrt(static_cast<long double>(distance));
    }
    return static_cast<double>(sum);
  }

 private:
  std::vector<std::uint64_t> recent_;  // most recent last
  std::map<std::uint64_t, std::uint64_t> reuses_;
};

}  // namespace dmc::test

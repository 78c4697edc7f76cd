#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace dmc::test {

/// Reuse distances from a Fenwick tree over time stamps: a one stands at each datum's last access,
/// so that a distance is a suffix sum. For traces too long for NaiveLru, against which it is
/// tested.
class FenwickLru {
 public:
  explicit FenwickLru(std::size_t most_accesses) : sums_(most_accesses + 1) {}

  /// The number of distinct data since the last access to this one, itself included; 0 for a first
  /// access.
  std::uint64_t access(std::uint64_t datum) {
    if (datum >= last_.size()) {
      last_.resize(std::max<std::size_t>(datum + 1, 2 * last_.size()));
    }
    const std::size_t before = last_[datum];
    last_[datum] = ++now_;
    std::uint64_t distance = 0;
    if (before == 0) {
      ++data_;
    } else {
      distance = data_ - ones_up_to(before) + 1;
      if (distance >= reuses_.size()) {
        reuses_.resize(std::max<std::size_t>(distance + 1, 2 * reuses_.size()));
      }
      ++reuses_[distance];
      add(before, -1);
    }
    add(now_, 1);
    return distance;
  }

  [[nodiscard]] std::uint64_t data() const { return data_; }

  /// Reuses by distance.
  [[nodiscard]] std::map<std::uint64_t, std::uint64_t> histogram() const {
    std::map<std::uint64_t, std::uint64_t> result;
    for (std::size_t distance = 1; distance < reuses_.size(); ++distance) {
      if (reuses_[distance] != 0) {
        result.emplace_hint(result.end(), distance, reuses_[distance]);
      }
    }
    return result;
  }

 private:
  void add(std::size_t position, std::int32_t value) {
    for (; position < sums_.size(); position += position & (~position + 1)) {
      sums_[position] += value;
    }
  }
  [[nodiscard]] std::uint64_t ones_up_to(std::size_t position) const {
    std::int64_t sum = 0;
    for (; position != 0; position &= position - 1) {
      sum += sums_[position];
    }
    return static_cast<std::uint64_t>(sum);
  }

  std::vector<std::int32_t> sums_;  // by stamp, from 1
  std::vector<std::size_t> last_;   // by datum; 0: never
  std::vector<std::uint64_t> reuses_;
  std::size_t now_ = 0;
  std::uint64_t data_ = 0;
};

}  // namespace dmc::test

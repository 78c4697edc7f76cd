#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace dmc {

/// How many reuses have each distance: the exact histogram, in ascending distance, without empty
/// bins.
struct Histogram {
  struct Bin {
    std::uint64_t distance;
    std::uint64_t reuses;
    friend bool operator==(const Bin&, const Bin&) = default;
  };
  std::vector<Bin> bins;

  [[nodiscard]] std::uint64_t reuses() const;
  friend bool operator==(const Histogram&, const Histogram&) = default;
};

/// The sum of several histograms, bin by bin.
[[nodiscard]] Histogram merge(std::span<const Histogram* const> parts);

}  // namespace dmc

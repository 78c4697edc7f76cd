#pragma once

#include <cstdint>
#include <vector>

namespace dmc {

/// How many reuses have each distance. The exact histogram, in ascending distance, with no empty bins.
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

}  // namespace dmc

#include "dmc/engine/histogram.hpp"

#include <algorithm>

namespace dmc {

std::uint64_t Histogram::reuses() const {
  std::uint64_t total = 0;
  for (const Bin& bin : bins) {
    total += bin.reuses;
  }
  return total;
}

Histogram merge(std::span<const Histogram* const> parts) {
  Histogram sum;
  for (const Histogram* part : parts) {
    Histogram next;
    next.bins.reserve(sum.bins.size() + part->bins.size());
    auto a = sum.bins.begin();
    auto b = part->bins.begin();
    while (a != sum.bins.end() || b != part->bins.end()) {
      if (b == part->bins.end() || (a != sum.bins.end() && a->distance < b->distance)) {
        next.bins.push_back(*a++);
      } else if (a == sum.bins.end() || b->distance < a->distance) {
        next.bins.push_back(*b++);
      } else {
        next.bins.push_back({a->distance, a->reuses + b->reuses});
        ++a;
        ++b;
      }
    }
    sum = std::move(next);
  }
  return sum;
}

}  // namespace dmc

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

namespace {

Histogram merge(const Histogram& a, const Histogram& b) {
  Histogram sum;
  sum.bins.reserve(a.bins.size() + b.bins.size());
  auto left = a.bins.begin();
  auto right = b.bins.begin();
  while (left != a.bins.end() && right != b.bins.end()) {
    if (left->distance == right->distance) {
      sum.bins.push_back({left->distance, left++->reuses + right++->reuses});
    } else {
      sum.bins.push_back(left->distance < right->distance ? *left++ : *right++);
    }
  }
  sum.bins.insert(sum.bins.end(), left, a.bins.end());
  sum.bins.insert(sum.bins.end(), right, b.bins.end());
  return sum;
}

}  // namespace

// Halves first, so that each bin is looked at once for each halving, not for each part.
Histogram merge(std::span<const Histogram* const> parts) {
  if (parts.size() <= 1) {
    return parts.empty() ? Histogram{} : *parts.front();
  }
  if (parts.size() == 2) {
    return merge(*parts[0], *parts[1]);
  }
  const std::size_t half = parts.size() / 2;
  return merge(merge(parts.first(half)), merge(parts.subspan(half)));
}

}  // namespace dmc

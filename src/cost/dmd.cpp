#include "dmc/cost/dmd.hpp"

#include <cmath>

namespace dmc {

void CompensatedSum::add(double term) {
  const double next = sum_ + term;
  const bool sum_is_larger = std::abs(sum_) >= std::abs(term);
  lost_ += sum_is_larger ? (sum_ - next) + term : (term - next) + sum_;
  sum_ = next;
}

double data_movement_distance(const Histogram& histogram, std::uint64_t bits) {
  CompensatedSum sum;
  for (const Histogram::Bin& bin : histogram.bins) {
    sum.add(static_cast<double>(bin.reuses) * std::sqrt(static_cast<double>(bin.distance)));
  }
  return sum.value() * std::sqrt(static_cast<double>(bits));
}

double cold_cost(std::uint64_t data, Cold cold, std::uint64_t bits) {
  const double scale = std::sqrt(static_cast<double>(bits));
  if (cold == Cold::bound) {
    const auto m = static_cast<double>(data);
    return scale * m * std::sqrt(m);
  }
  CompensatedSum sum;
  for (std::uint64_t i = 1; cold == Cold::stack && i <= data; ++i) {
    sum.add(std::sqrt(static_cast<double>(i)));
  }
  return scale * sum.value();
}

double mean_distance(const Histogram& histogram) {
  CompensatedSum sum;
  for (const Histogram::Bin& bin : histogram.bins) {
    sum.add(static_cast<double>(bin.reuses) * static_cast<double>(bin.distance));
  }
  const std::uint64_t reuses = histogram.reuses();
  return reuses == 0 ? 0 : sum.value() / static_cast<double>(reuses);
}

}  // namespace dmc

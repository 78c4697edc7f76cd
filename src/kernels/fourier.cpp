#include "fourier.hpp"

#include <bit>
#include <numbers>

namespace dmc {

Fourier::Fourier(Tracer& tracer, std::uint64_t size)
    : tracer_(tracer),
      even_(tracer.name_array("E")),
      odd_(tracer.name_array("O")),
      y_(tracer.name_array("Y")),
      divide_(tracer.label("divide")),
      butterflies_(tracer.label("butterflies")),
      roots_(tracer.array<Complex>("omega", size / 2)) {
  for (std::uint64_t n = 1; n <= size; n *= 2) {
    calls_.push_back(tracer.label("fft", "n", n));
  }
  for (std::uint64_t i = 0; i < size / 2; ++i) {
    const double turn = static_cast<double>(i) / static_cast<double>(size);
    roots_.values()[i] = std::polar(1.0, -2.0 * std::numbers::pi * turn);
  }
}

Traced<Complex> Fourier::merge(std::size_t level, const Traced<Complex>& evens,
                               const Traced<Complex>& odds, ArrayId result) {
  const std::uint64_t half = std::uint64_t{1} << (level - 1);
  const std::uint64_t stride = roots_.size() / half;
  auto y = tracer_.temporary<Complex>(result, 2 * half);
  const Block phase = tracer_.call(butterflies_);
  for (std::uint64_t k = 0; k < half; ++k) {
    // Every operand is read twice, as Algorithm 3 has it: once for the sum, once for the
    // difference.
    Complex even = evens.read(k);
    Complex root = roots_.read(k * stride);
    Complex odd = odds.read(k);
    y.write(k, even + times({root.real(), sign_ * root.imag()}, odd));
    even = evens.read(k);
    root = roots_.read(k * stride);
    odd = odds.read(k);
    y.write(k + half, even - times({root.real(), sign_ * root.imag()}, odd));
  }
  return y;
}

TransformPlan plan_transforms(std::uint64_t n, Count count, std::string_view result) {
  const auto levels = static_cast<std::uint64_t>(std::countr_zero(n));
  const Count all = count * n;
  TransformPlan plan{.omega = all * levels, .source = all, .arrays = {}};
  for (std::uint64_t size = n; size >= 2; size /= 2) {
    const Count calls = count * (n / size);
    const Count half = size / 2;
    // Halves are written, and read again by the divide step of their own transform; those of size 1
    // are their own transform, read by the butterflies as Y.
    const Count accesses = calls * half * (size > 2 ? 2 : 1);
    for (const std::string_view name : {"E", "O"}) {
      plan.arrays.push_back({name, half, calls, accesses, true});
      if (size == 2) {
        plan.arrays.push_back({name, 0, 0, calls * 2, true, "Y"});
      }
    }
    // A result is written here, and below the top read twice by the butterflies of its parent.
    plan.arrays.push_back(
        {size == n ? result : "Y", size, calls, calls * size * (size == n ? 1 : 3), true});
  }
  return plan;
}

std::vector<RangePlan> transform_ranges(std::uint64_t n) {
  // Alive at once: both halves' transforms and the array of the half being divided. Halves of size
  // 1 are their own transforms.
  std::vector<RangePlan> ranges;
  for (std::uint64_t size = n / 2; size >= 2; size /= 2) {
    ranges.push_back({size, 3});
  }
  ranges.push_back({1, 2});
  return ranges;
}

}  // namespace dmc

#pragma once

#include <complex>
#include <cstdint>
#include <vector>

#include "dmc/kernels/kernel.hpp"
#include "dmc/trace/tracer.hpp"

namespace dmc {

using Complex = std::complex<double>;

/// The product without the checks for infinities that the standard operator makes.
[[nodiscard]] inline Complex times(Complex a, Complex b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

enum class Direction : std::uint8_t { forward, inverse };

/// The transforms of Algorithm 3 of one size, which share their roots of unity. An inverse
/// transform makes the same accesses with the roots conjugated, and does not divide by n.
class Fourier {
 public:
  /// `size`: a power of two.
  Fourier(Tracer& tracer, std::uint64_t size);

  /// The transform of what `source.read(i)` gives for i < size, as a temporary counted under
  /// `result`. Size 1 is the caller's to treat: its transform is the source itself.
  template <class Source>
  [[nodiscard]] Traced<Complex> transform(const Source& source, ArrayId result,
                                          Direction direction = Direction::forward) {
    sign_ = direction == Direction::forward ? 1.0 : -1.0;
    return recurse(calls_.size() - 1, source, result);
  }

 private:
  template <class Source>
  Traced<Complex> recurse(std::size_t level, const Source& source, ArrayId result) {
    const Block call = tracer_.call(calls_[level]);
    const auto evens = half(level - 1, source, 0, even_);
    const auto odds = half(level - 1, source, 1, odd_);
    return merge(level, evens, odds, result);
  }

  /// Divides, and transforms the half. Its own array ends here, unless it is its own transform.
  template <class Source>
  Traced<Complex> half(std::size_t level, const Source& source, std::uint64_t parity,
                       ArrayId name) {
    const std::uint64_t size = std::uint64_t{1} << level;
    auto part = tracer_.temporary<Complex>(name, size);
    {
      const Block phase = tracer_.call(divide_);
      for (std::uint64_t i = 0; i < size; ++i) {
        const Complex value = source.read(2 * i + parity);
        part.write(i, value);
      }
    }
    if (level == 0) {
      return std::move(part).as(y_);
    }
    return recurse(level, part, y_);
  }

  Traced<Complex> merge(std::size_t level, const Traced<Complex>& evens,
                        const Traced<Complex>& odds, ArrayId result);

  Tracer& tracer_;
  double sign_ = 1.0;
  ArrayId even_;
  ArrayId odd_;
  ArrayId y_;
  Label divide_;
  Label butterflies_;
  std::vector<Label> calls_;  // by log2 of the size; looked up once, as calls are many
  Traced<Complex> roots_;
};

/// The plan of `count` transforms of size n = 2^levels >= 2 that leave their results under
/// `result`. The data of the roots and of what is transformed are the caller's to add.
struct TransformPlan {
  Count omega;   ///< accesses to the roots
  Count source;  ///< accesses to what is transformed
  std::vector<ArrayPlan> arrays;
};
[[nodiscard]] TransformPlan plan_transforms(std::uint64_t n, Count count, std::string_view result);

/// The ranges of one transform of size n >= 2 with reused data, its result left out.
[[nodiscard]] std::vector<RangePlan> transform_ranges(std::uint64_t n);

}  // namespace dmc

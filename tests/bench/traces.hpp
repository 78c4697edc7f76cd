#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "dmc/kernels/kernel.hpp"
#include "dmc/trace/batch.hpp"

namespace dmc::bench {

/// An endless trace: fills a span with the accesses that come next. The same on every platform.
using Stream = std::function<void(std::span<Datum>)>;

/// Each access goes to any of the data with the same probability.
[[nodiscard]] Stream uniform(std::uint32_t data);
/// Datum number r (from 1, in descending popularity) has a probability proportional to r^-0.8. The
/// popular are scattered over the data: a name says nothing about popularity.
[[nodiscard]] Stream zipf(std::uint32_t data);
/// All data in order, over and over.
[[nodiscard]] Stream cyclic(std::uint32_t data);

/// A trace in memory. Data are numbered densely.
struct Trace {
  std::string name;
  std::vector<Datum> data;
  std::vector<std::uint64_t> addresses;  ///< the same as addresses of 8-byte elements; may be empty
  std::uint64_t distinct = 0;            ///< data
};

/// How many different data there are.
[[nodiscard]] std::uint64_t distinct(std::span<const Datum> trace);

/// How a trace is made; `scale` is a factor on its length.
struct TraceRecipe {
  std::string name;
  std::function<std::vector<Datum>(double scale)> make;
};

/// The six traces on which engines are compared.
[[nodiscard]] std::vector<TraceRecipe> compared_traces();

/// A kernel with the parameters it is run with.
struct KernelRun {
  const Kernel* kernel;
  Parameters parameters;
};

/// Spatial convolution of an image 1024 wide and 1024 * scale high with a kernel of 7 x 7.
[[nodiscard]] KernelRun spatial_convolution(double scale);
/// Convolution by Fourier transforms, n=512 at a scale of 1; n stays a power of two.
[[nodiscard]] KernelRun fourier_convolution(double scale);

/// Product of a matrix of 400 * scale rows and one of 400 x 400.
[[nodiscard]] KernelRun matrix_product(double scale);
/// Fourier transform of 2^20 numbers at a scale of 1; their number stays a power of two.
[[nodiscard]] KernelRun fourier_transform(double scale);

/// The data a kernel accesses, in order.
[[nodiscard]] std::vector<Datum> element_trace(const KernelRun& run);

/// `count` scaled, at least `least`.
[[nodiscard]] std::size_t scaled(std::size_t count, double scale, std::size_t least = 1);

}  // namespace dmc::bench

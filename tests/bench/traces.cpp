#include "traces.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <memory>
#include <numeric>

namespace dmc::bench {
namespace {

constexpr std::size_t k_length = 20'000'000;        // of the synthetic traces
constexpr std::size_t k_long_length = 100'000'000;  // of that to 10^7 data: ten for each
constexpr std::uint64_t k_seed = 1;

// SplitMix64 (Steele, Lea, Flood 2014).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
  }
  /// Each number below `end` has a probability of 1 / end up to one in 2^32.
  std::uint32_t below(std::uint32_t end) {
    return static_cast<std::uint32_t>(((next() >> 32) * end) >> 32);
  }

 private:
  std::uint64_t state_;
};

// A permutation of the numbers below `count`.
std::vector<Datum> shuffled(std::uint32_t count, Random& random) {
  std::vector<Datum> data(count);
  std::iota(data.begin(), data.end(), 0U);
  for (std::uint32_t i = count; i > 1; --i) {
    std::swap(data[i - 1], data[random.below(i)]);
  }
  return data;
}

// Draws ranks by inverting their cumulative distribution. Only operations that IEEE 754 rounds
// correctly are used, so that no mathematical library decides on a draw.
class ZipfRanks {
 public:
  explicit ZipfRanks(std::uint32_t ranks) : below_(ranks) {
    double root = 1;  // of `rank`, the fifth
    double sum = 0;
    for (std::uint32_t i = 0; i < ranks; ++i) {
      const double rank = i + 1.0;
      for (int step = 0; step < 6; ++step) {  // Newton, from the root of the rank before
        root = (4 * root + rank / (root * root * root * root)) / 5;
      }
      sum += root / rank;  // rank^-0.8
      below_[i] = sum;
    }
    first_.resize(k_guides);
    for (std::size_t guide = 0; guide < k_guides; ++guide) {
      const double from = sum * (static_cast<double>(guide) / k_guides);
      first_[guide] = static_cast<std::uint32_t>(
          std::upper_bound(below_.begin(), below_.end() - 1, from) - below_.begin());
    }
  }

  /// From 0.
  std::uint32_t draw(Random& random) const {
    const std::uint64_t bits = random.next() >> 11;
    const double drawn = below_.back() * (static_cast<double>(bits) * 0x1p-53);
    std::uint32_t rank = first_[bits >> (53 - k_guide_bits)];
    while (rank + 1 < below_.size() && below_[rank] <= drawn) {
      ++rank;
    }
    return rank;
  }

 private:
  static constexpr int k_guide_bits = 20;
  static constexpr std::size_t k_guides = std::size_t{1} << k_guide_bits;

  std::vector<double> below_;         // weight of all ranks up to this one
  std::vector<std::uint32_t> first_;  // by the leading bits of a draw: where to begin the search
};

std::vector<Datum> take(const Stream& stream, double scale, std::size_t least = k_length) {
  const std::size_t length = scaled(least, std::min(scale, 1.0));
  std::vector<Datum> trace(std::max(length, scaled(k_length, scale)));
  stream(trace);
  return trace;
}

}  // namespace

Stream uniform(std::uint32_t data) {
  return [data, random = Random(k_seed)](std::span<Datum> next) mutable {
    std::generate(next.begin(), next.end(), [&] { return random.below(data); });
  };
}

Stream zipf(std::uint32_t data) {
  Random random(k_seed);
  const auto names = std::make_shared<const std::vector<Datum>>(shuffled(data, random));
  const auto ranks = std::make_shared<const ZipfRanks>(data);
  return [names, ranks, random](std::span<Datum> next) mutable {
    std::generate(next.begin(), next.end(), [&] { return (*names)[ranks->draw(random)]; });
  };
}

Stream cyclic(std::uint32_t data) {
  return [data, datum = data - 1](std::span<Datum> next) mutable {
    std::generate(next.begin(), next.end(),
                  [&] { return datum = datum + 1 == data ? 0 : datum + 1; });
  };
}

std::vector<TraceRecipe> compared_traces() {
  return {
      {"uniform_1e4", [](double scale) { return take(uniform(10'000), scale); }},
      {"uniform_1e6", [](double scale) { return take(uniform(1'000'000), scale); }},
      {"uniform_1e7", [](double scale) { return take(uniform(10'000'000), scale, k_long_length); }},
      {"zipf_1e6", [](double scale) { return take(zipf(1'000'000), scale); }},
      {"cyclic_1e6", [](double scale) { return take(cyclic(1'000'000), scale); }},
      {"conv", [](double scale) { return element_trace(spatial_convolution(scale)); }},
  };
}

KernelRun spatial_convolution(double scale) {
  const Kernel& conv = find_kernel("conv");
  const std::uint64_t h = scaled(1024, scale, 7);
  return {&conv, resolve_parameters(conv, {{"h", h}, {"w", 1024}, {"k", 7}})};
}

KernelRun fourier_convolution(double scale) {
  const Kernel& fftconv = find_kernel("fftconv");
  const double exact = 512 * std::sqrt(scale);
  std::uint64_t n = 8;
  while (static_cast<double>(2 * n) <= exact) {
    n *= 2;
  }
  return {&fftconv, resolve_parameters(fftconv, {{"n", n}, {"k", 7}})};
}

KernelRun matrix_product(double scale) {
  const Kernel& matmul = find_kernel("matmul");
  return {&matmul, resolve_parameters(matmul, {{"m", scaled(400, scale)}, {"n", 400}, {"l", 400}})};
}

KernelRun fourier_transform(double scale) {
  const Kernel& fft = find_kernel("fft");
  const std::uint64_t n = std::bit_floor(scaled(std::size_t{1} << 20, scale, 8));
  return {&fft, resolve_parameters(fft, {{"n", n}})};
}

std::vector<Datum> element_trace(const KernelRun& run) {
  std::vector<Datum> trace;
  trace.reserve(footprint(run.kernel->plan(run.parameters), {}).accesses);
  const auto sink = [&](Batch& batch) {
    for (const Access access : batch.accesses()) {
      trace.push_back(access.datum());
    }
  };
  Tracer tracer({}, sink, Tracer::Attribution::off);
  (void)run.kernel->run(run.parameters, tracer, InputData());
  tracer.finish();
  return trace;
}

std::uint64_t distinct(std::span<const Datum> trace) {
  const auto last = std::max_element(trace.begin(), trace.end());
  std::vector<bool> seen(last == trace.end() ? 0 : std::size_t{*last} + 1);
  for (const Datum datum : trace) {
    seen[datum] = true;
  }
  return static_cast<std::uint64_t>(std::count(seen.begin(), seen.end(), true));
}

std::size_t scaled(std::size_t count, double scale, std::size_t least) {
  return std::max(least, static_cast<std::size_t>(static_cast<double>(count) * scale));
}

}  // namespace dmc::bench

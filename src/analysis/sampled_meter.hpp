#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "dmc/analysis/analyze.hpp"

#include "data_sample.hpp"

namespace dmc {

/// Estimates from a sample of the data that is chosen by a hash of their addresses.
///
/// Errors: the sample is also cut into ten smaller ones, again by hash, each of which measures its
/// own distances. They differ from each other as samples do, so their estimates show how far one of
/// them is off, and the whole is off by that much over the root of ten (the method of random
/// groups).
class SampledMeter {
 public:
  SampledMeter(double rate, std::uint64_t seed);

  void measure(std::span<const std::uint64_t> granules);
  /// Takes in what is still held back. At the end.
  void finish();

  /// Fills in everything that is estimated, for the sizes in `caches` and `curve`. Throws
  /// dmc::Error where nothing is in the sample.
  void summarize(AnalyzeResult& result) const;

 private:
  static constexpr std::size_t k_groups = 10;

  /// Accesses on their way to a sample.
  struct Pending {
    explicit Pending(double rate) : sample(rate) {}
    void add(std::uint64_t granule, std::uint64_t moment);
    void flush();

    DataSample sample;
    std::size_t count = 0;
    std::array<std::uint64_t, DataSample::k_batch> granules{};
    std::array<std::uint64_t, DataSample::k_batch> moments{};
  };

  [[nodiscard]] Histogram histogram_of(const EstimatedCurve& curve, std::uint64_t reuses) const;
  void estimate_caches(AnalyzeResult& result, const EstimatedCurve& all,
                       const std::vector<EstimatedCurve>& groups) const;
  void estimate_times(AnalyzeResult& result) const;
  template <class Quantity>
  [[nodiscard]] double error_of(const std::vector<EstimatedCurve>& groups, Quantity quantity) const;

  double rate_;
  std::uint64_t threshold_;
  std::uint64_t seed_;
  std::uint64_t now_ = 0;
  Pending all_;
  std::vector<Pending> groups_;
};

}  // namespace dmc

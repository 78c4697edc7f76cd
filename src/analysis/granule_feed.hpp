#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "dmc/analysis/analyze.hpp"
#include "dmc/tracefile/reference.hpp"

#include "space_keys.hpp"
#include "stream_meter.hpp"

namespace dmc {

/// Turns references into accesses: leaves out the kinds that are not asked for, and makes each
/// reference an access to every granule it reaches into, lowest first. Where there are several
/// address spaces, granules are handed over as keys that differ between them.
class GranuleFeed {
 public:
  /// Gets some accesses of one thread, in order.
  using Sink = std::function<void(std::uint16_t thread, const GranuleSpan& span)>;

  GranuleFeed(const AnalyzeRequest& request, Sink sink);

  void take(const ReferenceBatch& batch);
  /// Hands over what is held back.
  void finish();

  /// Whether the limit is reached.
  [[nodiscard]] bool full() const { return accesses_ == limit_; }
  [[nodiscard]] std::uint64_t accesses() const { return accesses_; }
  /// References of kinds that were not asked for, and those that access nothing.
  [[nodiscard]] std::uint64_t left_out() const { return left_out_; }
  [[nodiscard]] std::uint64_t no_access() const { return no_access_; }

  /// What granules are handed over as where batches may have several address spaces.
  [[nodiscard]] const SpaceKeys& keys() const { return keys_; }
  /// Accesses by address space, where there may be several.
  [[nodiscard]] const std::vector<std::uint64_t>& space_accesses() const { return space_accesses_; }
  /// The lowest and the highest address of an access, where there are regions.
  [[nodiscard]] std::uint64_t lowest() const { return lowest_; }
  [[nodiscard]] std::uint64_t highest() const { return highest_; }

 private:
  struct Range {
    std::uint64_t begin = 1;
    std::uint64_t last = 0;
    std::uint16_t region = 0;
  };

  template <bool WithRegions, bool WithSpaces>
  void take_all(std::span<const TraceReference> references);
  template <bool WithRegions, bool WithSpaces>
  void take_granules(const TraceReference& reference);
  [[nodiscard]] std::uint16_t region_of(std::uint64_t address);

  Sink sink_;
  std::array<bool, 5> wanted_{};  // by ReferenceKind
  unsigned shift_;
  std::uint64_t limit_;
  bool threads_apart_;
  std::vector<Range> ranges_;  // ascending
  Range last_range_{};
  std::uint16_t elsewhere_;
  SpaceKeys keys_;
  std::vector<std::uint64_t> space_accesses_;

  std::uint64_t accesses_ = 0;
  std::uint64_t left_out_ = 0;
  std::uint64_t no_access_ = 0;
  std::uint64_t lowest_ = ~std::uint64_t{0};
  std::uint64_t highest_ = 0;
  std::uint16_t thread_ = 0;
  std::size_t held_ = 0;
  std::array<std::uint64_t, StreamMeter::k_batch> granules_{};
  std::array<std::uint16_t, StreamMeter::k_batch> regions_{};
};

}  // namespace dmc

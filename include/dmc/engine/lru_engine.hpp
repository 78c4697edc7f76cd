#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "dmc/engine/histogram.hpp"
#include "dmc/trace/batch.hpp"

namespace dmc {

/// The machine code that replays accesses. One source is compiled for each; all give the same
/// counts.
enum class InstructionSet : std::uint8_t { portable, avx2, avx512 };

/// Those this processor has, slowest first.
[[nodiscard]] std::span<const InstructionSet> supported_instruction_sets();
[[nodiscard]] std::string_view to_string(InstructionSet set);

/// Reuses of one array that are carried by one scope.
struct AttributedHistogram {
  ArrayId array;
  LabelId carried_by;  ///< the label of a loop, call or phase, or a loop's label + 1: within it
  Histogram histogram;
};

/// What an engine has counted.
struct EngineCounts {
  std::uint64_t accesses = 0;
  std::uint64_t data = 0;  ///< distinct ones
  Histogram histogram;
  std::vector<AttributedHistogram> classes;  ///< by label, then array; none without attribution
  std::vector<std::uint64_t> cold_misses;    ///< by ArrayId
};

/// What is known in advance. Nothing here changes a result.
struct EngineOptions {
  std::uint64_t expected_data = 0;      ///< distinct data, to size the tables at once
  std::uint64_t expected_accesses = 0;  ///< 0: not known; to tell whether cutting the trace pays
  /// Accesses after which the histogram's 32-bit bins are added to 64-bit ones. A smaller number
  /// than can overflow only serves to test just that.
  std::uint64_t bin_limit = 0xffff'ffff;
  /// With attribution, far reuses that are noted one by one before there are bins for them.
  std::uint64_t noted_limit = std::uint64_t{1} << 22;
  InstructionSet instructions = supported_instruction_sets().back();
};

/// Exact LRU reuse distances (Mattson et al. 1970) of a stream of accesses, counted in a histogram.
///
/// The order of last accesses is kept as in Olken 1981 in an order-statistic tree over time, but
/// the tree is implicit, static in shape and as wide as a vector register: docs/architecture.md.
/// Time and data are 32 bit inside; counts are 64 bit. Memory: about 5 bytes a datum and 4 for the
/// histogram, 12 after 2^32 accesses.
///
/// Throws dmc::Error where there are more data than it can count (a little under 2^32).
class LruEngine {
 public:
  explicit LruEngine(const EngineOptions& options = {});
  ~LruEngine();
  LruEngine(LruEngine&&) noexcept;
  LruEngine& operator=(LruEngine&&) noexcept;

  /// Accesses in program order, without attribution.
  void access(std::span<const Datum> data);
  void access(std::span<const Access> accesses);
  void access(const Batch& batch);

  /// The same as access(data), and distances[i] becomes the distance of data[i], 0 where it is a
  /// first access. Throws std::invalid_argument where `distances` is shorter than `data`.
  void access(std::span<const Datum> data, std::span<std::uint32_t> distances);

  /// A batch with its scope events: every reuse is counted for its array and the scope that carries
  /// it, which is the innermost one that contains both accesses while a scope directly inside it
  /// differs. An engine is used either with batches or without, not both.
  void attribute(const Batch& batch);

  /// Nothing is held back; for a program that can use this engine or ParallelEngine.
  void finish() {}

  [[nodiscard]] std::uint64_t accesses() const;
  /// Distinct data so far: the number of cold misses.
  [[nodiscard]] std::uint64_t data() const;
  /// Everything that was counted, in less time than by asking for one after the other.
  [[nodiscard]] EngineCounts counts() const;
  /// All reuses by distance.
  [[nodiscard]] Histogram histogram() const;
  /// The same reuses split by array and carrying scope; empty without attribution.
  [[nodiscard]] std::vector<AttributedHistogram> attributed() const;
  /// First accesses by array, indexed by ArrayId; empty without attribution.
  [[nodiscard]] std::vector<std::uint64_t> cold_misses() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace dmc

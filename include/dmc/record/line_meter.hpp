#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "dmc/engine/histogram.hpp"
#include "dmc/trace/batch.hpp"

namespace dmc {

/// Cache sizes that misses are counted for at once, at most.
inline constexpr std::size_t k_most_line_sizes = 4;

/// Reuses alike: the same array and line now, the same before, carried by the same call.
struct LineReuses {
  /// What carries a reuse between two threads.
  static constexpr LabelId k_other_thread = 0xffff;

  ArrayId from = 0;        ///< array and line of the access before,
  ArrayId to = 0;          ///< and of this one
  LabelId carried_by = 0;  ///< the function whose call contains both; 0: the whole program
  std::uint64_t reuses = 0;
  double dmd = 0;
  std::uint32_t min_distance = 0;
  std::uint32_t max_distance = 0;
  std::array<std::uint64_t, k_most_line_sizes> misses{};  ///< by size
};

/// What is counted by ArrayId.
struct LineAccesses {
  std::uint64_t reads = 0;
  std::uint64_t writes = 0;
  std::uint64_t cold = 0;
};

/// Calls on calls, as a tree: what is accessed while exactly these are open.
struct CallCost {
  std::uint32_t caller = 0;  ///< an index; the first is the whole program, and its own caller
  LabelId function = 0;
  double dmd = 0;
};

struct LineCounts {
  std::uint64_t accesses = 0;
  std::uint64_t data = 0;
  Histogram histogram;
  std::vector<LineAccesses> lines;  ///< by ArrayId
  std::vector<LineReuses> reuses;   ///< by descending DMD
  std::vector<CallCost> calls;      ///< callers come before those they call
};

/// Exact reuse distances, with who touched the datum last, who does now, and the innermost call
/// around both. Takes batches whose arrays stand for pairs of an array and a line: TraceNames.
class LineMeter {
 public:
  /// Counts misses of LRU caches that hold so many data.
  explicit LineMeter(std::vector<std::uint64_t> capacities = {});
  ~LineMeter();
  LineMeter(LineMeter&&) noexcept;
  LineMeter& operator=(LineMeter&&) noexcept;

  /// Accesses of one thread, with the calls among them. A loop in the events is no call.
  void add(const Batch& batch, std::uint32_t thread);

  [[nodiscard]] std::uint64_t accesses() const;
  [[nodiscard]] LineCounts counts() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

/// What several meters counted, each by itself.
[[nodiscard]] LineCounts merge(const std::vector<LineCounts>& parts);

}  // namespace dmc

#pragma once

#include <cstdint>
#include <vector>

#include "dmc/trace/batch.hpp"

#include "time_axis.hpp"

namespace dmc::engine {

/// The scopes that are open at a point of a trace, as the labels of their marks, outermost first.
struct OpenScopes {
  std::vector<LabelId> marks;
  std::uint64_t data_end = 0;   ///< as in Batch
  std::uint32_t array_end = 0;  ///< 0: there is no attribution
  std::uint32_t label_end = 0;
};

/// What the rest of a trace needs to know of one segment of it: enough to find the distances of
/// reuses that reach into it from behind, and of those that reach out of it. Beside it stand the
/// histograms of the reuses inside.
struct SegmentSummary {
  /// An open scope at the segment's end.
  struct Mark {
    LabelId label;
    bool inherited;  ///< began before the segment
    std::uint32_t
        rank;  ///< otherwise: how many of the segment's data were last accessed before it began
  };

  std::uint64_t accesses = 0;
  std::vector<FirstAccess> firsts;  ///< its data in order of first access
  std::vector<Datum> lasts;         ///< the same in order of last access
  std::vector<Mark> marks;
  std::uint64_t data_end = 0;  ///< as in Batch
  std::uint32_t array_end = 0;
  std::uint32_t label_end = 0;
};

}  // namespace dmc::engine

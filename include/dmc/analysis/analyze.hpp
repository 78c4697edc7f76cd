#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "dmc/analysis/measure.hpp"
#include "dmc/cost/miss_ratio.hpp"
#include "dmc/trace/model.hpp"
#include "dmc/tracefile/reference_reader.hpp"

namespace dmc {

/// Which references of a trace are accesses.
enum class AccessChoice : std::uint8_t {
  both,  ///< reads, writes and what the trace does not tell apart
  reads,
  writes,
  fetches,  ///< instruction fetches alone
  all,      ///< data and fetches together
};

/// A named range of addresses, for attribution, in every address space.
struct AddressRegion {
  std::string name;
  std::uint64_t begin = 0;
  std::uint64_t last = 0;  ///< belongs to it, so that the last address of all can
};

/// What to find out about an address trace.
struct AnalyzeRequest {
  AccessChoice accesses = AccessChoice::both;
  /// Bytes of a datum, a power of two. An access touches each granule it reaches into once, lowest
  /// first. 0: as the format has it.
  std::uint64_t granule = 0;
  std::uint64_t limit = 0;  ///< accesses after which to stop; 0: none
  bool per_thread = false;  ///< distances within each thread, as though it were alone
  std::vector<AddressRegion> regions = {};  ///< must not overlap
  std::uint64_t top = 0;                    ///< how many data with the largest DMD are wanted
  std::uint64_t interval = 0;               ///< accesses in an interval of the series; 0: no series
  std::vector<std::uint64_t> sizes = {};    ///< of caches, in bytes: their miss ratios are wanted
  /// The share of data to look at, chosen by a hash of their addresses; 0: all of them, which is
  /// exact.
  double sample = 0;
  std::uint64_t sample_seed = 0;  ///< chooses another sample
  std::uint64_t bits = 1;
  Cold cold = Cold::free;
  /// Called now and then with how far the file has been read, in bytes; may be empty.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

/// Counts by magnitude: bin k is of numbers above 2^(k-1) and up to 2^k; bin 0 is of 1.
using MagnitudeCounts = std::array<std::uint64_t, 65>;
[[nodiscard]] std::size_t magnitude_of(std::uint64_t number);

struct ThreadTotals {
  std::string name;
  std::uint64_t accesses = 0;
  std::uint64_t data = 0;
  ReuseTotals totals;
};

/// What is accessed of an address space.
struct SpaceTotals {
  std::string name;
  std::uint64_t accesses = 0;
  std::uint64_t data = 0;
};

/// A datum that costs much.
struct TopDatum {
  std::uint64_t address = 0;  ///< of its first byte; or its id
  std::string thread = {};
  std::string space = {};  ///< its address space, where there are several
  std::uint64_t accesses = 0;
  double dmd = 0;
  std::string key = {};  ///< what the trace calls it, where that is no mere number
};

/// A stretch of the trace.
struct Interval {
  std::uint64_t first = 0;  ///< accesses before it
  std::uint64_t accesses = 0;
  std::uint64_t cold_misses = 0;
  std::uint64_t data = 0;  ///< distinct data in it
  double dmd = 0;          ///< of the reuses in it
  double mean_distance = 0;
};

/// The miss ratio of an LRU cache.
struct CachePoint {
  std::uint64_t bytes = 0;  ///< as many data, where data are ids
  std::uint64_t data = 0;   ///< whole granules that fit
  double miss_ratio = 0;
  double error = 0;  ///< half the width of a 95% confidence interval; 0 where it is exact
};

/// What makes a result an estimate. Errors are half the widths of 95% confidence intervals.
struct SampleEstimate {
  double rate = 0;
  std::uint64_t sampled_accesses = 0;
  std::uint64_t sampled_data = 0;
  double data_error = 0;
  double dmd_error = 0;
  double mean_distance_error = 0;
};

struct AnalyzeResult {
  std::string file;
  std::string_view format;
  std::string_view compression;
  AddressUnit unit = AddressUnit::memory;
  AnalyzeRequest request;       ///< with the granule that was used
  std::uint64_t left_out = 0;   ///< references of other kinds than those asked for
  std::uint64_t no_access = 0;  ///< prefetches, flushes, evictions, answers
  ReadCounts counts;
  bool stopped = false;  ///< at the limit, before the end

  Measurement total;  ///< `arrays` are the regions, and what lies outside; `classes` is empty
  std::vector<CachePoint> caches;  ///< of the sizes asked for
  std::vector<CachePoint> curve;   ///< of 1, 2, 4, … data, up to the largest distance
  double mean_time = 0;            ///< accesses from one to the next access of the same datum
  MagnitudeCounts times{};         ///< reuses by that time
  std::vector<ThreadTotals> threads;
  std::vector<SpaceTotals> spaces;  ///< where there are several; their data not of a sample
  /// The lowest and the highest address of an access, where regions are asked for.
  std::uint64_t lowest = 0;
  std::uint64_t highest = 0;
  std::vector<TopDatum> top;
  std::uint64_t interval = 0;  ///< as used: doubled while there would be too many
  std::vector<Interval> intervals;
  std::optional<SampleEstimate> estimate;
  double seconds = 0;
};

/// Measures all that the reader gives. Throws dmc::Error for requests that contradict themselves or
/// the format, for traces without any access of the kind asked for, and what the reader throws.
[[nodiscard]] AnalyzeResult analyze(ReferenceReader& reader, const AnalyzeRequest& request);

}  // namespace dmc

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "dmc/engine/histogram.hpp"
#include "dmc/trace/model.hpp"
#include "dmc/trace/tracer.hpp"

namespace dmc {

/// What a set of reuses amounts to.
struct ReuseTotals {
  std::uint64_t reuses = 0;
  double dmd = 0;                  ///< includes sqrt(bits)
  std::uint64_t min_distance = 0;  ///< 0 where there is no reuse
  std::uint64_t max_distance = 0;
};

struct ArrayTotals {
  std::string name;
  std::uint64_t accesses = 0;
  ReuseTotals totals;
};

/// What is accessed in one stage of a program (Tracer::phase), whatever array it belongs to. A
/// reuse counts for the stage in which the datum is accessed again.
struct StageTotals {
  std::string name;  ///< empty: what is accessed outside of all stages
  std::uint64_t accesses = 0;
  std::uint64_t cold_misses = 0;
  ReuseTotals totals;
};

/// Reuses of one array carried by one scope.
struct ClassTotals {
  std::string array;
  std::string carried_by;
  std::string reuse_class;  ///< the kernel's named class it belongs to; empty: none
  ReuseTotals totals;
};

/// What a program's accesses cost.
struct Measurement {
  std::uint64_t accesses = 0;
  std::uint64_t data = 0;  ///< distinct data, which is the number of cold misses
  std::uint64_t reuses = 0;
  double dmd = 0;  ///< of all reuses; includes sqrt(bits)
  double cold_cost = 0;
  double mean_distance = 0;
  std::uint64_t max_distance = 0;
  Histogram histogram;
  std::vector<ArrayTotals> arrays;   ///< in order of creation; those that were accessed
  std::vector<ClassTotals> classes;  ///< by descending DMD
  /// In the order of their first accesses; those that access anything. None where the program has
  /// no stages; otherwise their accesses, cold misses and reuses add up to the whole.
  std::vector<StageTotals> stages;
};

/// What may be known about a program in advance, and how to run it. No result depends on it.
struct MeasureOptions {
  std::uint64_t expected_data = 0;      ///< distinct data, to size tables at once
  std::uint64_t expected_accesses = 0;  ///< to divide the work among threads; 0: not known
  bool attribution = true;              ///< whether arrays and classes are wanted
  unsigned threads = 1;  ///< more than one: that many measure while the program runs on
  /// Called every few thousand accesses with how many have been measured; may be empty.
  std::function<void(std::uint64_t accesses)> progress = {};
};

/// Runs a program that is written against the tracer and measures every access it makes.
///
///     const auto cost = dmc::measure({}, [](dmc::Tracer& tracer) {
///       auto a = tracer.array<double>("a", 100);
///       for (auto pass : tracer.loop("pass", 2)) {
///         for (auto i : tracer.loop("i", 100)) { sum += a.read(i); }
///       }
///     });  // cost.reuses == 100, each at distance 100, carried by "pass"
///
/// Throws dmc::Error for a model that makes no sense and for more data than can be counted.
[[nodiscard]] Measurement measure(const Model& model, const std::function<void(Tracer&)>& program,
                                  const MeasureOptions& options = {});

/// Hands every batch of a trace to the sink, in order, and returns what the ids in them stand for.
using BatchProducer = std::function<TraceNames(const Sink&)>;

/// Measures accesses that were made elsewhere, under that model: it is not applied to them anew.
[[nodiscard]] Measurement measure_batches(const Model& model, const BatchProducer& produce,
                                          const MeasureOptions& options = {});

/// The totals of one histogram.
[[nodiscard]] ReuseTotals totals_of(const Histogram& histogram, std::uint64_t bits);

}  // namespace dmc

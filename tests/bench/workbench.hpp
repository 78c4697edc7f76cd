#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "contenders.hpp"
#include "traces.hpp"

namespace dmc::bench {

/// How to measure.
struct Plan {
  double scale = 1;  ///< factor on the length of every trace
  unsigned rounds = 5;
  bool memory = true;  ///< whether peak memory is measured, in a run of its own
};

/// Names of counters, from the code that measures to the reporter.
inline constexpr const char* k_accesses = "accesses";
inline constexpr const char* k_data = "data";
inline constexpr const char* k_bytes_per_datum = "bytes_per_datum";

/// The trace that is being worked on, the engines that are in the middle of it, and what has been
/// found out about it. Turning to another trace forgets all of it, so traces are best taken one
/// after the other.
class Workbench {
 public:
  explicit Workbench(const Plan& plan) : plan_(plan) {}

  [[nodiscard]] const Plan& plan() const { return plan_; }

  /// One round of an engine on a trace: a fresh engine on the whole trace, or one that goes on with
  /// the next part where the engine is slow.
  void run(benchmark::State& state, const TraceRecipe& recipe, const Contender& contender);

  /// A fresh engine on a trace that is too long to be kept: made a piece at a time, off the clock.
  void run_stream(benchmark::State& state, const std::string& trace, const Stream& stream,
                  std::size_t length, std::uint64_t data, const Contender& contender);

  /// Throws where somebody found another histogram for the same trace.
  void expect_same(const std::string& trace, const std::string& contender,
                   const Histogram& histogram);

  /// The trace, made if it is not there.
  const Trace& trace(const TraceRecipe& recipe, bool with_addresses);

 private:
  // An engine on the current trace: fresh from the check, and what the check found.
  struct Trial {
    Engine engine;  // in the middle of the trace, where the engine is slow
    std::size_t next = 0;
    std::optional<double> bytes_per_datum;
  };

  struct Finding {
    std::uint64_t fingerprint;
    std::string contender;
  };

  Trial& trial(const Contender& contender);
  void run_whole(benchmark::State& state, const Contender& contender);
  void run_part(benchmark::State& state, const Contender& contender);
  [[nodiscard]] TracePart whole() const { return {trace_.data, trace_.addresses}; }
  [[nodiscard]] std::size_t checked_length() const;
  [[nodiscard]] std::optional<double> bytes_of(const Contender& contender,
                                               const TracePart& part) const;

  Plan plan_;
  Trace trace_;
  std::map<std::string, Trial> trials_;                        // by contender
  std::map<std::string, Finding> findings_;                    // by trace or part of it
  std::map<std::string, std::optional<double>> stream_bytes_;  // by trace and contender
};

/// Tells the reporter what was measured in this round.
void report(benchmark::State& state, std::size_t accesses, std::uint64_t data,
            const std::optional<double>& bytes_per_datum);

/// Registers run(state, i) for every name i as family/trace/name/round, round after round, so that
/// the same round of all is run side by side; every other round goes backwards.
void register_rounds(const std::string& family, const std::string& trace,
                     const std::vector<std::string>& names, unsigned rounds,
                     const std::function<void(benchmark::State&, std::size_t)>& run);

}  // namespace dmc::bench

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>

namespace dmc::bench {

/// Whom a family's results are held against.
struct Baseline {
  enum class Meaning : std::uint8_t {
    speed,  ///< how many times as fast as the baseline
    cost,   ///< how many times its time
  };
  std::string name;
  std::string title;  ///< of its column
  Meaning meaning;
};

/// Benchmarks whose names begin alike and whose tables look alike.
struct Family {
  std::string name;
  std::vector<Baseline> baselines;
};

/// One round, in nanoseconds an access.
struct Round {
  unsigned number;
  double wall;
  double cpu;  ///< of all threads together
};

/// What was measured of one engine, or step, on one trace.
struct Result {
  std::string name;
  double accesses = 0;  ///< in a round
  std::vector<Round> rounds;
  std::optional<double> bytes_per_datum;
};

/// Everything that was measured on one trace.
struct Case {
  Family family;
  std::string trace;
  double data = 0;
  std::vector<Result> results;
};

enum class Clock : std::uint8_t { wall, cpu };

/// Median over the rounds, in nanoseconds an access.
[[nodiscard]] double median_time(const Result& result, Clock clock);

/// Median over the rounds of what each says about the ratio to the same round of the baseline, so
/// that what slows both down at once does not count. Empty where the baseline was not run.
[[nodiscard]] std::optional<double> median_ratio(const Case& cased, const Result& result,
                                                 const Baseline& baseline, Clock clock);

/// The medians of all cases, as JSON.
[[nodiscard]] std::string summary_json(const std::vector<Case>& cases, double scale);

/// Prints a table for each trace to standard output once it is through, and keeps all results.
class TableReporter : public benchmark::BenchmarkReporter {
 public:
  /// `clock` is what the ratios in the tables go by.
  TableReporter(std::vector<Family> families, Clock clock)
      : families_(std::move(families)), clock_(clock) {}

  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;

  [[nodiscard]] const std::vector<Case>& cases() const { return cases_; }

 private:
  void add(const Run& run);
  Case& case_of(const std::string& family, const std::string& trace);

  std::vector<Family> families_;
  Clock clock_;
  std::vector<Case> cases_;
};

}  // namespace dmc::bench

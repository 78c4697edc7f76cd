#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "dmc/check/expectations.hpp"

namespace dmc {

/// What there is to check, and how to run it. No result depends on threads.
struct CheckRequest {
  Expectations expectations;
  /// What a program has measured by itself, for the checks that ask for it by name.
  std::map<std::string, Measurement, std::less<>> measurements = {};
  unsigned threads = 1;  ///< runs at a time at most; never more than fit in memory together
  /// Called now and then with the accesses done so far and in all, by several threads at a time and
  /// so not always in order; may be empty.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

enum class Verdict : std::uint8_t {
  holds,
  fails,
  updated,  ///< failed, and update() has put what was measured in its place
};

/// An expectation held against what was measured.
struct Finding {
  Expectation expectation;
  std::optional<CheckedValue> measured =
      std::nullopt;  ///< none: there is no such thing in the result
  Verdict verdict = Verdict::fails;
  std::string why = {};  ///< of a failure, as a sentence without a full stop
};

/// A class of reuses that is not what it was when the expectations were written.
struct ClassChange {
  std::string array;
  std::string carried_by;
  KnownTotals before;  ///< nothing where it is new
  KnownTotals now;     ///< nothing where it is gone
};

/// One check, done.
struct CheckOutcome {
  Check check;
  std::vector<Finding> findings = {};     ///< in the order of its expectations
  std::vector<KnownClass> classes = {};   ///< as measured now, by descending DMD
  std::vector<ClassChange> changes = {};  ///< the largest difference of DMD first
  double seconds = 0;                     ///< of the run; 0 where nothing was run for it

  [[nodiscard]] bool fails() const;
};

struct CheckResult {
  Expectations expectations;
  std::vector<CheckOutcome> outcomes = {};  ///< in the order of the file
  double seconds = 0;                       ///< wall time of all

  [[nodiscard]] std::size_t count(Verdict verdict) const;  ///< of expectations
  [[nodiscard]] std::size_t failed_checks() const;         ///< with an expectation that fails
};

/// Measures what the expectations are about, in parallel and equal runs once, and holds each
/// against it. Throws dmc::Error, with the file and the place in it, for whatever cannot be
/// measured at all: parameters that a kernel refuses, a result file that cannot be read, a
/// measurement that is not among those given.
///
///     const auto checked = dmc::check({.expectations = dmc::read_expectations("expected.json"),
///                                      .measurements = {{"in tiles", dmc::measure(…)}}});
///     std::fputs(dmc::render_table(dmc::check_document(checked), {}).c_str(), stdout);
///     return checked.failed_checks() == 0 ? 0 : 1;
[[nodiscard]] CheckResult check(const CheckRequest& request);

/// The results and nests that checks read, where their own folder says they are.
[[nodiscard]] std::vector<std::string> result_files(const Expectations& expectations);

/// The file's text with the values that do not hold replaced by what was measured, and with the
/// classes of reuses as they are now where they have changed; marks these findings as updated.
/// Bounds (min, max) are what the user demands, and stay. Order and other keys are kept.
[[nodiscard]] std::string update(CheckResult& result);

}  // namespace dmc

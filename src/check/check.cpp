#include "dmc/check/check.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "dmc/analysis/run_all.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/names.hpp"

#include "evidence.hpp"
#include "judge.hpp"
#include "read_check.hpp"

namespace dmc {
namespace {

const Measurement& measurement_for(const CheckRequest& request, const Check& check) {
  const auto found = request.measurements.find(check.measurement);
  if (found != request.measurements.end()) {
    return found->second;
  }
  std::vector<std::string_view> names;
  for (const auto& [name, measurement] : request.measurements) {
    names.emplace_back(name);
  }
  throw Error(fmt::format(
      "{}: {}.measurement: {}", request.expectations.file, check.place,
      names.empty() ? "only a program that calls dmc::check() can provide measurements; dmc check "
                      "itself reads results from files: \"result\""
                    : unknown_name("measurement", check.measurement, names)));
}

Evidence evidence_at_hand(const CheckRequest& request, const Check& check) {
  if (!check.measurement.empty()) {
    return evidence_of(measurement_for(request, check));
  }
  try {
    return read_evidence(beside(request.expectations.file, check.result));
  } catch (const Error& error) {
    throw Error(
        fmt::format("{}: {}.result: {}", request.expectations.file, check.place, error.what()));
  }
}

/// What each check is held against, in their order.
std::vector<Evidence> gather(const CheckRequest& request) {
  const std::vector<Check>& checks = request.expectations.checks;
  std::vector<Evidence> all(checks.size());
  std::vector<RunRequest> runs;
  std::vector<std::size_t> owners;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    if (checks[i].kernel == nullptr) {
      all[i] = evidence_at_hand(request, checks[i]);
    } else {
      runs.push_back({checks[i].kernel, checks[i].parameters, checks[i].model});
      owners.push_back(i);
    }
  }
  run_each(runs,
           [&](const std::vector<std::size_t>& places, RunResult&& result) {
             for (const std::size_t place : places) {
               all[owners[place]] = evidence_of(result);
             }
           },
           {.threads = request.threads, .progress = request.progress});
  return all;
}

CheckOutcome outcome_of(const Check& check, Evidence&& evidence) {
  CheckOutcome outcome{.check = check};
  for (const Expectation& expectation : check.expect) {
    outcome.findings.push_back(judge(expectation, evidence));
  }
  if (check.has_classes) {
    outcome.changes = changes_of(check.classes, evidence.classes);
  }
  outcome.classes = std::move(evidence.classes);
  outcome.seconds = evidence.seconds;
  return outcome;
}

}  // namespace

std::vector<std::string> result_files(const Expectations& expectations) {
  std::vector<std::string> files;
  for (const Check& check : expectations.checks) {
    if (!check.result.empty()) {
      files.push_back(beside(expectations.file, check.result));
    }
    if (check.nest) {
      files.push_back(check.nest->nest().source->name);  // the file that it was read from
    }
  }
  return files;
}

bool CheckOutcome::fails() const {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.verdict == Verdict::fails; });
}

std::size_t CheckResult::count(Verdict verdict) const {
  std::size_t sum = 0;
  for (const CheckOutcome& outcome : outcomes) {
    sum += static_cast<std::size_t>(
        std::count_if(outcome.findings.begin(), outcome.findings.end(),
                      [&](const Finding& finding) { return finding.verdict == verdict; }));
  }
  return sum;
}

std::size_t CheckResult::failed_checks() const {
  return static_cast<std::size_t>(
      std::count_if(outcomes.begin(), outcomes.end(), [](const auto& one) { return one.fails(); }));
}

CheckResult check(const CheckRequest& request) {
  const auto started = std::chrono::steady_clock::now();
  std::vector<Evidence> evidence = gather(request);
  CheckResult result{.expectations = request.expectations};
  for (std::size_t i = 0; i < evidence.size(); ++i) {
    result.outcomes.push_back(outcome_of(request.expectations.checks[i], std::move(evidence[i])));
  }
  result.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return result;
}

}  // namespace dmc

#include "report.hpp"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <stdexcept>

#include <fmt/format.h>

#include "dmc/util/number.hpp"

#include "workbench.hpp"

namespace dmc::bench {
namespace {

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double time_of(const Round& round, Clock clock) {
  return clock == Clock::wall ? round.wall : round.cpu;
}

std::vector<std::string> parts_of(const std::string& name) {
  std::vector<std::string> parts(1);
  for (const char c : name) {
    if (c == '/') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::string cell(const std::optional<double>& value, int decimals) {
  return value ? fmt::format("{:.{}f}", *value, decimals) : "-";
}

void print(const Case& cased, Clock clock) {
  fmt::print("\n{}/{}: {} data; medians of {} rounds\n", cased.family.name, cased.trace,
             grouped(static_cast<std::uint64_t>(cased.data)), cased.results.front().rounds.size());
  fmt::print("{:<18} {:>13} {:>10} {:>8} {:>12}", "", "accesses", "ns/access", "CPU ns",
             "M accesses/s");
  for (const Baseline& baseline : cased.family.baselines) {
    fmt::print(" {:>10}", baseline.title);
  }
  fmt::print(" {:>13}\n", "bytes a datum");
  for (const Result& result : cased.results) {
    const double wall = median_time(result, Clock::wall);
    fmt::print("{:<18} {:>13} {:>10.2f} {:>8.2f} {:>12.1f}", result.name,
               grouped(static_cast<std::uint64_t>(result.accesses)), wall,
               median_time(result, Clock::cpu), 1e3 / wall);
    for (const Baseline& baseline : cased.family.baselines) {
      fmt::print(" {:>10}", cell(median_ratio(cased, result, baseline, clock), 2));
    }
    fmt::print(" {:>13}\n", cell(result.bytes_per_datum, 1));
  }
  std::fflush(stdout);
}

}  // namespace

double median_time(const Result& result, Clock clock) {
  std::vector<double> times;
  for (const Round& round : result.rounds) {
    times.push_back(time_of(round, clock));
  }
  return median(std::move(times));
}

std::optional<double> median_ratio(const Case& cased, const Result& result,
                                   const Baseline& baseline, Clock clock) {
  const auto other =
      std::find_if(cased.results.begin(), cased.results.end(),
                   [&](const Result& candidate) { return candidate.name == baseline.name; });
  if (other == cased.results.end()) {
    return std::nullopt;
  }
  std::vector<double> ratios;
  for (const Round& round : result.rounds) {
    for (const Round& same : other->rounds) {
      if (same.number == round.number) {
        const double cost = time_of(round, clock) / time_of(same, clock);
        ratios.push_back(baseline.meaning == Baseline::Meaning::cost ? cost : 1 / cost);
      }
    }
  }
  return ratios.empty() ? std::nullopt : std::optional(median(std::move(ratios)));
}

bool TableReporter::ReportContext(const Context& context) {
  // What it has to say about the machine (load, frequency scaling) belongs to the measurement.
  PrintBasicContext(&std::cerr, context);
  return true;
}

void TableReporter::ReportRuns(const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    if (run.error_occurred) {
      throw std::runtime_error(run.benchmark_name() + ": " + run.error_message);
    }
    if (run.run_type == Run::RT_Iteration) {
      add(run);
    }
  }
}

void TableReporter::add(const Run& run) {
  const auto parts = parts_of(run.run_name.function_name);
  Case& cased = case_of(parts.at(0), parts.at(1));
  const auto counter = [&](const char* name) {
    const auto found = run.counters.find(name);
    return found == run.counters.end() ? std::nullopt : std::optional<double>(found->second.value);
  };
  auto result = std::find_if(cased.results.begin(), cased.results.end(),
                             [&](const Result& some) { return some.name == parts.at(2); });
  if (result == cased.results.end()) {
    result = cased.results.insert(result, Result{parts.at(2), 0, {}, {}});
  }
  cased.data = counter(k_data).value_or(0);
  result->accesses = counter(k_accesses).value_or(0);
  result->bytes_per_datum = counter(k_bytes_per_datum);
  const double to_access = 1e9 / result->accesses;
  result->rounds.push_back({static_cast<unsigned>(std::stoul(parts.at(3))),
                            run.real_accumulated_time * to_access,
                            run.cpu_accumulated_time * to_access});
}

// The last one, or the next: cases are run one after the other.
Case& TableReporter::case_of(const std::string& family, const std::string& trace) {
  if (!cases_.empty() && cases_.back().family.name == family && cases_.back().trace == trace) {
    return cases_.back();
  }
  if (!cases_.empty()) {
    print(cases_.back(), clock_);
  }
  const auto found = std::find_if(families_.begin(), families_.end(),
                                  [&](const Family& some) { return some.name == family; });
  return cases_.emplace_back(
      Case{found == families_.end() ? Family{family, {}} : *found, trace, 0, {}});
}

void TableReporter::Finalize() {
  if (!cases_.empty()) {
    print(cases_.back(), clock_);
  }
}

}  // namespace dmc::bench

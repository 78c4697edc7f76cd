#include "dmc/analysis/run.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "dmc/util/memory.hpp"
#include "dmc/util/names.hpp"
#include "dmc/util/number.hpp"

#include "interpret.hpp"

namespace dmc {
namespace {

// By datum: 4 bytes of last access, up to 2 for the time axis at its largest and as much again
// while it is rebuilt; by distance: 4 bytes of histogram, which attribution can split, and 8 more
// for totals.
constexpr std::uint64_t k_engine_bytes_per_datum = 24;

// Each further thread has tables of its own, and the segments on their way to it.
constexpr std::uint64_t k_thread_bytes_per_datum = 16 + 3 * 64;
constexpr std::uint64_t k_thread_segment_bytes = std::uint64_t{3} << 27;

// Shorter traces are measured before another thread has got going.
constexpr std::uint64_t k_parallel_accesses = std::uint64_t{1} << 22;

void check_omitted(const Kernel& kernel, const Model& model) {
  for (const std::string& name : model.omit) {
    if (std::find(kernel.arrays.begin(), kernel.arrays.end(), name) == kernel.arrays.end()) {
      throw Error(fmt::format("--omit {}: {} has no such array; it has {}", name, kernel.name,
                              fmt::join(kernel.arrays, ", ")));
    }
  }
}

// The closed forms are checked arithmetic; what overflows there is a problem too large to run.
Footprint counted_footprint(const Kernel& kernel, const Parameters& parameters,
                            const Model& model) {
  try {
    return footprint(kernel.plan(parameters), model);
  } catch (const Error&) {
    std::vector<std::string> given;
    for (const auto& [name, value] : parameters.entries()) {
      given.push_back(fmt::format("--{} {}", name, value));
    }
    throw Error(
        fmt::format("this run of {} ({}) has more accesses or data than 64 bits can count; choose "
                    "smaller values",
                    kernel.name, fmt::join(given, " ")));
  }
}

void check_memory(const Kernel& kernel, const Footprint& needed) {
  const std::uint64_t bytes = memory_needed(needed, 1);
  const std::uint64_t available = available_memory();
  if (bytes > available) {
    throw Error(
        fmt::format("this run of {} touches {} data and would need {} of memory, but {} are "
                    "available; choose smaller parameters",
                    kernel.name, grouped(needed.data), memory_text(bytes), memory_text(available)));
  }
}

bool begins_with_label(std::string_view carried_by, std::string_view label) {
  return carried_by.starts_with(label) &&
         (carried_by.size() == label.size() || carried_by[label.size()] == ' ');
}

bool belongs_to(const ClassTotals& totals, const ReuseClass& reuse_class) {
  const auto& arrays = reuse_class.arrays;
  const auto& labels = reuse_class.carried_by;
  const bool has_array =
      arrays.empty() || std::find(arrays.begin(), arrays.end(), totals.array) != arrays.end();
  return has_array && (labels.empty() || std::any_of(labels.begin(), labels.end(), [&](auto label) {
                         return begins_with_label(totals.carried_by, label);
                       }));
}

void add(ReuseTotals& sum, const ReuseTotals& part) {
  sum.min_distance =
      sum.reuses == 0 ? part.min_distance : std::min(sum.min_distance, part.min_distance);
  sum.max_distance = std::max(sum.max_distance, part.max_distance);
  sum.reuses += part.reuses;
  sum.dmd += part.dmd;
}

void name_classes(RunResult& result) {
  for (const ReuseClass& reuse_class : result.kernel->classes) {
    NamedTotals named{std::string(reuse_class.name), std::string(reuse_class.source), {}};
    for (ClassTotals& totals : result.classes) {
      if (totals.reuse_class.empty() && belongs_to(totals, reuse_class)) {
        totals.reuse_class = reuse_class.name;
        add(named.totals, totals.totals);
      }
    }
    if (named.totals.reuses != 0) {
      result.named.push_back(std::move(named));
    }
  }
}

// The reuses that a formula speaks about: of a class, of stages, or of the whole run.
ReuseTotals reuses_of(const RunResult& result, const Formula& formula) {
  ReuseTotals sum;
  if (!formula.reuse_class.empty()) {
    for (const NamedTotals& named : result.named) {
      if (named.name == formula.reuse_class) {
        add(sum, named.totals);
      }
    }
    return sum;
  }
  for (const StageTotals& stage : result.stages) {
    const auto& wanted = formula.stages;
    if (stage.totals.reuses > 0 &&
        std::find(wanted.begin(), wanted.end(), stage.name) != wanted.end()) {
      add(sum, stage.totals);
    }
  }
  return formula.stages.empty() ? ReuseTotals{result.reuses, result.dmd, 0, result.max_distance}
                                : sum;
}

double quantity_of(const RunResult& result, const Formula& formula) {
  const ReuseTotals totals = reuses_of(result, formula);
  switch (formula.quantity) {
    case Quantity::dmd:
      return totals.dmd;
    case Quantity::reuses:
      return static_cast<double>(totals.reuses);
    case Quantity::data:
      return static_cast<double>(result.data);
    case Quantity::cold_cost:
    case Quantity::number:
      break;
  }
  return result.cold_cost;
}

// Whether a run knows what the formula must be given.
bool is_given(const Formula& formula, const Variables& given) {
  return std::all_of(formula.given.begin(), formula.given.end(),
                     [&](std::string_view name) { return given.find(name) != given.end(); });
}

void hold_against_formulas(RunResult& result) {
  const Variables given{{"m", static_cast<double>(result.data)}};
  for (const Formula& formula : formulas()) {
    if (!speaks_about(formula, result.kernel->name) ||
        !applies(formula, result.parameters, result.model) || !is_given(formula, given)) {
      continue;
    }
    const double value = evaluate(formula, result.parameters, result.model, given);
    const double measured = measured_for(formula, result);
    const double ratio = value == measured ? 1.0 : measured / value;
    result.formulas.push_back({&formula, value, measured, ratio});
  }
}

// As many threads as asked for, where the trace is long enough and memory suffices.
unsigned threads_for(const RunRequest& request, const Footprint& size) {
  const bool pays = size.accesses >= k_parallel_accesses;
  return pays && memory_needed(size, request.threads) <= available_memory() ? request.threads : 1;
}

}  // namespace

double measured_for(const Formula& formula, const RunResult& result) {
  const double count =
      formula.per.empty() ? 1 : static_cast<double>(result.parameters[formula.per]);
  return quantity_of(result, formula) / count;
}

std::uint64_t memory_needed(const Footprint& footprint, unsigned threads) {
  const std::uint64_t alone =
      checked_add(checked_mul(footprint.data, k_engine_bytes_per_datum), footprint.value_bytes);
  if (threads <= 1) {
    return alone;
  }
  const std::uint64_t tables = checked_mul(footprint.data, k_thread_bytes_per_datum);
  return checked_add(
      alone, checked_mul(threads, std::min(tables, checked_add(checked_mul(footprint.data, 16),
                                                               k_thread_segment_bytes))));
}

Footprint check_run(const RunRequest& request) {
  check_omitted(*request.kernel, request.model);
  const Parameters parameters = resolve_parameters(*request.kernel, request.parameters);
  const Footprint size = counted_footprint(*request.kernel, parameters, request.model);
  check_memory(*request.kernel, size);
  return size;
}

RunResult run(const RunRequest& request) {
  const Kernel& kernel = *request.kernel;
  const Footprint size = check_run(request);
  const Parameters parameters = resolve_parameters(kernel, request.parameters);

  MeasureOptions options;
  options.expected_data = size.data;
  options.expected_accesses = size.accesses;
  options.threads = threads_for(request, size);
  if (request.progress) {
    options.progress = [&](std::uint64_t done) { request.progress(done, size.accesses); };
  }
  const auto started = std::chrono::steady_clock::now();
  RunResult result;
  static_cast<Measurement&>(result) = measure(
      request.model, [&](Tracer& tracer) { (void)kernel.run(parameters, tracer, InputData()); },
      options);
  result.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  result.kernel = &kernel;
  result.parameters = parameters;
  result.model = request.model;
  interpret(result);
  return result;
}

void interpret(RunResult& result) {
  name_classes(result);
  hold_against_formulas(result);
}

}  // namespace dmc

#include "dmc/analysis/fit_growth.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "dmc/analysis/run_all.hpp"
#include "dmc/util/error.hpp"

#include "fit_rows.hpp"

namespace dmc {
namespace {

using Values = std::pair<std::string, std::vector<std::uint64_t>>;

Parameters parameters_at(const FitRequest& request, const std::string& varied,
                         std::uint64_t value) {
  Parameters parameters;
  for (const auto& [name, values] : request.values) {
    parameters.set(name, name == varied ? value : *std::max_element(values.begin(), values.end()));
  }
  for (const auto& [name, other] : request.same) {
    if (!parameters.has(other)) {
      throw Error(fmt::format("--{} {}: give --{} as well, with values", name, other, other));
    }
    parameters.set(name, parameters[other]);
  }
  return parameters;
}

/// Varied parameters with their sizes in ascending order.
std::vector<Values> varied_values(const FitRequest& request) {
  std::vector<Values> varied;
  for (const auto& [name, values] : request.values) {
    if (values.size() > 1) {
      varied.emplace_back(name, values);
      std::sort(varied.back().second.begin(), varied.back().second.end());
    }
  }
  if (varied.empty()) {
    throw Error(
        fmt::format("nothing varies: give a parameter of {} several values, as in --{} 64:1024:x2",
                    request.kernel->name, request.kernel->parameters.front().name));
  }
  return varied;
}

}  // namespace

std::string_view to_string(Fitted fitted) {
  static constexpr std::string_view k_names[] = {"DMD", "DMD and cold cost", "reuses", "accesses",
                                                 "distinct data"};
  return k_names[static_cast<std::size_t>(fitted)];
}

FitResult fit_growth(const FitRequest& request) {
  FitResult result{.kernel = request.kernel,
                   .model = request.model,
                   .fitted = request.fitted,
                   .reuse_class = request.reuse_class};
  check_class(result);
  const std::vector<Values> varied = varied_values(request);
  std::vector<RunRequest> requests;
  for (const auto& [name, sizes] : varied) {
    for (const std::uint64_t size : sizes) {
      requests.push_back({request.kernel, parameters_at(request, name, size), request.model});
    }
  }
  const auto started = std::chrono::steady_clock::now();
  std::vector<SweepRow> rows;
  for (const RunResult& run : run_all(requests, {request.threads, request.progress})) {
    rows.push_back(sweep_row(run));
  }
  std::size_t next = 0;
  for (const auto& [name, sizes] : varied) {
    result.slices.push_back(fit_rows(result, name, std::span(rows).subspan(next, sizes.size())));
    next += sizes.size();
  }
  result.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return result;
}

}  // namespace dmc

#include "dmc/analysis/compare.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>

#include "dmc/analysis/run_all.hpp"

#include "contenders.hpp"

namespace dmc {
namespace {

std::vector<CostPart> differences(const Contender& loser, const Contender& winner) {
  std::map<std::string, double> by_name;
  for (const CostPart& part : cost_parts(loser.run)) {
    by_name[part.name] += part.cost;
  }
  for (const CostPart& part : cost_parts(winner.run)) {
    by_name[part.name] -= part.cost;
  }
  std::vector<CostPart> all;
  // Equal classes can differ in the last digits, since they are sums in another order.
  const double noise = 1e-12 * (loser.cost + winner.cost);
  for (const auto& [name, cost] : by_name) {
    if (std::abs(cost) > noise) {
      all.push_back({name, cost});
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const CostPart& a, const CostPart& b) {
    return std::abs(a.cost) > std::abs(b.cost);
  });
  return all;
}

double quotient(double a, double b) {
  return a == b ? 1 : a / b;  // also where both are nothing
}

void judge(Problem& problem) {
  std::vector<Contender>& contenders = problem.contenders;
  for (Contender& contender : contenders) {
    contender.cost = contender.run.dmd + contender.run.cold_cost;
    contender.ratio = quotient(contender.cost, contenders.front().cost);
  }
  const auto least =
      std::min_element(contenders.begin(), contenders.end(),
                       [](const Contender& a, const Contender& b) { return a.cost < b.cost; });
  problem.winner = static_cast<std::size_t>(least - contenders.begin());
  double next = HUGE_VAL;
  for (Contender& contender : contenders) {
    if (&contender != &*least) {
      next = std::min(next, contender.cost);
      contender.why = differences(contender, *least);
    }
  }
  problem.factor = quotient(next, least->cost);
}

/// A part that is worth naming.
void add_part(std::vector<CostPart>& parts, std::string name, double cost) {
  if (cost > 0) {
    parts.push_back({std::move(name), cost});
  }
}

}  // namespace

std::vector<CostPart> cost_parts(const RunResult& run) {
  std::vector<CostPart> parts;
  for (const NamedTotals& named : run.named) {
    add_part(parts, named.name, named.totals.dmd);
  }
  double others = 0;
  for (const ClassTotals& some : run.classes) {
    others += some.reuse_class.empty() ? some.totals.dmd : 0;
  }
  add_part(parts, "other reuses", others);
  add_part(parts, "first accesses", run.cold_cost);
  return parts;
}

void check_compare(const CompareRequest& request) {
  CompareResult result;
  static_cast<void>(plan_runs(request, result));
}

CompareResult compare(const CompareRequest& request) {
  CompareResult result;
  const std::vector<PlannedRun> planned = plan_runs(request, result);
  std::vector<RunRequest> requests;
  requests.reserve(planned.size());
  for (const PlannedRun& one : planned) {
    requests.push_back(one.request);
  }
  const auto started = std::chrono::steady_clock::now();
  std::vector<RunResult> runs = run_all(requests, {request.threads, request.progress});
  result.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  for (std::size_t i = 0; i < planned.size(); ++i) {
    *planned[i].result = std::move(runs[i]);
  }
  for (Problem& problem : result.problems) {
    judge(problem);
  }
  return result;
}

}  // namespace dmc

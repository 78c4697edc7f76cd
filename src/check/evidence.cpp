#include "evidence.hpp"

namespace dmc {
namespace {

Evidence::Figures figures_of(const ReuseTotals& totals) {
  return {{"reuses", totals.reuses},
          {"dmd", totals.dmd},
          {"min_distance", totals.min_distance},
          {"max_distance", totals.max_distance}};
}

}  // namespace

Evidence evidence_of(const Measurement& measurement) {
  Evidence evidence;
  evidence.parts[{}] = {{"accesses", measurement.accesses},
                        {"data", measurement.data},
                        {"reuses", measurement.reuses},
                        {"dmd", measurement.dmd},
                        {"cold_cost", measurement.cold_cost},
                        {"mean_distance", measurement.mean_distance},
                        {"max_distance", measurement.max_distance}};
  for (const ArrayTotals& array : measurement.arrays) {
    Evidence::Figures& figures = evidence.parts[{.array = array.name}];
    figures = figures_of(array.totals);
    figures["accesses"] = array.accesses;
  }
  for (const StageTotals& stage : measurement.stages) {
    Evidence::Figures& figures = evidence.parts[{.stage = stage.name}];
    figures = figures_of(stage.totals);
    figures["accesses"] = stage.accesses;
  }
  for (const ClassTotals& one : measurement.classes) {
    if (one.totals.reuses != 0) {
      evidence.parts[{.array = one.array, .carried_by = one.carried_by}] = figures_of(one.totals);
      evidence.classes.push_back({one.array, one.carried_by, {one.totals.reuses, one.totals.dmd}});
    }
  }
  return evidence;
}

Evidence evidence_of(const RunResult& run) {
  Evidence evidence = evidence_of(static_cast<const Measurement&>(run));
  for (const ReuseClass& reuse_class : run.kernel->classes) {
    evidence.parts[{.reuse_class = std::string(reuse_class.name)}] = figures_of({});
  }
  for (const NamedTotals& named : run.named) {
    evidence.parts[{.reuse_class = named.name}] = figures_of(named.totals);
  }
  for (const FormulaResult& one : run.formulas) {
    evidence.parts[{.formula = std::string(one.formula->id)}]["ratio"] = one.ratio;
  }
  evidence.seconds = run.seconds;
  return evidence;
}

}  // namespace dmc

#pragma once

#include "dmc/analysis/sweep.hpp"

namespace dmc::test {

/// A sweep of conv as it might have been measured, with round figures.
struct SampleSweep {
  SweepPlan plan;
  std::vector<SweepRow> rows;

  /// Adds a point with a DMD; the other figures are the same for all.
  void add(const Parameters& given, double dmd, const Model& model = {});
};

/// n = 64 and 8 with k = 3 and 5, in that order; the DMD is 10·n·k.
[[nodiscard]] SampleSweep sample_sweep();

}  // namespace dmc::test

#pragma once

#include <string>
#include <vector>

#include "dmc/analysis/sweep.hpp"
#include "dmc/report/document.hpp"

namespace dmc {

/// What tells the points of a sweep apart: parameters and choices of the model with more than one
/// value.
struct Varying {
  std::string name;
  Value (*of_model)(const Model& model) = nullptr;  ///< null: a parameter
  const Parameter* parameter = nullptr;             ///< null: a choice of the model

  [[nodiscard]] Value value(const SweepRow& row) const;
};

/// In the kernel's order, then the model's. A parameter that is always the same as one before it is
/// left out: conv's h and w, where n is given.
[[nodiscard]] std::vector<Varying> varying_of(const SweepPlan& plan,
                                              const std::vector<SweepRow>& rows);

}  // namespace dmc

#pragma once

#include "dmc/analysis/run.hpp"

namespace dmc {

/// What the paper has to say about a measurement of a kernel: names its classes and holds it
/// against the formulas.
void interpret(RunResult& result);

}  // namespace dmc

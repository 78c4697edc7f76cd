#pragma once

#include <vector>

#include "dmc/formulas/formula.hpp"

namespace dmc {

/// Forms of the transform with fresh temporaries that hold to the last reuse: of each class, and of
/// the whole.
[[nodiscard]] std::vector<Formula> fft_exact_class_formulas();
[[nodiscard]] std::vector<Formula> fft_exact_formulas();

}  // namespace dmc

#pragma once

#include <vector>

#include "dmc/formulas/formula.hpp"

namespace dmc {

// Forms of convolution that hold to the last reuse: of each class, and of the whole.
[[nodiscard]] std::vector<Formula> conv_exact_class_formulas();
[[nodiscard]] std::vector<Formula> conv_exact_formulas();

}  // namespace dmc

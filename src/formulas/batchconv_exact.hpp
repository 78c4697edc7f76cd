#pragma once

#include <vector>

#include "dmc/formulas/formula.hpp"

namespace dmc {

/// Forms of batched convolution that hold to the last reuse, of each class and of the whole, in
/// either layout.
[[nodiscard]] std::vector<Formula> batchconv_exact_formulas();

}  // namespace dmc

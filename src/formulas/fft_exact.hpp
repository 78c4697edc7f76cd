#pragma once

#include <vector>

#include "dmc/formulas/formula.hpp"

namespace dmc {

/// The paper's model: temporaries are never given back. A transform of one element does nothing.
[[nodiscard]] bool is_transform(const Parameters& parameters, const Model& model);

/// Forms of the transform with fresh temporaries that hold to the last reuse: of each class, and of
/// the whole.
[[nodiscard]] std::vector<Formula> fft_exact_class_formulas();
[[nodiscard]] std::vector<Formula> fft_exact_formulas();

}  // namespace dmc

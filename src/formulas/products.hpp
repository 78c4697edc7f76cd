#pragma once

#include "dmc/formulas/expression.hpp"

// Costs that several topics are made of, without sums, so that they hold for sizes of any kind:
// each tends to the exact cost as any one of its sizes grows.
namespace dmc {

/// ∫ √x dx from `first` to `last`: what reuses cost whose distances go evenly from one to the
/// other.
[[nodiscard]] Expression root_integral(const Expression& first, const Expression& last);

/// The reuses of the product of an m×n and an n×l matrix (Lemma 3.1). For each of its results
/// `beside` data are touched beside the factors: the result, and a mask's element where there is
/// one.
[[nodiscard]] Expression product(const Expression& m, const Expression& n, const Expression& l,
                                 const Expression& beside = 1);

}  // namespace dmc

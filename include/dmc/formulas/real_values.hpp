#pragma once

#include "dmc/formulas/formula.hpp"

namespace dmc {

/// A formula's value where sizes need not be whole, with data of one bit, whether it applies or
/// not. Throws dmc::Error where a symbol has no value.
[[nodiscard]] double evaluate(const Formula& formula, Variables values);

}  // namespace dmc

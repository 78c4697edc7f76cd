#pragma once

#include "dmc/derive/derivation.hpp"

namespace dmc::derive {

/// Makes formulas of what parameters stand for out of formulas of how often their divisors go into
/// them.
void put_residues(Derivation& derivation);

}  // namespace dmc::derive

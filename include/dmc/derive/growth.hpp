#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dmc/derive/derivation.hpp"
#include "dmc/formulas/expression.hpp"

namespace dmc::derive {

/// What a DMD comes to as parameters grow, all at the same rate: `expression` + O(variable^order),
/// or that times the logarithm: where coefficients are integrals over distances that go down to 0.
struct Leading {
  std::string variable;
  Expression expression;
  double order;
  bool times_log;
};

/// Every term of the sum within one power of the greatest. The parameters (by number) all stand for
/// `variable`. Nothing where a coefficient is no formula: an integral over letters.
[[nodiscard]] std::optional<Leading> leading_terms(const Derivation& derivation,
                                                   const std::vector<std::size_t>& grown,
                                                   const std::string& variable);

}  // namespace dmc::derive

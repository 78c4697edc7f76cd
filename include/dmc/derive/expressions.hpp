#pragma once

#include <string>
#include <vector>

#include "dmc/derive/derivation.hpp"
#include "dmc/formulas/expression.hpp"

namespace dmc::derive {

// The parts of a derivation as formulas like any other, which print, typeset and evaluate
// themselves.

[[nodiscard]] Expression expression_of(const Polynomial& polynomial,
                                       const std::vector<std::string>& names);
[[nodiscard]] Expression expression_of(const std::vector<Amount>& amounts,
                                       const std::vector<std::string>& names);

/// A term's parts, where its indices have names that differ from each other and the parameters.
struct TermExpressions {
  std::vector<std::string> indices;
  std::vector<Expression> first;  ///< by index
  std::vector<Expression> last;
  Expression count;
  Expression distance;
  Expression reuses;  ///< the sum of count
  Expression dmd;     ///< the sum of count * sqrt(distance)
};
[[nodiscard]] TermExpressions expressions_of(const Derivation& derivation, const Term& term);

/// The sum over all terms.
[[nodiscard]] Expression dmd_of(const Derivation& derivation);

/// "n >= 2*k", one for each condition.
[[nodiscard]] std::vector<std::string> region_text(const Derivation& derivation);

}  // namespace dmc::derive

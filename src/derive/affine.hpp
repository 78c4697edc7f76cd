#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "dmc/derive/derivation.hpp"
#include "dmc/nest/nest.hpp"

#include "handles.hpp"

namespace dmc::derive {

/// What names stand for at a place of a nest.
struct Scope {
  const nest::Nest* nest = nullptr;
  std::vector<std::optional<std::int64_t>> parameters = {};  ///< values of those that have one
  std::vector<unsigned> columns = {};                        ///< among parameters, of the others
  /// What the others are: so many times what is in the column, and so many.
  std::vector<Residue> residues = {};
  std::vector<const nest::Loop*> loops = {};  ///< a dimension each
};

// All throw dmc::Error with the place for what is not affine. `domain` has the dimensions.
[[nodiscard]] PiecewiseAffine value(const Scope& scope, const nest::Expr& expr, const Set& domain);
[[nodiscard]] Set condition(const Scope& scope, const nest::Condition& condition,
                            const Set& domain);
/// Where the last dimension is an iteration of the loop.
[[nodiscard]] Set iterations(const Scope& scope, const nest::Loop& loop, const Set& domain);

/// The loop's step, which has to be a number.
[[nodiscard]] std::int64_t step_of(const Scope& scope, const nest::Loop& loop);

}  // namespace dmc::derive

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "dmc/derive/derivation.hpp"
#include "dmc/nest/nest.hpp"

#include "handles.hpp"

namespace dmc::derive {

/// A loop around a place. In strips its counter is strip * one dimension + the next, which is less
/// than strip; otherwise one dimension.
struct EnclosingLoop {
  const nest::Loop* loop;
  unsigned dimension;
  std::int64_t strip;
};

/// What names stand for at a place of a nest.
struct Scope {
  const nest::Nest* nest = nullptr;
  std::vector<std::optional<std::int64_t>> parameters = {};  ///< values of those that have one
  std::vector<unsigned> columns = {};                        ///< among parameters, of the others
  /// What the others are: so many times what is in the column, and so many.
  std::vector<Residue> residues = {};
  std::vector<EnclosingLoop> loops = {};
};

// All throw dmc::Error with the place for what is not affine. `domain` has the dimensions.
[[nodiscard]] PiecewiseAffine value(const Scope& scope, const nest::Expr& expr, const Set& domain);
[[nodiscard]] Set condition(const Scope& scope, const nest::Condition& given, const Set& domain);
/// Where the dimensions of the innermost loop are an iteration of it.
[[nodiscard]] Set iterations(const Scope& scope, const Set& domain);
/// The quotient, rounded down.
[[nodiscard]] PiecewiseAffine divided_by(PiecewiseAffine value, std::int64_t divisor,
                                         const Set& domain);

/// The loop's step, which has to be a number.
[[nodiscard]] std::int64_t step_of(const Scope& scope, const nest::Loop& loop);

}  // namespace dmc::derive

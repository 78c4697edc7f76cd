#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/derive/polynomial.hpp"
#include "dmc/nest/nest.hpp"

namespace dmc::derive {

/// Numbers of accesses, distances and what they come to, as exact formulas of a nest's parameters.
/// Polynomials and rows number the parameters first, in the order of Derivation::parameters, and
/// behind them a term's indices.

/// A summation index: whole numbers from `first` to `last`, none where that is less. Bounds may use
/// the parameters and the indices before it.
struct Index {
  std::string name;
  Bound first;
  Bound last;
};

/// The sum of `count` over all values of the indices.
struct Amount {
  std::vector<Index> indices;
  Polynomial count;
};

/// Reuses of one reference that one loop carries: for all values of the indices, so many of that
/// distance.
struct Term : Amount {
  std::string array;
  std::string reference;   ///< "A[i, p]"; one of them, where several have the same distance
  std::string carried_by;  ///< the loop's variable, "within" it, or empty for the whole program
  Polynomial distance;
};

/// What no term covers, and why.
struct Undecided {
  std::string reference;
  std::string reason;
};

using Sizes = std::vector<std::int64_t>;  ///< by parameter

/// Sizes that leave a remainder, 0 unless said otherwise, when they are divided.
struct Residue {
  std::int64_t divisor = 1;
  std::int64_t remainder = 0;
};

struct Derivation {
  std::string name;
  std::vector<std::string> parameters;                     ///< those that stay letters
  std::map<std::string, std::int64_t, std::less<>> fixed;  ///< the others, and their values
  std::int64_t block = 1;                                  ///< elements in a block
  std::map<std::string, Residue, std::less<>> residues;    ///< of parameters that have to leave one
  std::vector<Row> region;       ///< of the parameters: rows that are not negative where all holds
  std::vector<Amount> accesses;  ///< their sum
  std::vector<Amount> data;      ///< which is the number of first accesses
  std::vector<Term> terms;
  std::vector<Undecided> undecided;
  std::vector<Sizes> verified;  ///< where it was compared with the engine
};

/// How a derivation goes.
struct DeriveOptions {
  std::map<std::string, std::int64_t, std::less<>> fixed = {};  ///< values of parameters
  std::vector<std::string> omit = {};  ///< arrays whose accesses are not made
  std::int64_t block = 1;              ///< elements in a block; distances count blocks
  /// Parameters that are multiples of a number, as sizes are that tiles fit into.
  std::map<std::string, Residue, std::less<>> residues = {};
  /// Sizes that the region has to go around; by parameter, all of them that stay letters.
  std::map<std::string, std::int64_t, std::less<>> around = {};
  double seconds = 0;  ///< after so many, what is not done stays undecided; 0: no limit
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

/// Whether this dmc can derive: it was built with isl.
[[nodiscard]] bool can_derive();

/// Nothing is verified yet. Throws dmc::Error, with the place, for nests that are not affine.
[[nodiscard]] Derivation derive(const nest::Nest& nest, const DeriveOptions& options = {});

/// Whether sizes are in the region.
[[nodiscard]] bool holds_at(const Derivation& derivation, const Sizes& sizes);

[[nodiscard]] Int128 accesses_at(const Derivation& derivation, const Sizes& sizes);

/// What a derivation says about one size.
struct Values {
  Int128 accesses = 0;
  Int128 data = 0;
  Int128 reuses = 0;
  Int128 undecided = 0;  ///< reuses that no term covers
  double dmd = 0;        ///< of the others
};

/// Throws dmc::Error outside of the region, and where sums have too many terms.
[[nodiscard]] Values values_at(const Derivation& derivation, const Sizes& sizes);

/// The reuses of one term.
void for_each_reuse(const Term& term, const Sizes& sizes,
                    const std::function<void(Int128 count, Int128 distance)>& take);

/// Reuses by distance.
using Distances = std::map<std::uint64_t, std::uint64_t>;
[[nodiscard]] Distances distances_at(const Derivation& derivation, const Sizes& sizes);

}  // namespace dmc::derive

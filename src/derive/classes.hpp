#pragma once

#include <string>
#include <vector>

#include "dmc/derive/derivation.hpp"

#include "assumptions.hpp"
#include "reuse.hpp"

namespace dmc::derive {

/// Where the reuses of a reference have one distance.
struct Cell {
  Set where;  ///< dimensions: the reference's loops
  Polynomial distance;
};

/// The distances of these reuses, each with where it holds; the cells are disjoint. Throws
/// NotCounted where that cannot be told.
[[nodiscard]] std::vector<Cell> cells_of(const Program& program, const Reuse& reuse,
                                         Assumptions& assumptions);

/// Puts cells of the same distance together.
void merge_cells(std::vector<Cell>& cells);

/// A cell of one reference as terms: how many there are of each distance. Names are not set.
[[nodiscard]] std::vector<Term> terms_of(const Program& program, const Cell& cell,
                                         Assumptions& assumptions);

/// Adds the number of points of a set, in the region.
void add_total(const Program& program, const Set& set, Assumptions& assumptions,
               std::vector<Amount>& sum);

/// Whether the indices go through the same values.
[[nodiscard]] bool same_ranges(const Amount& a, const Amount& b);

}  // namespace dmc::derive

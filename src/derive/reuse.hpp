#pragma once

#include <cstddef>
#include <vector>

#include "program.hpp"

namespace dmc::derive {

/// Accesses by one reference that follow one by another reference to the same element, with none in
/// between.
struct Reuse {
  std::size_t current;
  std::size_t previous;
  std::size_t carrier;  ///< how many loops both share whose iterations are the same
  BasicSet pairs;       ///< dimensions: loops of the current access, then those of the previous one
};

/// Every reuse once. `region` has the parameters' values.
[[nodiscard]] std::vector<Reuse> reuses_of(const Program& program, const Set& region);

/// What is accessed from the previous access, included, to the current one, by array. Dimensions:
/// loops of the current access, then the element's subscripts. Sets that are empty are left out.
[[nodiscard]] std::vector<Set> touched_between(const Program& program, const Reuse& reuse,
                                               const Set& region);

}  // namespace dmc::derive

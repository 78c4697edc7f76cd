#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/nest/nest.hpp"

#include "syntax.hpp"

namespace dmc::nest {

/// How a text uses its names, gathered before any of them is resolved.
struct NameUse {
  struct Element {
    std::string_view array;
    std::size_t dimensions;
    Place place;
  };
  std::vector<Element> elements;         ///< the first of each array, in the order of the text
  std::set<std::string_view> variables;  ///< of loops
  std::set<std::string_view> assigned;   ///< without subscript, beyond where they are declared
  std::vector<const RawStatement*> parameters;  ///< the statements that declare any
  std::vector<const RawStatement*> arrays;      ///< those that declare arrays, C's included
  bool declares_arrays = false;                 ///< by `array`: then all must be declared
};

[[nodiscard]] NameUse gather_names(const std::vector<RawStatement>& statements);

/// Gives every scope of a nest a name of its own (docs/nests.md).
void name_scopes(Nest& nest);

}  // namespace dmc::nest

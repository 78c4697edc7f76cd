#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dmc/nest/bound_nest.hpp"
#include "dmc/nest/nest.hpp"

namespace dmc::test {

/// A nest of nests-values: the same accesses, written in several ways.
struct WrittenNest {
  std::string_view name;
  std::vector<std::string_view> texts;  ///< dmc's own form, AutoLALA's, C
};

[[nodiscard]] const std::vector<WrittenNest>& written_nests();
[[nodiscard]] const WrittenNest& written_nest(std::string_view name);

}  // namespace dmc::test

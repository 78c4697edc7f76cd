#pragma once

#include <string>

#include "dmc/analysis/root_reuses.hpp"

namespace dmc {

/// The recursion tree of a transform with the reuses of one root of unity as arrows between the
/// calls, as Figures 6 and 7 have them.
[[nodiscard]] std::string tree_svg(const RootReuses& reuses, std::uint64_t root,
                                   const std::string& title, const std::string& subtitle);

}  // namespace dmc

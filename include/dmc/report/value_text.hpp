#pragma once

#include <string>

#include "dmc/report/document.hpp"

namespace dmc {

/// A value as people read it; lists are joined with ", ", nothing is the empty text.
[[nodiscard]] std::string value_text(const Value& value, Kind kind);

/// A bar for a share of 1, at most ten columns long, fine to an eighth of a column.
[[nodiscard]] std::string bar_text(double share);

/// Whether a kind lines up on the right.
[[nodiscard]] bool right_aligned(Kind kind);

}  // namespace dmc

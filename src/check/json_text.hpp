#pragma once

#include <string>

#include "json_place.hpp"

namespace dmc {

/// JSON as people like to read and compare it: what fits into a line of 100 columns stands on one,
/// anything else is broken and indented by two.
[[nodiscard]] std::string json_text(const Json& json);

}  // namespace dmc

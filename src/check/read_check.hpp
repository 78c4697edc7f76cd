#pragma once

#include "dmc/check/expectations.hpp"

#include "json_place.hpp"

namespace dmc {

/// A file that expectations speak of stands where their own folder says.
[[nodiscard]] std::string beside(const std::string& expectations, const std::string& file);

/// What a check measures, and what it is called: kernel with parameters and model, result file, or
/// measurement.
void read_source(const JsonPlace& place, Check& check);

}  // namespace dmc

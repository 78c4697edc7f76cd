#pragma once

#include <string>

#include "dmc/check/expectations.hpp"

#include "json_place.hpp"

namespace dmc {

/// The text of a file; "-" is standard input. Throws dmc::Error where it cannot be read.
[[nodiscard]] std::string read_whole_file(const std::string& path);

/// What a check measures, and what it is called: kernel with parameters and model, result file, or
/// measurement.
void read_source(const JsonPlace& place, Check& check);

}  // namespace dmc

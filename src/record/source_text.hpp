#pragma once

#include <string>

namespace dmc::record {

/// One line of a source file, from 1, without its end; empty where there is no such file or line.
[[nodiscard]] std::string source_line(const std::string& file, unsigned line);

/// What a source line assigns to, by the looks of it: "grid" for "double* grid = malloc(n);".
/// Empty where it assigns nothing.
[[nodiscard]] std::string assigned_variable(const std::string& file, unsigned line);

/// The same of the line's text.
[[nodiscard]] std::string assigned_variable(const std::string& text);

}  // namespace dmc::record

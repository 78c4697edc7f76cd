#pragma once

#include <optional>
#include <string>

#include "dmc/kernels/kernel.hpp"

#include "command.hpp"
#include "parser.hpp"

namespace dmc::cli {

// A kernel's name decides which options there are, so it is looked for before they are parsed.

/// The first argument that is neither an option nor the value of one. `common` knows the options
/// that do not depend on the kernel; any other is taken to have a value, unless a kernel's name
/// follows.
[[nodiscard]] std::optional<std::string> kernel_argument(Arguments arguments, const Parser& common);

/// Throws dmc::Error where an option is a parameter of other kernels, but not of this one: the
/// nearest name would mislead then. `parser` knows this kernel's options.
void check_parameters(Arguments arguments, const Kernel& kernel, const Parser& parser);

/// Name and summary of every kernel, for a help page.
[[nodiscard]] std::string kernel_summaries();

/// " --n 512 --k 3": the kernel's own parameters at their defaults, for an example.
[[nodiscard]] std::string example_parameters(const Kernel& kernel);

}  // namespace dmc::cli

#pragma once

#include <span>
#include <string>
#include <vector>

#include "dmc/kernels/kernel.hpp"

#include "command.hpp"
#include "parser.hpp"

namespace dmc::cli {

// A kernel's name decides which options there are, so it is looked for before they are parsed.

/// The arguments that are neither options nor the values of options. `common` knows the options
/// that do not depend on the kernel; any other is taken to have a value, unless a kernel's name
/// follows.
[[nodiscard]] std::vector<std::string> kernel_arguments(Arguments arguments, const Parser& common);

/// Throws dmc::Error where an option is a parameter of other kernels, but of none of these: the
/// nearest name would mislead then. `parser` knows these kernels' options.
void check_parameters(Arguments arguments, std::span<const Kernel* const> kernels,
                      const Parser& parser);

/// Every parameter of these kernels once, in their order.
[[nodiscard]] std::vector<const Parameter*> all_parameters(std::span<const Kernel* const> kernels);

/// Name and summary of every kernel, for a help page.
[[nodiscard]] std::string kernel_summaries();

/// " --n 512 --k 3": the kernel's own parameters at their defaults, for an example; as many as a
/// line takes.
[[nodiscard]] std::string example_parameters(const Kernel& kernel);

}  // namespace dmc::cli

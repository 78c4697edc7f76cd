#pragma once

#include <string>
#include <vector>

#include "dmc/analysis/sweep.hpp"

#include "parser.hpp"

namespace dmc::cli {

/// A kernel's parameters and the model's choices as options with any number of values; without a
/// kernel those of the model alone.
void add_sweep_options(Parser& parser, const Kernel* kernel);

/// What they say. Throws dmc::Error naming the option and what is legal.
[[nodiscard]] SweepRequest sweep_request_of(const Parser& parser, const Kernel& kernel);

/// "none", or names of the kernel's arrays at commas. Throws dmc::Error for others.
[[nodiscard]] std::vector<std::string> omitted_arrays(const std::string& list,
                                                      const Kernel& kernel);

}  // namespace dmc::cli

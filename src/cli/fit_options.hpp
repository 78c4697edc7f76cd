#pragma once

#include <string_view>

#include "dmc/analysis/fit_growth.hpp"
#include "dmc/analysis/fit_sweep.hpp"

#include "parser.hpp"

namespace dmc::cli {

/// Where the sizes of a fit come from: runs that are made now, or a file that a sweep has written.
enum class FitSource : std::uint8_t { runs, sweep };

/// The options of `fit`, with the kernel's parameters; without a kernel those that all have.
[[nodiscard]] Parser fit_parser(const Kernel* kernel, FitSource source);

/// Sections and examples of the help page.
void add_fit_help(Parser& parser, const Kernel* kernel, FitSource source,
                  std::string_view file = {});

/// What is to be run and fitted. Throws dmc::Error naming the option and what is legal.
[[nodiscard]] FitRequest fit_request_of(const Parser& parser, const Kernel& kernel);

/// Which rows are fitted, and what of them.
[[nodiscard]] SweepFitRequest sweep_fit_request_of(const Parser& parser, const Sweep& sweep,
                                                   const std::string& path);

}  // namespace dmc::cli

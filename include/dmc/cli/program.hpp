#pragma once

#include <string_view>

namespace dmc::cli {

/// The whole program `dmc`: everything that main() does. Returns the exit code: 0 fine, 1 a check
/// failed or a comparison is out of tolerance, 2 bad usage or input, 3 a bug.
[[nodiscard]] int run_program(int argc, const char* const* argv);

/// What every program of dmc does before anything else: signals and closed standard streams leave
/// no half-written file and no output in a wrong one.
void prepare_process();

/// In a catch block: says on standard error what was thrown, and returns the exit code for it.
[[nodiscard]] int report_exception(std::string_view program);

}  // namespace dmc::cli

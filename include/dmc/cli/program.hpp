#pragma once

namespace dmc::cli {

/// The whole program `dmc`: everything that main() does. Returns the exit code: 0 fine, 1 a check
/// failed or a comparison is out of tolerance, 2 bad usage or input, 3 a bug.
[[nodiscard]] int run_program(int argc, const char* const* argv);

}  // namespace dmc::cli

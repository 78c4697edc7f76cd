#pragma once

#include "report.hpp"
#include "workbench.hpp"

namespace dmc::bench {

/// Registers what can be measured; the workbench must outlive the measuring. Each returns the
/// families it has registered.

/// engine: every engine on the six traces. instructions: ours, by instruction set. threads: ours,
/// by their number. footprint and length: how cost grows. large: 10^9 accesses to 10^8 data.
[[nodiscard]] std::vector<Family> register_engine_cases(Workbench& bench);

/// kernel: from generation alone to all that `dmc run` does.
[[nodiscard]] std::vector<Family> register_kernel_cases(Workbench& bench);

/// nest: loop nests in text against the same kernels in C++, measured and generated alone.
[[nodiscard]] std::vector<Family> register_nest_cases(Workbench& bench);

/// file: from reading a recorded trace to all that `dmc analyze` does with it.
[[nodiscard]] std::vector<Family> register_file_cases(Workbench& bench);

}  // namespace dmc::bench

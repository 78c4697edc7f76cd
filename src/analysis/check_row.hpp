#pragma once

#include <string>

#include "dmc/analysis/sweep.hpp"

namespace dmc {

/// What is wrong with a row that was read from a file: figures that no run of the kernel gives, or
/// that do not agree with each other; empty where nothing is.
[[nodiscard]] std::string fault_in(const Kernel& kernel, const SweepRow& row);

}  // namespace dmc

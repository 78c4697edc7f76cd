#pragma once

#include "dmc/check/check.hpp"

namespace dmc::test {

/// Two checks made up by hand. Of the first, three of five expectations fail: 931 accesses in place
/// of 930, 139 data where 138 are allowed, and a class that there is none of; and two of its
/// classes have changed. The second holds.
[[nodiscard]] CheckResult sample_check();

/// An expectation that was held against a count.
[[nodiscard]] Finding finding(Expectation expectation, std::uint64_t measured, Verdict verdict);

}  // namespace dmc::test

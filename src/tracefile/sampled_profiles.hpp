#pragma once

#include <string_view>

namespace dmc {

/// Throws dmc::Error, with the reason, for what perf records and prints: it looks like a trace and
/// is a sample of one.
void refuse_sampled_profile(std::string_view beginning, std::string_view name);

}  // namespace dmc

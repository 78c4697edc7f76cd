#pragma once

#include <cstdint>
#include <functional>
#include <optional>

namespace dmc::bench {

/// By how many bytes the resident memory of a process grows at most while it does this work, done
/// in a child process that begins without any free memory of its own. Counts what the system hands
/// out, from wherever it is asked for; memory that is there already (the trace) does not count.
/// Empty where the system does not tell (it is read from /proc) or the work fails.
[[nodiscard]] std::optional<std::uint64_t> peak_growth(const std::function<void()>& work);

}  // namespace dmc::bench

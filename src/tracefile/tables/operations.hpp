#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/tracefile/reference.hpp"

namespace dmc {

/// What a table calls reads and writes, where it is not one of the usual words.
struct OperationCodes {
  std::vector<std::string> reads;
  std::vector<std::string> writes;  ///< empty: whatever is not a read
};

/// What the word does: reads, as "R", "read", "get" and the like do, or writes, as do "W", "set",
/// "delete" and whatever else changes a datum, in whatever case. A word left empty is neither.
/// Nothing where it is not known.
[[nodiscard]] std::optional<ReferenceKind> operation_of(std::string_view word,
                                                        const OperationCodes& codes);

}  // namespace dmc

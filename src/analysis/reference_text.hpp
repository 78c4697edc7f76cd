#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "dmc/analysis/analyze.hpp"

namespace dmc {

/// Of data with keys: the address space of each upper half of a key, as an index into the result's
/// `spaces`. Empty where there is only one.
using KeySpaces = std::map<std::uint32_t, std::uint32_t>;

/// What a result says of the trace and of what was asked, as JSON, for its parts to carry: all that
/// is known when the trace has been read but not measured, but for the file's name.
[[nodiscard]] std::string reference_text(const AnalyzeResult& result, const KeySpaces& keys);

/// Nothing where the text is not of that form.
[[nodiscard]] std::optional<AnalyzeResult> parse_reference_text(std::string_view text,
                                                                KeySpaces& keys);

}  // namespace dmc

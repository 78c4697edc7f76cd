#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dmc/analysis/analyze.hpp"

namespace dmc {

/// What a result says of the trace and of what was asked, as JSON, for its parts to carry: all that
/// is known when the trace has been read but not measured, but for the file's name.
[[nodiscard]] std::string reference_text(const AnalyzeResult& result);

/// Nothing where the text is not of that form.
[[nodiscard]] std::optional<AnalyzeResult> parse_reference_text(std::string_view text);

}  // namespace dmc

#pragma once

#include "dmc/analysis/analyze.hpp"
#include "dmc/tracefile/reference_reader.hpp"

#include "parser.hpp"

namespace dmc::cli {

// The options of `dmc analyze` that say what to read and what to find out.

void add_analyze_options(Parser& parser);
[[nodiscard]] ReadOptions read_options_of(const Parser& parser);
/// Everything but `progress`. Throws dmc::Error naming the option and what is legal.
[[nodiscard]] AnalyzeRequest analyze_request_of(const Parser& parser);

/// For traces that these options have nothing to say about. Throws dmc::Error where one is given.
void refuse_analyze_options(const Parser& parser);

/// A size of memory: "4096", "32KiB", "1.5MiB", "1MB". Throws dmc::Error naming the option.
[[nodiscard]] std::uint64_t parse_size(std::string_view option, std::string_view text);

}  // namespace dmc::cli

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

/// Whether something is asked for that needs a trace as references: addresses in program order.
[[nodiscard]] bool asks_for_references(const Parser& parser);

/// For traces that were recorded by dmc. Throws dmc::Error where an option is given that is for
/// other tools' traces alone,
void refuse_foreign_options(const Parser& parser);
/// or one that asks for references, which a segment cannot answer.
void refuse_analyze_options(const Parser& parser);

/// A size of memory: "4096", "32KiB", "1.5MiB", "1MB". Throws dmc::Error naming the option.
[[nodiscard]] std::uint64_t size_of(std::string_view option, std::string_view text);

}  // namespace dmc::cli

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dmc/analysis/segments.hpp"
#include "dmc/tracefile/trace_part.hpp"
#include "dmc/util/output_file.hpp"

#include "options.hpp"
#include "parser.hpp"

namespace dmc::cli {

// Traces in parts: what `dmc analyze --segment`, `dmc merge` and dmc-mpi have in common.

/// --segment I/N.
void add_segment_option(Parser& parser);
/// The segment asked for; nothing where it is the whole trace.
[[nodiscard]] std::optional<SegmentChoice> segment_of(const Parser& parser);

/// What --segment asks for: measures it and writes it to the file that -o names. Returns the exit
/// code.
int save_segment(const Parser& parser, const std::vector<std::string>& paths,
                 const SegmentChoice& choice);

/// Measures a segment of the trace in one or several files, with the parser's options of `dmc
/// analyze`.
[[nodiscard]] TracePart measure_part(const Parser& parser, const std::vector<std::string>& paths,
                                     const SegmentChoice& choice, const Terminal& messages);

/// The result that a whole trace's parts make up, as `dmc analyze` would show it.
[[nodiscard]] Document document_of(const TracePart& whole, const Parser& parser);

/// Whether a file of that name is to hold a part rather than a result.
[[nodiscard]] bool names_part(const std::string& path);
/// Writes a part and puts the file in place.
void save_part(const TracePart& part, OutputFile& file);

}  // namespace dmc::cli

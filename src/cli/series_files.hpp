#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "dmc/report/series.hpp"
#include "dmc/util/output_file.hpp"

#include "parser.hpp"

namespace dmc::cli {

/// A file for a series, opened before the run so that it is known to be writable.
struct SeriesFile {
  SeriesFormat format;
  OutputFile file;
};

/// --histogram and --mrc.
void add_series_options(Parser& parser);

/// The file that the option names, if it is given.
[[nodiscard]] std::optional<SeriesFile> open_series(const Parser& parser,
                                                    const std::string& option);

/// Throws dmc::Error where two options name the same file. Null: not given.
void check_different(std::initializer_list<std::pair<std::string_view, const OutputFile*>> files);

/// For check_different.
[[nodiscard]] inline const OutputFile* file_of(const std::optional<SeriesFile>& series) {
  return series ? &series->file : nullptr;
}

}  // namespace dmc::cli

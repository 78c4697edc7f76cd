#pragma once

#include <cstdint>
#include <string_view>

#include "dmc/analysis/run.hpp"
#include "dmc/cost/miss_ratio.hpp"
#include "dmc/report/document.hpp"
#include "dmc/util/output_file.hpp"

namespace dmc {

/// How a long list of numbers is written.
enum class SeriesFormat : std::uint8_t {
  csv,   ///< a header and one line an entry
  json,  ///< an object with schema, kernel, parameters and model, and the entries in one array
};

/// The format that a file's name asks for, .csv or .json. Throws dmc::Error naming the option for
/// any other.
[[nodiscard]] SeriesFormat series_format(std::string_view option, std::string_view path);

/// The exact histogram of distances: distance, reuses. The JSON's schema is "dmc.histogram/1".
void write_histogram(OutputFile& file, SeriesFormat format, const RunResult& result);

/// The miss ratio of a fully associative LRU cache of every size that matters: cache_size (in data,
/// or blocks), misses, miss_ratio. The JSON's schema is "dmc.mrc/1".
void write_miss_ratio_curve(OutputFile& file, SeriesFormat format, const RunResult& result,
                            const MissRatioCurve& curve);

// The same of any trace; `head` says what the series is of, and its schema is not looked at.
void write_histogram(OutputFile& file, SeriesFormat format, const Document& head,
                     const Histogram& histogram);
void write_miss_ratio_curve(OutputFile& file, SeriesFormat format, const Document& head,
                            const MissRatioCurve& curve);

}  // namespace dmc

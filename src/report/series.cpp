#include "dmc/report/series.hpp"

#include <cstddef>
#include <string>

#include <fmt/format.h>

#include "dmc/report/document.hpp"
#include "dmc/report/format.hpp"
#include "dmc/report/run_report.hpp"
#include "dmc/util/error.hpp"

namespace dmc {
namespace {

/// What the series is of, and the beginning of its array: an object left open.
std::string json_head(Document head, std::string_view schema, std::string_view array) {
  head.schema = schema;
  std::string text = render_json(head, {});
  text.resize(text.rfind("\n}"));
  return text + fmt::format(",\n  \"{}\": [", array);
}

Document head_of(const RunResult& result) {
  Document head;
  head.facts = {{"kernel", "", program_name(result)},
                {"parameters", "", parameters_object(result)},
                {"model", "", model_object(result.model)},
                {"accesses", "", result.accesses},
                {"cold_misses", "", result.data}};
  return head;
}

/// Entries one by one, since there can be very many of them. `entry` gives an entry's fields for
/// one format.
template <class Entries, class Write>
void write_entries(OutputFile& file, SeriesFormat format, const Entries& entries, Write entry) {
  bool first = true;
  for (const auto& one : entries) {
    if (format == SeriesFormat::json) {
      file.write(first ? "\n    " : ",\n    ");
    }
    file.write(entry(one));
    first = false;
  }
  if (format == SeriesFormat::json) {
    file.write(first ? "]\n}\n" : "\n  ]\n}\n");
  }
}

}  // namespace

SeriesFormat series_format(std::string_view option, std::string_view path) {
  if (path.ends_with(".csv")) {
    return SeriesFormat::csv;
  }
  if (path.ends_with(".json")) {
    return SeriesFormat::json;
  }
  throw Error(fmt::format(
      "{}: cannot tell the format of '{}'; give a name that ends in .csv or .json", option, path));
}

void write_histogram(OutputFile& file, SeriesFormat format, const RunResult& result) {
  write_histogram(file, format, head_of(result), result.histogram);
}

void write_histogram(OutputFile& file, SeriesFormat format, const Document& head,
                     const Histogram& histogram) {
  const bool csv = format == SeriesFormat::csv;
  file.write(csv ? "distance,reuses\n" : json_head(head, "dmc.histogram/1", "bins"));
  write_entries(file, format, histogram.bins, [csv](const Histogram::Bin& bin) {
    return csv ? fmt::format("{},{}\n", bin.distance, bin.reuses)
               : fmt::format(R"({{"distance": {}, "reuses": {}}})", bin.distance, bin.reuses);
  });
}

void write_miss_ratio_curve(OutputFile& file, SeriesFormat format, const RunResult& result,
                            const MissRatioCurve& curve) {
  write_miss_ratio_curve(file, format, head_of(result), curve);
}

void write_miss_ratio_curve(OutputFile& file, SeriesFormat format, const Document& head,
                            const MissRatioCurve& curve) {
  const bool csv = format == SeriesFormat::csv;
  file.write(csv ? "cache_size,misses,miss_ratio\n" : json_head(head, "dmc.mrc/1", "points"));
  write_entries(file, format, curve.points, [csv](const MissRatioCurve::Point& point) {
    return csv ? fmt::format("{},{},{}\n", point.cache_size, point.misses, point.miss_ratio)
               : fmt::format(R"({{"cache_size": {}, "misses": {}, "miss_ratio": {}}})",
                             point.cache_size, point.misses, point.miss_ratio);
  });
}

}  // namespace dmc

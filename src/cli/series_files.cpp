#include "series_files.hpp"

#include <iterator>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

namespace dmc::cli {

void add_series_options(Parser& parser) {
  parser.add({"Output", "--histogram", "FILE",
              "also write the exact histogram of distances, as .csv or .json"});
  parser.add({"Output", "--mrc", "FILE",
              "also write the miss ratio of an LRU cache of every size, as .csv or .json"});
}

std::optional<SeriesFile> open_series(const Parser& parser, const std::string& option) {
  const auto path = parser.value(option);
  if (!path) {
    return std::nullopt;
  }
  const SeriesFormat format = series_format(option, *path);
  return SeriesFile{format, OutputFile(*path, option)};
}

void check_different(std::initializer_list<std::pair<std::string_view, const OutputFile*>> files) {
  for (auto a = files.begin(); a != files.end(); ++a) {
    for (auto b = std::next(a); b != files.end(); ++b) {
      if (a->second != nullptr && b->second != nullptr && a->second->path() == b->second->path()) {
        throw Error(
            fmt::format("{} and {} name the same file; give each its own", a->first, b->first));
      }
    }
  }
}

}  // namespace dmc::cli

#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "dmc/report/format.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/names.hpp"

namespace dmc {
namespace {

constexpr std::array k_formats{
    Format{"table", "", "for reading, as wide as the terminal", render_table},
    Format{"json", ".json", "one object with a schema; every figure in full", render_json},
    Format{"csv", ".csv", "one line a record, its kind in the first column", render_csv},
    Format{"markdown", ".md", "tables for a README or an issue", render_markdown},
};

}  // namespace

std::span<const Format> formats() {
  return k_formats;
}

const Format& find_format(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Format& format : k_formats) {
    if (format.name == name) {
      return format;
    }
    names.push_back(format.name);
  }
  throw Error(fmt::format("--format: {}", unknown_name("format", name, names)));
}

const Format& format_for_file(std::string_view path) {
  for (const Format& format : k_formats) {
    if (!format.ending.empty() && path.ends_with(format.ending)) {
      return format;
    }
  }
  return k_formats.front();
}

}  // namespace dmc

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "dmc/report/format.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/names.hpp"

namespace dmc {
namespace {

constexpr std::array k_formats{
    Format{"table", ".txt", "for reading; fits a terminal, and has every column elsewhere",
           render_table},
    Format{"json", ".json", "one object with a schema; every number in full", render_json},
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

const Format* format_for_file(std::string_view path) {
  const std::string ending = file_ending(path);
  if (ending.empty()) {
    return k_formats.data();
  }
  const auto* const found = std::find_if(k_formats.begin(), k_formats.end(),
                                         [&](const Format& one) { return one.ending == ending; });
  return found == k_formats.end() ? nullptr : found;
}

std::string file_ending(std::string_view path) {
  constexpr std::size_t k_longest = 8;
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  if (dot == name.npos || dot == 0 || name.size() - dot - 1 > k_longest) {
    return {};
  }
  std::string ending(name.substr(dot));
  for (std::size_t i = 1; i < ending.size(); ++i) {
    const bool is_upper = ending[i] >= 'A' && ending[i] <= 'Z';
    ending[i] = static_cast<char>(ending[i] + (is_upper ? 'a' - 'A' : 0));
    const bool is_letter = ending[i] >= 'a' && ending[i] <= 'z';
    if (!is_letter && (i == 1 || ending[i] < '0' || ending[i] > '9')) {
      return {};
    }
  }
  return ending.size() > 1 ? ending : "";
}

}  // namespace dmc

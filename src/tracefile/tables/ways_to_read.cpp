#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "presets.hpp"
#include "table_fields.hpp"
#include "table_header.hpp"
#include "tables.hpp"

namespace dmc {
namespace {

using Fields = std::vector<std::string>;

/// Roles as the names in the first line suggest; or by the number of columns.
std::string example_columns(const Fields& first) {
  std::vector<std::string> roles;
  std::vector<ColumnRole> taken;
  for (std::size_t i = 0; i < first.size(); ++i) {
    const auto role = usual_role(first[i]);
    if (role && std::find(taken.begin(), taken.end(), *role) == taken.end()) {
      taken.push_back(*role);
      roles.push_back(fmt::format("{}={}", name_of(*role), i + 1));
    }
  }
  const bool has_target = std::any_of(taken.begin(), taken.end(), [](ColumnRole role) {
    return role == ColumnRole::id || role == ColumnRole::offset || role == ColumnRole::address;
  });
  if (has_target) {
    return fmt::format("{}", fmt::join(roles, ","));
  }
  return first.size() == 2 ? "time=1,id=2" : "time=1,id=2,size=3";
}

/// Whether a line could be Dinero's: a label from 0 to 4 and an address.
bool could_be_din(const Fields& fields) {
  if (fields.size() < 2 || fields[0].size() != 1 || fields[0][0] < '0' || fields[0][0] > '4') {
    return false;
  }
  const std::string_view address = fields[1];
  const std::string_view digits = address.substr(address.starts_with("0x") ? 2 : 0);
  return std::all_of(digits.begin(), digits.end(), [](char c) { return digit_of(c) < 16; });
}

}  // namespace

std::string ways_to_read(const TableSample& sample, char separator) {
  const std::vector<std::string_view> presets = presets_like(sample);
  std::vector<std::string> ways;
  const Fields first = fields_of(sample.lines.front(), separator);
  if ((separator == ' ' || separator == '\t') &&
      std::all_of(sample.lines.begin(), sample.lines.end(), [&](const std::string& line) {
        return could_be_din(fields_of(line, separator));
      })) {
    ways.emplace_back("--input-format din for a Dinero trace of labels and addresses");
  }
  for (const TablePreset& preset : table_presets()) {
    if (std::find(presets.begin(), presets.end(), preset.name) != presets.end()) {
      ways.push_back(fmt::format("--input-format {} for {}", preset.name, preset.summary));
    }
  }
  ways.push_back(fmt::format("--columns {} or what else they are", example_columns(first)));
  ways.emplace_back("--column for the ids alone");
  return fmt::format("give {}, or {}", fmt::join(ways.begin(), ways.end() - 1, ", "), ways.back());
}

bool could_be_table_of_numbers(std::string_view beginning, bool complete) {
  const TableSample sample = sample_table(beginning, complete, false);
  bool any_prefix = false;
  bool goes_back = false;
  std::size_t changes = 0;
  std::size_t width = 3;
  std::string last;
  for (const std::string& line : sample.lines) {
    const Fields fields = fields_of(line, ' ');
    width = std::min(width, fields.size());
    if (width < 2 || !std::all_of(fields.begin(), fields.end(), looks_numeric) ||
        fields[1].find_first_of("eE") != line.npos) {
      return false;
    }
    any_prefix = any_prefix || fields[1].starts_with("0x");
    goes_back = goes_back || (!last.empty() && fields[0] < last);
    if (!last.empty() && fields[0] != last) {
      ++changes;
    }
    last = fields[0];
  }
  if (width == 2) {
    return !goes_back && changes >= 2 && !any_prefix;
  }
  return !sample.lines.empty() && !(any_prefix && goes_back);
}

}  // namespace dmc

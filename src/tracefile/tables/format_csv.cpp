#include <algorithm>
#include <string>
#include <vector>

#include "formats.hpp"
#include "table_fields.hpp"
#include "table_header.hpp"
#include "tables.hpp"

namespace dmc {
namespace {

// Numbers, one a line; or columns beneath their names, or numbers in columns.
int recognise_csv(std::string_view beginning, bool complete) {
  const bool is_cut = !complete && beginning.find('\n') == beginning.npos;
  if (is_cut || beginning.find('\0') != beginning.npos) {
    return 0;
  }
  const TableSample sample = sample_table(beginning, complete, false);
  if (sample.lines.empty()) {
    return 0;
  }
  bool is_clear = true;
  const char separator = choose_separator(sample, is_clear);
  const std::size_t width = fields_of(sample.lines.front(), separator).size();
  for (const std::string& line : sample.lines) {
    const std::vector<std::string> fields = fields_of(line, separator);
    const bool is_first = &line == &sample.lines.front();
    const bool any_number = std::any_of(fields.begin(), fields.end(), looks_numeric);
    if (fields.size() != width || (!any_number && !is_first)) {
      return 0;
    }
  }
  // A single line is data only if it is a number.
  const std::vector<std::string> first = fields_of(sample.lines.front(), separator);
  return sample.lines.size() > 1 || std::all_of(first.begin(), first.end(), looks_numeric) ? 1 : 0;
}

}  // namespace

TraceFormat csv_format() {
  return {.name = "csv",
          .summary = "ids, one a line or a column of a table",
          .unit = AddressUnit::id,
          .recognise = recognise_csv,
          .parse = parse_table,
          .has_kinds = false,
          .prepare = prepare_csv};
}

}  // namespace dmc

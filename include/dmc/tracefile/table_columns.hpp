#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dmc {

/// What a column of a table says of an access.
enum class ColumnRole : std::uint8_t {
  id,       ///< the name of the datum
  offset,   ///< where on a volume it begins, in bytes
  address,  ///< the same in memory
  size,     ///< bytes, from the offset or address upwards
  op,       ///< whether it reads or writes
  volume,   ///< which of several address spaces it is in
  repeat,   ///< how many such accesses there are in a row
  time,     ///< nothing that matters here
};

/// Which column plays a role.
struct TableColumn {
  ColumnRole role = ColumnRole::id;
  std::string column;       ///< a position from 1, or a name in the first line
  bool only_name = false;   ///< it was in quotes: a name, even where it is a number
  std::uint64_t scale = 1;  ///< what the numbers in it are multiplied with
};

/// "id=3,op=2,size=4*512,volume=\"disk, no\"": roles with their columns. Throws dmc::Error.
[[nodiscard]] std::vector<TableColumn> parse_columns(std::string_view text);

/// A column alone: a position, a name, or a name in quotes.
[[nodiscard]] TableColumn parse_column(ColumnRole role, std::string_view text);

/// "comma", "tab", "\t", "|", …: the character between columns; a blank stands for any number of
/// blanks and tabs. Throws dmc::Error.
[[nodiscard]] char parse_delimiter(std::string_view text);

/// "id", "offset", …
[[nodiscard]] std::string_view name_of(ColumnRole role);

}  // namespace dmc

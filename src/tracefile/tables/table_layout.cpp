#include "table_layout.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/util/error.hpp"

#include "table_fields.hpp"
#include "table_header.hpp"
#include "tables.hpp"

namespace dmc {
namespace {

using Names = std::vector<std::string>;

std::string first_line_text(const Names& fields) {
  return fmt::format("its first line has {} column{}: {}", fields.size(),
                     fields.size() == 1 ? "" : "s",
                     excerpt(fmt::format("{}", fmt::join(fields, ", "))));
}

/// Where a table's columns are: the first line, and names in a comment above it.
struct Head {
  Names first;
  Names comment;
  std::size_t width = 0;
};

std::optional<std::size_t> find_name(const Names& names, const std::string& wanted) {
  auto found = std::find(names.begin(), names.end(), wanted);
  if (found == names.end()) {
    found = std::find_if(names.begin(), names.end(),
                         [&](const std::string& name) { return same_name(name, wanted); });
  }
  return found == names.end() ? std::nullopt
                              : std::optional(static_cast<std::size_t>(found - names.begin()));
}

/// Where a column that the user names is, and how that was found.
struct Place {
  std::size_t column = 0;
  bool by_name_in_first_line = false;
};

std::optional<std::size_t> position_of(const TableColumn& wanted, std::size_t width) {
  std::size_t number = 0;
  const char* const end = wanted.column.data() + wanted.column.size();
  const auto parsed = std::from_chars(wanted.column.data(), end, number);
  const bool is_position =
      !wanted.only_name && parsed.ec == std::errc() && parsed.ptr == end && number != 0;
  return is_position && number <= width ? std::optional(number - 1) : std::nullopt;
}

Place place_of(const ParseState& state, const Head& head, const TableColumn& wanted) {
  if (const auto position = position_of(wanted, head.width)) {
    return {*position, false};
  }
  if (const auto named = find_name(head.first, wanted.column)) {
    return {*named, true};
  }
  if (const auto named = find_name(head.comment, wanted.column)) {
    return {*named, false};
  }
  throw Error(
      fmt::format("{}: there is no column '{}'; give --column or --columns with a name or "
                  "a number from 1; {}",
                  state.file(), wanted.column, first_line_text(head.first)));
}

bool is_target(ColumnRole role) {
  return role == ColumnRole::id || role == ColumnRole::offset || role == ColumnRole::address;
}

/// The columns that the user names; for a table of one column none need be.
std::vector<TableColumn> wanted_columns(const ParseState& state, const TableSample& sample,
                                        const Head& head) {
  std::vector<TableColumn> columns = state.options().columns;
  if (!state.options().column.empty()) {
    columns.push_back(parse_column(ColumnRole::id, state.options().column));
  }
  const auto targets = std::count_if(columns.begin(), columns.end(),
                                     [](const TableColumn& one) { return is_target(one.role); });
  if (targets > 1) {
    throw Error(fmt::format(
        "{}: more than one column is to hold what is accessed; give one of --column, id=, offset= "
        "and address=",
        state.file()));
  }
  if (targets == 0 && head.width > 1) {
    throw Error(fmt::format(
        "{}: there are several columns, and it must be clear which of them holds the ids: {}; {}",
        state.file(), ways_to_read(sample, state.table.separator), first_line_text(head.first)));
  }
  if (targets == 0) {
    columns.push_back(parse_column(ColumnRole::id, "1"));
  }
  return columns;
}

void note_hidden_name(ParseState& state, const Head& head, const TableColumn& wanted,
                      const Place& place) {
  const auto named = find_name(head.first, wanted.column);
  if (named && *named != place.column) {
    state.add_note(
        fmt::format("{0} is taken as a position; the column of that name is \"{0}\", in quotes",
                    wanted.column));
  }
}

/// Decides whether the first line is data, and says so where that is not sure.
bool has_header(ParseState& state, const TableSample& sample, std::size_t id_column) {
  const std::string line = sample.lines.front().substr(0, sample.lines.front().size() - 1);
  switch (guess_header(sample, state.table.separator, id_column)) {
    case HeaderGuess::yes:
      return true;
    case HeaderGuess::no:
      return false;
    case HeaderGuess::perhaps_yes:
      state.add_note(
          fmt::format("the first line, {}, is taken as the names of the columns", excerpt(line)));
      return true;
    case HeaderGuess::perhaps_no:
      break;
  }
  state.add_note(
      fmt::format("the first line, {}, is taken as data; --column with a name in it makes it the "
                  "names of the columns",
                  excerpt(line)));
  return false;
}

void set_role(ParseState& state, const TableColumn& wanted, std::size_t column) {
  TableLayout& table = state.table;
  switch (wanted.role) {
    case ColumnRole::time:
      return;
    case ColumnRole::op:
      table.has_operations = true;
      break;
    case ColumnRole::volume:
      table.has_volumes = true;
      state.has_spaces = true;
      state.space_noun = "volume";
      break;
    case ColumnRole::repeat:
      table.has_repeats = true;
      break;
    case ColumnRole::offset:
      table.unit = AddressUnit::storage;
      break;
    case ColumnRole::address:
      table.unit = AddressUnit::memory;
      break;
    case ColumnRole::id:
    case ColumnRole::size:
      break;
  }
  table.steps.push_back({column, wanted.role, wanted.scale});
}

/// Options that contradict each other, or that the table cannot keep.
void check_layout(ParseState& state, bool has_size) {
  const TableLayout& table = state.table;
  if (table.text_keys && table.unit != AddressUnit::id) {
    throw Error(
        fmt::format("{}: offsets and addresses are numbers; leave out --keys text, or give "
                    "the column as id=",
                    state.file()));
  }
  if (state.options().must_know_operations && !table.has_operations) {
    throw Error(fmt::format(
        "{}: nothing says which accesses are reads; name the column that does, as in --columns "
        "op=2, or leave out --accesses",
        state.file()));
  }
  if (has_size && table.unit == AddressUnit::id && !table.ids_are_addresses) {
    state.add_note(
        "the sizes of ids do not count; where the ids are addresses of bytes, name their column "
        "offset= or address=, or give --granule");
  }
}

Head head_of(const TableSample& sample, char separator) {
  Head head;
  if (!sample.lines.empty()) {
    head.first = fields_of(sample.lines.front(), separator);
  }
  head.width = std::max(head.first.size(), usual_width(sample, separator));
  if (!sample.comment.empty()) {
    head.comment = fields_of(sample.comment, separator);
    if (head.comment.size() != head.width) {
      head.comment.clear();
    }
  }
  return head;
}

char separator_for(const ParseState& state, const TableSample& sample) {
  if (state.options().delimiter) {
    return *state.options().delimiter;
  }
  bool is_clear = true;
  const char separator = choose_separator(sample, is_clear);
  if (!is_clear) {
    throw Error(fmt::format(
        "{}: two characters could stand between its columns; give --delimiter comma, semicolon or "
        "pipe; it begins {}",
        state.file(), excerpt(sample.lines.front().substr(0, sample.lines.front().size() - 1))));
  }
  return separator;
}

/// The columns that the user names and where they are.
struct Places {
  std::vector<std::pair<TableColumn, Place>> columns;
  std::size_t id_column = 0;
  bool has_size = false;
  bool named = false;  ///< one was found by its name in the first line
};

Places places_of(const ParseState& state, const TableSample& sample, const Head& head) {
  Places places;
  for (TableColumn wanted : wanted_columns(state, sample, head)) {
    const Place place = sample.lines.empty() ? Place{} : place_of(state, head, wanted);
    places.named = places.named || place.by_name_in_first_line;
    places.has_size = places.has_size || wanted.role == ColumnRole::size;
    places.id_column = is_target(wanted.role) ? place.column : places.id_column;
    places.columns.emplace_back(std::move(wanted), place);
  }
  return places;
}

/// Passes over the first line where it names the columns.
void take_header(ParseState& state, const TableSample& sample, const Head& head,
                 const Places& places) {
  state.table.lines_before = sample.lines_before;
  if (sample.lines.empty() || (!places.named && !has_header(state, sample, places.id_column))) {
    return;
  }
  ++state.table.lines_before;
  for (const auto& [wanted, place] : places.columns) {
    note_hidden_name(state, head, wanted, place);
  }
}

}  // namespace

void prepare_csv(ParseState& state, std::string_view beginning, bool complete) {
  TableLayout& table = state.table;
  const ReadOptions& options = state.options();
  const TableSample sample = sample_table(beginning, complete, options.text_keys);
  table.separator = separator_for(state, sample);
  table.width = sample.lines.empty() ? 0 : uniform_width(sample, table.separator);
  table.text_keys = options.text_keys;
  table.must_know_operations = options.must_know_operations;
  table.codes.reads = options.reads;
  const Head head = head_of(sample, table.separator);
  const Places places = places_of(state, sample, head);
  for (const auto& [wanted, place] : places.columns) {
    set_role(state, wanted, place.column);
  }
  std::stable_sort(table.steps.begin(), table.steps.end(),
                   [](const TableStep& a, const TableStep& b) { return a.column < b.column; });
  table.ids_are_addresses = places.has_size && options.ids_are_addresses;
  take_header(state, sample, head, places);
  check_layout(state, places.has_size);
  state.set_unit(table.unit);
}

}  // namespace dmc

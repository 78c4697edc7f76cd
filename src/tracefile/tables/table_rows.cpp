#include <cstring>

#include <fmt/format.h>

#include "table_fields.hpp"
#include "tables.hpp"

namespace dmc {
namespace {

/// 64 bits of a text (FNV-1a, then mixed). Of n texts two have the same with a probability of about
/// n^2 / 2^65.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  hash = (hash ^ hash >> 32) * 0xd6e8feb86659fd93;
  return (hash ^ hash >> 32) * 0xd6e8feb86659fd93;
}

/// What a line says.
struct Row {
  std::uint64_t place = 0;  ///< an id, an offset or an address
  std::uint64_t size = 1;
  std::uint64_t repeats = 1;
  ReferenceKind kind = ReferenceKind::read;
  std::string_view key;
  std::string_view volume;
};

bool take_number(const Field& field, std::uint64_t scale, std::uint64_t& number) {
  const char* const end = scan_whole(field.begin, number);
  if (end != field.end || number > ~std::uint64_t{0} / scale) {
    return false;
  }
  number *= scale;
  return true;
}

bool take_operation(const Field& field, const TableLayout& table, Row& row) {
  const auto kind = operation_of({field.begin, field.end}, table.codes);
  row.kind = kind.value_or(ReferenceKind::other);
  return kind || !table.must_know_operations;
}

/// Whether a field says what its column is for.
bool take_field(const TableStep& step, const Field& field, const TableLayout& table, Row& row) {
  switch (step.role) {
    case ColumnRole::id:
      if (table.text_keys) {
        row.key = {field.begin, field.end};
        return !row.key.empty();
      }
      return take_number(field, step.scale, row.place);
    case ColumnRole::offset:
    case ColumnRole::address:
      return take_number(field, step.scale, row.place);
    case ColumnRole::size:
      return take_number(field, step.scale, row.size);
    case ColumnRole::repeat:
      return take_number(field, 1, row.repeats) && row.repeats <= 0xffffffff;
    case ColumnRole::op:
      return take_operation(field, table, row);
    case ColumnRole::volume:
      row.volume = {field.begin, field.end};
      return true;
    case ColumnRole::time:
      break;
  }
  return true;
}

/// Where the row's access is.
void place_row(ParseState& state, const Row& row, TraceReference& reference) {
  const TableLayout& table = state.table;
  const bool has_range = table.unit != AddressUnit::id || table.ids_are_addresses;
  const std::uint64_t size = has_range ? row.size : 1;
  reference.size = static_cast<std::uint32_t>(size <= 0xffffffff ? size : 0xffffffff);
  reference.kind = row.kind;
  reference.address = table.text_keys ? hash_of(row.key) : row.place;
  if (state.options().keep_keys && table.text_keys) {
    state.keys.try_emplace(reference.address, row.key);
  }
  if (table.has_volumes) {
    reference.space = state.space(row.volume);
  }
}

/// The fields of a line that mean something. Where the last of them, or of all, ends; null where
/// the line is bad.
template <class Separator>
const char* scan_row(const char* at, const TableLayout& table, Separator separator, Row& row) {
  Field field{at, at, at};
  const char* next = at;
  std::size_t scanned = 0;
  at = separator.begin(at);
  for (const TableStep& step : table.steps) {
    while (scanned <= step.column) {
      at = scanned == 0 ? at : separator.after(next);
      if (at == nullptr) {
        return nullptr;
      }
      field = scan_field(at, separator);
      if (field.next == nullptr) {
        return nullptr;
      }
      next = field.next;
      ++scanned;
    }
    if (!take_field(step, field, table, row)) {
      return nullptr;
    }
  }
  for (at = separator.after(next); table.width != 0 && at != nullptr; at = separator.after(next)) {
    next = scan_field(at, separator).next;
    if (next == nullptr || ++scanned > table.width) {
      return nullptr;
    }
  }
  return table.width == 0 || scanned == table.width ? next : nullptr;
}

/// Why a line is bad: found out anew, since few lines are.
std::string what_is_expected(const ParseState& state, std::string_view line) {
  const TableLayout& table = state.table;
  const std::vector<std::string> fields = fields_of(std::string(line) + '\n', table.separator);
  if (table.width != 0 && fields.size() != table.width) {
    return fmt::format("{} fields are expected, as in the lines before, and here are {}",
                       table.width, fields.size());
  }
  for (const TableStep& step : table.steps) {
    const std::string value = step.column < fields.size() ? fields[step.column] : "";
    std::string ended = value + '\n';
    Row row;
    if (take_field(step, {ended.data(), ended.data() + value.size(), ended.data()}, table, row)) {
      continue;
    }
    if (step.role == ColumnRole::op) {
      return fmt::format(
          "in column {}, {} neither reads nor writes as far as is known; --reads "
          "says what does read",
          step.column + 1, excerpt(value));
    }
    if (step.role == ColumnRole::id) {
      return table.text_keys ? fmt::format("a key is expected in column {}", step.column + 1)
                             : "an id is expected, a whole number in decimal or with 0x (--keys "
                               "text takes any text)";
    }
    return fmt::format("in column {}, {} is expected, a whole number", step.column + 1,
                       name_of(step.role));
  }
  return "its quotes do not match";
}

void take_odd_row(ParseState& state, std::string_view line, bool is_complete) {
  if (is_complete) {
    state.reject_line(line, state.sane_sizes());
  } else if (line.find_first_not_of(" \t") != line.npos &&
             (state.table.text_keys || line.front() != '#')) {
    state.reject_line(line, what_is_expected(state, line));
  }
}

/// Adds a line's access as often as it is repeated; false where the rest of them must wait.
bool add_all(ParseState& state, const TraceReference& reference, std::uint64_t repeats,
             ReferenceBatch& batch) {
  std::uint64_t& done = state.table.repeats_done;
  for (; done < repeats; ++done) {
    if (batch.room() == 0) {
      return false;
    }
    batch.add(reference);
  }
  done = 0;
  return true;
}

/// The field of the ids, without the blanks before it; null where a closer look is needed.
inline const char* find_plain(const char* at, const TableLayout& table, OneCharacter separator) {
  for (std::size_t column = table.steps.front().column; column != 0; --column) {
    while (!separator.ends_field(*at)) {
      if (is_line_end(*at) || *at == '"') {
        return nullptr;
      }
      ++at;
    }
    ++at;
  }
  while (separator.is_padding(*at)) {
    ++at;
  }
  return at;
}

/// The id there, and where its field ends; null as above.
template <bool Text>
const char* take_plain(const char* at, OneCharacter separator, std::uint64_t& id) {
  if constexpr (Text) {
    const char* const begin = at;
    while (!separator.ends_field(*at) && !is_line_end(*at)) {
      ++at;
    }
    const char* end = at;
    while (end != begin && separator.is_padding(end[-1])) {
      --end;
    }
    id = hash_of({begin, end});
    return end == begin || *begin == '"' ? nullptr : at;
  }
  at = scan_whole(at, id);
  while (at != nullptr && separator.is_padding(*at)) {
    ++at;
  }
  return at != nullptr && (separator.ends_field(*at) || is_line_end(*at)) ? at : nullptr;
}

/// The id of a line that holds no quotes and as many fields as it should; where the line ends, or
/// null where a closer look is needed.
template <bool Text>
const char* scan_plain(const char* at, const TableLayout& table, std::uint64_t& id) {
  const OneCharacter separator{table.separator};
  at = find_plain(at, table, separator);
  at = at == nullptr ? nullptr : take_plain<Text>(at, separator, id);
  if (at == nullptr) {
    return nullptr;
  }
  std::size_t fields = table.steps.front().column + 1;
  bool quoted = false;
  for (; !is_line_end(*at); ++at) {
    fields += static_cast<std::size_t>(separator.ends_field(*at));
    quoted = quoted || *at == '"';
  }
  const bool is_whole = !quoted && (table.width == 0 || fields == table.width);
  return is_whole ? line_end_after(at) : nullptr;
}

/// Takes lines as long as they are plain. Returns where the first that is not begins.
template <bool Text>
const char* parse_plain(ParseState& state, const char* at, const char* end, ReferenceBatch& batch) {
  TraceReference reference{0, 1, 0, ReferenceKind::read};
  std::uint64_t lines = 0;
  while (at != end && batch.room() >= 2) {
    const char* const line_end = scan_plain<Text>(at, state.table, reference.address);
    if (line_end == nullptr) {
      break;
    }
    batch.add(reference);
    at = line_end + 1;
    ++lines;
  }
  state.line += lines;
  return at;
}

const char* parse_plain(ParseState& state, const char* at, const char* end, ReferenceBatch& batch) {
  if (!state.table.is_plain() || state.table.separator == ' ') {
    return at;
  }
  if (!state.table.text_keys) {
    return parse_plain<false>(state, at, end, batch);
  }
  return state.options().keep_keys ? at : parse_plain<true>(state, at, end, batch);
}

template <class Separator>
std::size_t parse_rows(ParseState& state, std::string_view bytes, ReferenceBatch& batch,
                       Separator separator) {
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  while (true) {
    at = parse_plain(state, at, end, batch);
    if (at == end || batch.room() < 2) {
      break;
    }
    Row row;
    TraceReference reference{0, 1, 0, ReferenceKind::read};
    const char* line_end = scan_row(at, state.table, separator, row);
    if (line_end != nullptr) {
      place_row(state, row, reference);
      line_end = line_end_after(skip_line(line_end));
    }
    if (line_end != nullptr && reference.size == 0) {
      ++state.counts.empty;
    } else if (line_end != nullptr && state.is_sane(reference)) {
      if (!add_all(state, reference, row.repeats, batch)) {
        break;
      }
    } else {
      const bool is_complete = line_end != nullptr;
      line_end =
          static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
      const bool has_return = line_end != at && line_end[-1] == '\r';
      take_odd_row(state, {at, line_end - (has_return ? 1 : 0)}, is_complete);
    }
    at = line_end + 1;
    ++state.line;
  }
  return static_cast<std::size_t>(at - bytes.data());
}

/// Passes over the lines before the first access.
std::size_t skip_head(ParseState& state, std::string_view bytes) {
  std::size_t at = 0;
  for (; state.line <= state.table.lines_before && at < bytes.size(); ++state.line) {
    at = bytes.find('\n', at) + 1;
  }
  return at;
}

}  // namespace

std::size_t parse_table(ParseState& state, std::string_view bytes, bool /*last*/,
                        ReferenceBatch& batch) {
  const std::size_t head = skip_head(state, bytes);
  return head + with_separator(state.table.separator, [&](auto separator) {
           return parse_rows(state, bytes.substr(head), batch, separator);
         });
}

}  // namespace dmc

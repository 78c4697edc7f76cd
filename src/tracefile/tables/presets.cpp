#include "presets.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

#include "formats.hpp"
#include "table_fields.hpp"
#include "table_header.hpp"
#include "tables.hpp"

namespace dmc {
namespace {

// Li et al., "An In-Depth Analysis of Cloud Block Storage Workloads", IISWC 2020.
constexpr std::array k_alibaba{PresetShape{.names = "device_id,opcode,offset,length,timestamp",
                                           .columns = "volume=1,op=2,offset=3,size=4,time=5",
                                           .looks = "nwaan"}};
// Zhang et al., "OSCA", USENIX ATC 2020. Offsets and sizes are sectors.
constexpr std::array k_tencent{
    PresetShape{.names = "timestamp,offset,size,iotype,volumeid",
                .columns = "time=1,offset=2*512,size=3*512,op=4,volume=5",
                .looks = "nnnbn"}};
// Lee et al., "Understanding storage traffic characteristics", SYSTOR 2017.
constexpr std::array k_systor{PresetShape{.names = "timestamp,response,iotype,lun,offset,size",
                                          .columns = "time=1,op=3,volume=4,offset=5,size=6",
                                          .looks = "ttwnaa"}};
// Megiddo and Modha, "ARC", FAST 2003: first block, number of blocks, ignore, request number.
constexpr std::array k_arc{
    PresetShape{.names = "", .columns = "id=1,size=2,time=4", .looks = "nnnn"}};
// Yang et al., "A large scale analysis of hundreds of in-memory cache clusters", OSDI 2020.
constexpr std::array k_twitter{
    PresetShape{.names = "timestamp,key,key_size,value_size,client_id,operation,ttl",
                .columns = "time=1,id=2,op=6",
                .looks = "nknnnon"}};
// CacheLib's key-value traces, of 2022 and 2023, and of 2022 and 2024 with times.
constexpr std::array k_meta{PresetShape{.names = "key,op,size,op_count,key_size",
                                        .columns = "id=1,op=2,repeat=4",
                                        .looks = "konnn",
                                        .may_go_on = true},
                            PresetShape{.names = "op_time,key,key_size,op,op_count,size",
                                        .columns = "time=1,id=2,op=4,repeat=5",
                                        .looks = "nknonn",
                                        .may_go_on = true}};

constexpr std::array k_presets{
    TablePreset{.name = "alibaba", .summary = "Alibaba cloud block traces", .shapes = k_alibaba},
    TablePreset{.name = "tencent",
                .summary = "Tencent cloud block traces",
                .shapes = k_tencent,
                .is_distinct = false,
                .read_code = "0",
                .write_code = "1"},
    TablePreset{.name = "systor", .summary = "SYSTOR '17 block traces", .shapes = k_systor},
    TablePreset{.name = "arc",
                .summary = "block traces of ARC's authors",
                .unit = AddressUnit::id,
                .separator = ' ',
                .shapes = k_arc,
                .is_distinct = false,
                .has_ranges = true},
    TablePreset{.name = "twitter",
                .summary = "Twitter key-value traces",
                .unit = AddressUnit::id,
                .shapes = k_twitter,
                .text_keys = true},
    TablePreset{.name = "meta",
                .summary = "Meta (CacheLib) key-value traces",
                .unit = AddressUnit::id,
                .shapes = k_meta,
                .is_distinct = false,
                .text_keys = true},
};

using Fields = std::vector<std::string>;

bool is_whole(const std::string& text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return digit_of(c) < 10; });
}

bool is_sectors(const std::string& text) {
  const std::string ended = text + '\n';
  std::uint64_t number = 0;
  return is_whole(text) && scan_decimal(ended.data(), number) != nullptr && number % 512 == 0;
}

bool looks_like(const std::string& text, char look) {
  switch (look) {
    case 'n':
      return is_whole(text);
    case 't':
      return text.empty() || looks_numeric(text);
    case 'w':
      return text.empty() || text == "R" || text == "W" || text == "r" || text == "w";
    case 'b':
      return text == "0" || text == "1";
    case 'a':
      return is_sectors(text);
    case 'o':
      return !text.empty() && operation_of(text, {}).has_value();
    default:
      return !text.empty();
  }
}

bool has_shape(const Fields& fields, const PresetShape& shape) {
  if (fields.size() < shape.looks.size() ||
      (fields.size() > shape.looks.size() && !shape.may_go_on)) {
    return false;
  }
  for (std::size_t i = 0; i < shape.looks.size(); ++i) {
    if (!looks_like(fields[i], shape.looks[i])) {
      return false;
    }
  }
  return true;
}

/// The names without what people write differently.
std::string plain_name(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (c != '_' && c != ' ' && c != '-' && c != '#') {
      plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return plain;
}

bool has_names(const Fields& fields, const PresetShape& shape) {
  if (shape.names.empty()) {
    return false;
  }
  const Fields names = fields_of(std::string(shape.names) + '\n', ',');
  return fields.size() >= names.size() && (fields.size() == names.size() || shape.may_go_on) &&
         std::equal(names.begin(), names.end(), fields.begin(),
                    [](const auto& a, const auto& b) { return plain_name(a) == plain_name(b); });
}

/// How a file compares with a shape.
struct ShapeMatch {
  bool names = false;              ///< the first line names the columns so
  std::size_t good = 0;            ///< lines of that shape
  std::size_t bad = 0;             ///< others, but for the names
  bool starts_with_names = false;  ///< in the file itself, not in a comment
};

ShapeMatch match(const TableSample& sample, const TablePreset& preset, const PresetShape& shape) {
  ShapeMatch result;
  if (!sample.comment.empty()) {
    result.names = has_names(fields_of(sample.comment, preset.separator), shape);
  }
  for (const std::string& line : sample.lines) {
    const Fields fields = fields_of(line, preset.separator);
    if (&line == &sample.lines.front() && has_names(fields, shape)) {
      result.names = result.starts_with_names = true;
    } else {
      ++(has_shape(fields, shape) ? result.good : result.bad);
    }
  }
  return result;
}

// A line in six may be bad, as for other formats.
constexpr std::size_t k_good_per_bad = 5;

bool fits(const ShapeMatch& found) {
  return found.good != 0 && found.good >= k_good_per_bad * found.bad;
}

template <std::size_t Index>
int recognise(std::string_view beginning, bool complete) {
  const TablePreset& preset = k_presets[Index];
  if (beginning.find('\0') != beginning.npos) {
    return 0;
  }
  const TableSample sample = sample_table(beginning, complete, preset.text_keys);
  int sure = 0;
  for (const PresetShape& shape : preset.shapes) {
    const ShapeMatch found = match(sample, preset, shape);
    if (fits(found) && (found.names || preset.is_distinct)) {
      sure = std::max(sure, static_cast<int>(found.good));
    }
  }
  return sure;
}

/// The shape that the file has; the first where it has none, so that each line tells why.
const PresetShape& shape_of(const TableSample& sample, const TablePreset& preset,
                            ShapeMatch& found) {
  for (const PresetShape& shape : preset.shapes) {
    found = match(sample, preset, shape);
    if (found.names || fits(found)) {
      return shape;
    }
  }
  found = match(sample, preset, preset.shapes.front());
  return preset.shapes.front();
}

TableLayout layout_of(const TablePreset& preset, const PresetShape& shape) {
  TableLayout table;
  table.separator = preset.separator;
  table.width = shape.may_go_on ? 0 : shape.looks.size();
  table.unit = preset.unit;
  table.text_keys = preset.text_keys;
  table.ids_are_addresses = preset.has_ranges;
  if (!preset.read_code.empty()) {
    table.codes = {{std::string(preset.read_code)}, {std::string(preset.write_code)}};
  }
  for (const TableColumn& one : parse_columns(shape.columns)) {
    if (one.role != ColumnRole::time) {
      table.steps.push_back({std::stoul(one.column) - 1, one.role, one.scale});
    }
    table.has_operations = table.has_operations || one.role == ColumnRole::op;
    table.has_volumes = table.has_volumes || one.role == ColumnRole::volume;
    table.has_repeats = table.has_repeats || one.role == ColumnRole::repeat;
  }
  std::sort(table.steps.begin(), table.steps.end(),
            [](const TableStep& a, const TableStep& b) { return a.column < b.column; });
  return table;
}

template <std::size_t Index>
void prepare(ParseState& state, std::string_view beginning, bool complete) {
  const TablePreset& preset = k_presets[Index];
  const TableSample sample = sample_table(beginning, complete, preset.text_keys);
  ShapeMatch found;
  const PresetShape& shape = shape_of(sample, preset, found);
  state.table = layout_of(preset, shape);
  // Columns by other names: a first line without numbers where numbers are.
  const bool other_names =
      !sample.lines.empty() &&
      guess_header(sample, preset.separator, state.table.steps.front().column) == HeaderGuess::yes;
  state.table.lines_before = sample.lines_before + (found.starts_with_names || other_names ? 1 : 0);
  state.table.must_know_operations = state.options().must_know_operations;
  state.set_unit(preset.unit);
}

template <std::size_t Index>
TraceFormat preset_format() {
  const TablePreset& preset = k_presets[Index];
  const std::string_view columns = preset.shapes.front().columns;
  return {.name = preset.name,
          .summary = preset.summary,
          .unit = preset.unit,
          .space_noun = columns.find("volume=") != columns.npos ? "volume" : "",
          .recognise = recognise<Index>,
          .parse = parse_table,
          .has_kinds = columns.find("op=") != columns.npos,
          .prepare = prepare<Index>};
}

}  // namespace

std::span<const TablePreset> table_presets() {
  return k_presets;
}

std::vector<std::string_view> presets_like(const TableSample& sample) {
  std::vector<std::string_view> names;
  for (const TablePreset& preset : k_presets) {
    if (std::any_of(preset.shapes.begin(), preset.shapes.end(), [&](const PresetShape& shape) {
          const ShapeMatch found = match(sample, preset, shape);
          return found.good != 0 && found.bad <= 1;  // the first line may have names
        })) {
      names.push_back(preset.name);
    }
  }
  return names;
}

TraceFormat alibaba_format() {
  return preset_format<0>();
}
TraceFormat tencent_format() {
  return preset_format<1>();
}
TraceFormat systor_format() {
  return preset_format<2>();
}
TraceFormat arc_format() {
  return preset_format<3>();
}
TraceFormat twitter_format() {
  return preset_format<4>();
}
TraceFormat meta_format() {
  return preset_format<5>();
}

}  // namespace dmc

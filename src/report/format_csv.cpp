#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "dmc/report/format.hpp"
#include "dmc/util/number.hpp"

namespace dmc {
namespace {

// One line of the file: cells by the name of their column.
using Record = std::vector<std::pair<std::string, std::string>>;

std::string csv_quoted(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == text.npos) {
    return std::string(text);
  }
  std::string csv_quoted = "\"";
  for (const char c : text) {
    csv_quoted += c == '"' ? "\"\"" : std::string(1, c);
  }
  return csv_quoted + '"';
}

// Lists are joined with ";" in one cell; the members of an object are columns of their own.
struct Flatten {
  Record& record;
  std::string name;

  void operator()(std::monostate) const { record.emplace_back(name, ""); }
  void operator()(bool value) const { record.emplace_back(name, value ? "true" : "false"); }
  void operator()(std::uint64_t value) const {
    record.emplace_back(name, fmt::format("{}", value));
  }
  void operator()(double value) const { record.emplace_back(name, shortest(value)); }
  void operator()(const std::string& value) const { record.emplace_back(name, value); }
  void operator()(const Object& object) const {
    for (const auto& [key, value] : object) {
      std::visit(Flatten{record, name + '.' + key}, value.data);
    }
  }
  void operator()(const List& list) const {
    std::string joined;
    for (const Value& value : list) {
      Record items;
      std::visit(Flatten{items, {}}, value.data);
      for (const auto& [key, text] : items) {
        joined += (joined.empty() ? "" : ";") + (key.empty() ? text : key.substr(1) + '=' + text);
      }
    }
    record.emplace_back(name, joined);
  }
};

std::vector<Record> records_of(const Document& document) {
  std::vector<Record> records;
  Record facts;
  for (const Fact& fact : document.facts) {
    if (!fact.key.empty()) {
      std::visit(Flatten{facts, fact.key}, fact.value.data);
    }
  }
  if (!facts.empty()) {
    // "dmc.run/1" has its facts in the record "run".
    const std::string_view schema = document.schema;
    const std::size_t begin = schema.find('.') + 1;
    facts.emplace(facts.begin(), "record", schema.substr(begin, schema.find('/') - begin));
    records.push_back(std::move(facts));
  }
  for (const Section& section : document.sections) {
    if (section.key.empty() || section.shape == Section::Shape::nested) {
      continue;
    }
    for (const Row& row : section.rows) {
      Record record{{"record", section.key}};
      for (std::size_t c = 0; c < section.columns.size(); ++c) {
        if (!section.columns[c].key.empty()) {
          std::visit(Flatten{record, section.columns[c].key}, row.cells[c].data);
        }
      }
      records.push_back(std::move(record));
    }
  }
  return records;
}

}  // namespace

// One rectangle: "record" says what a line is about, columns that do not concern it are empty.
std::string render_csv(const Document& given, const Terminal& /*terminal*/) {
  const Document document = printable(given);
  const std::vector<Record> records = records_of(document);
  std::vector<std::string> columns;
  for (const Record& record : records) {
    for (const auto& [name, text] : record) {
      if (std::find(columns.begin(), columns.end(), name) == columns.end()) {
        columns.push_back(name);
      }
    }
  }
  std::string csv;
  for (const std::string& column : columns) {
    csv += (csv.empty() ? "" : ",") + csv_quoted(column);
  }
  csv += '\n';
  for (const Record& record : records) {
    std::string line;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const auto cell = std::find_if(record.begin(), record.end(),
                                     [&](const auto& pair) { return pair.first == columns[c]; });
      line +=
          (c == 0 ? "" : ",") + (cell == record.end() ? std::string() : csv_quoted(cell->second));
    }
    csv += line + '\n';
  }
  return csv;
}

}  // namespace dmc

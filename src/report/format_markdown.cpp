#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/report/format.hpp"
#include "dmc/report/value_text.hpp"

namespace dmc {
namespace {

// The characters that would otherwise be markup.
std::string escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (std::string_view("\\|*_`<>[]#$~").find(c) != std::string_view::npos) {
      escaped += '\\';
    }
    escaped += c;
  }
  return escaped;
}

std::string table_line(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) {
    line += ' ' + cell + " |";
  }
  return line + '\n';
}

std::string rule(Kind kind) {
  return right_aligned(kind) ? "---:" : "---";
}

std::string facts_text(const Document& document) {
  std::string text;
  for (const Fact& fact : document.facts) {
    if (!fact.label.empty()) {
      text += table_line({escaped(fact.label), escaped(value_text(fact.value, fact.kind))});
    }
  }
  return text.empty() ? text : table_line({"", ""}) + table_line({"---", "---:"}) + text + '\n';
}

// A bar says nothing that the share beside it does not.
bool is_shown(const Column& column) {
  return column.importance > 0 && column.kind != Kind::bar;
}

std::vector<std::string> row_cells(const Section& section, const Row& row) {
  std::vector<std::string> cells;
  for (std::size_t c = 0; c < section.columns.size(); ++c) {
    if (!is_shown(section.columns[c])) {
      continue;
    }
    std::string cell = escaped(value_text(row.cells[c], section.columns[c].kind));
    if (cells.empty() && row.depth > 0) {
      cell.insert(0, "– ");
    }
    const bool strong = row.emphasis == Row::Emphasis::strong && !cell.empty();
    cells.push_back(strong ? "**" + cell + "**" : cell);
  }
  return cells;
}

std::string section_text(const Section& section) {
  std::vector<std::string> headers;
  std::vector<std::string> rules;
  for (const Column& column : section.columns) {
    if (is_shown(column)) {
      headers.push_back(escaped(column.header));
      rules.push_back(rule(column.kind));
    }
  }
  std::string text =
      "### " + escaped(section.title) + "\n\n" + table_line(headers) + table_line(rules);
  for (const Row& row : section.rows) {
    text += table_line(row_cells(section, row));
  }
  text += '\n';
  for (const std::string& note : section.notes) {
    text += escaped(note) + "\n\n";
  }
  return text;
}

}  // namespace

std::string render_markdown(const Document& given, const Terminal& /*terminal*/) {
  const Document document = printable(given);
  std::string text;
  if (!document.title.empty()) {
    text += "## " + escaped(document.title) + "\n\n";
  }
  for (const std::string& line : document.lead) {
    text += escaped(line) + "\n\n";
  }
  text += facts_text(document);
  for (const Section& section : document.sections) {
    if (!section.title.empty() && !section.rows.empty()) {
      text += section_text(section);
    }
  }
  while (text.ends_with("\n\n")) {
    text.pop_back();
  }
  return text;
}

}  // namespace dmc

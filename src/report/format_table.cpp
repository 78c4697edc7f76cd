#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/report/format.hpp"
#include "dmc/report/text_table.hpp"
#include "dmc/report/value_text.hpp"
#include "dmc/util/utf8.hpp"

namespace dmc {
namespace {

constexpr std::size_t k_indent = 2;

// A sentence on as many lines as it needs.
std::string lines_text(std::string_view sentence, std::size_t width, std::size_t indent, bool color,
                       Style style = Style::dim) {
  const std::string folded = wrapped(sentence, std::max(width, 2 * indent) - indent);
  std::string text;
  for (std::size_t start = 0; start <= folded.size();) {
    const std::size_t end = std::min(folded.find('\n', start), folded.size());
    text += std::string(indent, ' ') +
            styled(std::string_view(folded).substr(start, end - start), style, color) + '\n';
    start = end + 1;
  }
  return text;
}

std::vector<const Fact*> facts_for_people(const Document& document) {
  std::vector<const Fact*> facts;
  facts.reserve(document.facts.size());
  for (const Fact& fact : document.facts) {
    if (!fact.label.empty()) {
      facts.push_back(&fact);
    }
  }
  return facts;
}

// The facts in two columns, read downwards; in one where two find no room.
std::string facts_text(const std::vector<const Fact*>& facts, const Terminal& terminal) {
  const bool color = terminal.color;
  const std::size_t room = terminal.is_narrow ? terminal.width : k_any_width;
  const auto cells = [](const Fact& fact) {
    return std::vector<std::string>{fact.label, value_text(fact.value, fact.kind)};
  };
  const TextColumn label{"", false, 2, 8, Style::dim};
  const TextColumn figure{"", true, 3, 0, Style::plain};
  std::size_t label_width = 0;
  std::size_t figure_width = 0;
  for (const Fact* fact : facts) {
    label_width = std::max(label_width, display_width(fact->label));
    figure_width = std::max(figure_width, display_width(cells(*fact)[1]));
  }
  const std::size_t wanted = k_indent + 2 * (label_width + figure_width) + 9;
  if (wanted > terminal.width) {
    std::vector<TextRow> rows;
    rows.reserve(facts.size());
    for (const Fact* fact : facts) {
      rows.push_back({cells(*fact)});
    }
    return render_text_table({label, figure}, rows, room, k_indent, color);
  }
  const std::size_t half = (facts.size() + 1) / 2;
  std::vector<TextRow> rows;
  for (std::size_t i = 0; i < half; ++i) {
    std::vector<std::string> row = cells(*facts[i]);
    const bool has_right = half + i < facts.size();
    const std::vector<std::string> right =
        has_right ? cells(*facts[half + i]) : std::vector<std::string>(2);
    row.insert(row.end(), {has_right ? "   " : "", right[0], right[1]});
    rows.push_back({row});
  }
  const TextColumn space{"", false, 1, 0, Style::plain};
  return render_text_table({label, figure, space, label, figure}, rows, room, k_indent, color);
}

TextColumn text_column(const Column& column) {
  const bool stands_out = column.kind == Kind::bar || column.kind == Kind::ratio;
  const Style style = stands_out ? Style::accent : Style::plain;
  return {column.header, right_aligned(column.kind), column.importance, column.shortest, style};
}

Style style_of(Row::Emphasis emphasis) {
  return emphasis == Row::Emphasis::strong  ? Style::bold
         : emphasis == Row::Emphasis::faint ? Style::dim
                                            : Style::plain;
}

std::string section_text(const Section& section, const Terminal& terminal) {
  const std::size_t width = terminal.width;
  const bool color = terminal.color;
  const std::size_t room = terminal.is_narrow ? width : k_any_width;
  std::vector<TextColumn> columns;
  std::vector<std::size_t> shown;
  for (std::size_t c = 0; c < section.columns.size(); ++c) {
    if (section.columns[c].importance > 0) {
      columns.push_back(text_column(section.columns[c]));
      shown.push_back(c);
    }
  }
  std::vector<TextRow> rows;
  for (const Row& row : section.rows) {
    TextRow text{{}, style_of(row.emphasis)};
    for (const std::size_t c : shown) {
      text.cells.push_back(value_text(row.cells[c], section.columns[c].kind));
    }
    text.cells.front().insert(0, 2 * row.depth, ' ');
    rows.push_back(std::move(text));
  }
  std::string text = lines_text(section.title, width, 0, color, Style::bold);
  text += render_text_table(columns, rows, room, k_indent, color);
  if (const auto dropped = columns_without_room(columns, rows, room, k_indent); !dropped.empty()) {
    text += lines_text(fmt::format("No room here for: {}.", fmt::join(dropped, ", ")), width,
                       k_indent, color);
  }
  for (const std::string& note : section.notes) {
    text += lines_text(note, width, k_indent, color);
  }
  return text;
}

}  // namespace

std::string render_table(const Document& given, const Terminal& terminal) {
  const Document document = printable(given);
  const std::size_t width = terminal.width;
  const bool color = terminal.color;
  std::vector<std::string> parts;
  if (!document.title.empty()) {
    std::string heading = styled(wrapped(document.title, width), Style::bold, color) + '\n';
    for (const std::string& line : document.lead) {
      heading += lines_text(line, width, 0, color);
    }
    parts.push_back(heading);
  }
  if (const auto facts = facts_for_people(document); !facts.empty()) {
    parts.push_back(facts_text(facts, terminal));
  }
  for (const Section& section : document.sections) {
    if (!section.title.empty() && !section.rows.empty()) {
      parts.push_back(section_text(section, terminal));
    }
  }
  if (terminal.interactive && !document.footer.empty()) {
    parts.push_back(lines_text(document.footer, width, 0, color));
  }
  std::string text;
  for (const std::string& part : parts) {
    text += (text.empty() ? "" : "\n") + part;
  }
  return text;
}

}  // namespace dmc

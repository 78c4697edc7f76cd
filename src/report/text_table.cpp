#include "dmc/report/text_table.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "dmc/util/utf8.hpp"

namespace dmc {
namespace {

constexpr std::size_t k_gap = 2;

// A column that is shown, and how wide.
struct Shown {
  std::size_t index;
  std::size_t width;
};

std::size_t total_width(const std::vector<Shown>& shown) {
  std::size_t total = shown.empty() ? 0 : k_gap * (shown.size() - 1);
  for (const Shown& column : shown) {
    total += column.width;
  }
  return total;
}

// Whether a cell has nothing behind it in its row, so that it may run on to the end of the line.
// The last column has the width it needs anyway.
bool runs_on(const std::vector<std::string>& cells, std::size_t c,
             const std::vector<TextColumn>& columns) {
  return !columns[c].right_aligned && c + 1 < cells.size() &&
         std::all_of(cells.begin() + static_cast<std::ptrdiff_t>(c) + 1, cells.end(),
                     [](const auto& s) { return s.empty(); });
}

std::vector<Shown> natural_widths(const std::vector<TextColumn>& columns,
                                  const std::vector<TextRow>& rows) {
  std::vector<Shown> shown;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    std::size_t width = display_width(columns[c].header);
    for (const TextRow& row : rows) {
      if (!runs_on(row.cells, c, columns)) {
        width = std::max(width, display_width(row.cells[c]));
      }
    }
    shown.push_back({c, width});
  }
  return shown;
}

// Takes the excess from the columns that allow it, the least important first.
std::vector<Shown> shortened_to_fit(std::vector<Shown> shown,
                                    const std::vector<TextColumn>& columns, std::size_t width) {
  std::vector<std::size_t> order(shown.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return columns[shown[a].index].importance < columns[shown[b].index].importance;
  });
  for (const std::size_t i : order) {
    const std::size_t total = total_width(shown);
    const std::size_t shortest = columns[shown[i].index].shortest;
    if (total > width && shortest > 0 && shown[i].width > shortest) {
      shown[i].width -= std::min(total - width, shown[i].width - shortest);
    }
  }
  return shown;
}

std::vector<Shown> fit(const std::vector<TextColumn>& columns, const std::vector<TextRow>& rows,
                       std::size_t width) {
  std::vector<Shown> natural = natural_widths(columns, rows);
  while (true) {
    std::vector<Shown> shown = shortened_to_fit(natural, columns, width);
    if (total_width(shown) <= width) {
      return shown;
    }
    if (natural.size() == 1) {
      natural[0].width = width;
      return natural;
    }
    natural.erase(
        std::min_element(natural.begin(), natural.end(), [&](const Shown& a, const Shown& b) {
          return columns[a.index].importance < columns[b.index].importance;
        }));
  }
}

// Where a table stands.
struct Place {
  std::size_t width;
  std::size_t indent;
  bool color;
};

// What a cell is broken into, by the width of its column or, where nothing stands behind it, of
// the line.
std::vector<std::vector<std::string>> folded_cells(const std::vector<std::string>& cells,
                                                   const std::vector<TextColumn>& columns,
                                                   const std::vector<Shown>& shown,
                                                   const Place& place) {
  std::vector<std::vector<std::string>> parts(cells.size());
  std::size_t start = place.indent;
  for (const Shown& column : shown) {
    const std::size_t room = runs_on(cells, column.index, columns)
                                 ? std::max(column.width, place.width - start)
                                 : column.width;
    parts[column.index] = folded(cells[column.index], room);
    start += column.width + k_gap;
  }
  return parts;
}

// One line of a row. Spaces between cells stay outside of the colours, so that none is left at the
// end.
std::string line(const std::vector<std::vector<std::string>>& parts, std::size_t number,
                 const std::vector<Style>& styles, const std::vector<TextColumn>& columns,
                 const std::vector<Shown>& shown, const Place& place) {
  std::string text;
  std::size_t pending = place.indent;
  for (const Shown& column : shown) {
    const auto& lines = parts[column.index];
    const std::string_view cell =
        number < lines.size() ? std::string_view(lines[number]) : std::string_view();
    const std::size_t taken = display_width(cell);
    const std::size_t spare = column.width - std::min(column.width, taken);
    const bool right = columns[column.index].right_aligned;
    if (!cell.empty()) {
      text += std::string(pending + (right ? spare : 0), ' ');
      text += styled(cell, styles[column.index], place.color);
      pending = right ? 0 : spare;
    } else {
      pending += spare;
    }
    pending += k_gap;
  }
  return text + '\n';
}

// A row takes as many lines as its longest cell.
std::string row_text(const std::vector<std::string>& cells, const std::vector<Style>& styles,
                     const std::vector<TextColumn>& columns, const std::vector<Shown>& shown,
                     const Place& place) {
  const auto parts = folded_cells(cells, columns, shown, place);
  std::size_t lines = 1;
  for (const Shown& column : shown) {
    lines = std::max(lines, parts[column.index].size());
  }
  std::string text;
  for (std::size_t i = 0; i < lines; ++i) {
    text += line(parts, i, styles, columns, shown, place);
  }
  return text;
}

}  // namespace

std::string styled(std::string_view text, Style style, bool color) {
  if (!color || style == Style::plain || text.empty()) {
    return std::string(text);
  }
  const std::string_view code = style == Style::bold ? "1" : style == Style::dim ? "2" : "36";
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string render_text_table(const std::vector<TextColumn>& columns,
                              const std::vector<TextRow>& rows, std::size_t width,
                              std::size_t indent, bool color) {
  const Place place{std::max(width, indent + 8), indent, color};
  const std::vector<Shown> shown = fit(columns, rows, place.width - indent);
  std::vector<std::string> headers;
  std::vector<Style> own_styles;
  for (const TextColumn& column : columns) {
    headers.push_back(column.header);
    own_styles.push_back(column.style);
  }
  const bool has_headers =
      std::any_of(headers.begin(), headers.end(), [](const auto& h) { return !h.empty(); });
  std::string text;
  if (has_headers) {
    const std::vector<Style> dim(columns.size(), Style::dim);
    text += row_text(headers, dim, columns, shown, place);
  }
  for (const TextRow& row : rows) {
    // What only goes on in columns that found no room says nothing here.
    if (std::all_of(shown.begin(), shown.end(),
                    [&](const Shown& column) { return row.cells[column.index].empty(); })) {
      continue;
    }
    const bool uniform = row.style != Style::plain;
    text +=
        row_text(row.cells, uniform ? std::vector<Style>(columns.size(), row.style) : own_styles,
                 columns, shown, place);
  }
  return text;
}

std::vector<std::string> columns_without_room(const std::vector<TextColumn>& columns,
                                              const std::vector<TextRow>& rows, std::size_t width,
                                              std::size_t indent) {
  const std::vector<Shown> shown = fit(columns, rows, std::max(width, indent + 8) - indent);
  std::vector<std::string> names;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const bool is_shown = std::any_of(shown.begin(), shown.end(),
                                      [c](const Shown& column) { return column.index == c; });
    if (!is_shown && !columns[c].header.empty()) {
      names.push_back(columns[c].header);
    }
  }
  return names;
}

}  // namespace dmc

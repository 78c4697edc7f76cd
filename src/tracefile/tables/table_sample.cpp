#include "table_sample.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "table_fields.hpp"

namespace dmc {
namespace {

constexpr std::size_t k_most_lines = 1000;

/// The lines of a text, without their ends; the last one may be cut where the text goes on.
std::vector<std::string_view> lines_of(std::string_view text, bool complete) {
  const std::string_view whole = complete_lines(text);
  text = complete || whole.empty() ? text : whole;
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < text.size() && lines.size() < k_most_lines;) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    line.remove_suffix(line.ends_with('\r') ? 1 : 0);
    lines.push_back(line);
    at = end + 1;
  }
  return lines;
}

bool is_empty(std::string_view line) {
  return line.find_first_not_of(" \t") == line.npos;
}

/// Whether lines that begin with '#' are values: where most are, and any text is a value.
bool are_values(const std::vector<std::string_view>& lines) {
  const auto marked = std::count_if(lines.begin(), lines.end(),
                                    [](std::string_view line) { return line.starts_with('#'); });
  return 2 * static_cast<std::size_t>(marked) > lines.size();
}

/// How well a separator fits: how many lines have the commonest number of fields.
struct Fit {
  char separator;
  std::size_t fields = 1;
  std::size_t lines = 0;
};

Fit fit_of(const TableSample& sample, char separator) {
  std::map<std::size_t, std::size_t> lines_by_fields;
  for (const std::string& line : sample.lines) {
    ++lines_by_fields[count_fields(line, separator)];
  }
  Fit best{separator};
  for (const auto& [fields, lines] : lines_by_fields) {
    if (lines >= best.lines) {
      best = {separator, fields, lines};
    }
  }
  return best;
}

}  // namespace

TableSample sample_table(std::string_view beginning, bool complete, bool any_text) {
  TableSample sample;
  sample.complete = complete;
  const std::vector<std::string_view> lines = lines_of(beginning, complete);
  sample.complete = complete && lines.size() < k_most_lines;
  const bool has_comments = !any_text || !are_values(lines);
  for (const std::string_view line : lines) {
    const bool is_comment =
        has_comments && line.starts_with('#') && (sample.lines.empty() || !any_text);
    if (!is_comment && !is_empty(line)) {
      sample.lines.emplace_back(line) += '\n';
    } else if (sample.lines.empty()) {
      ++sample.lines_before;
      if (is_comment) {
        sample.comment = line.substr(std::min(line.find_first_not_of("# \t"), line.size()));
        sample.comment += '\n';
      }
    }
  }
  return sample;
}

char choose_separator(const TableSample& sample, bool& is_clear) {
  // A tab is hardly ever part of a value, a blank often is.
  constexpr std::array k_characters{',', ';', '|'};
  const std::size_t all = sample.lines.size();
  is_clear = true;
  const Fit tabs = fit_of(sample, '\t');
  if (tabs.fields > 1 && tabs.lines == all) {
    return '\t';
  }
  Fit best{',', 1, 0};
  for (const char character : k_characters) {
    const Fit fit = fit_of(sample, character);
    if (fit.fields == 1 || 2 * fit.lines <= all) {
      continue;
    }
    if (fit.lines > best.lines || (fit.lines == best.lines && fit.fields > best.fields)) {
      best = fit;
      is_clear = true;
    } else if (fit.lines == best.lines && fit.fields == best.fields) {
      is_clear = false;
    }
  }
  for (const Fit& fit : {tabs, fit_of(sample, ' ')}) {
    if (fit.fields > 1 && 2 * fit.lines > all && fit.lines > best.lines) {
      best = fit;
      is_clear = true;
    }
  }
  return best.separator;
}

std::size_t usual_width(const TableSample& sample, char separator) {
  return fit_of(sample, separator).fields;
}

std::size_t uniform_width(const TableSample& sample, char separator) {
  const Fit fit = fit_of(sample, separator);
  return fit.lines == sample.lines.size() ? fit.fields : 0;
}

}  // namespace dmc

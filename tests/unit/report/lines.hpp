#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "dmc/report/document.hpp"
#include "dmc/report/format.hpp"
#include "dmc/util/utf8.hpp"

#include "catch.hpp"

namespace dmc::test {

[[nodiscard]] inline std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

/// With single spaces and without line ends, so that sentences can be looked for wherever they are
/// broken.
[[nodiscard]] inline std::string unwrapped(const std::string& text) {
  std::istringstream in(text);
  std::string all;
  for (std::string word; in >> word;) {
    all += (all.empty() ? "" : " ") + word;
  }
  return all;
}

[[nodiscard]] inline bool has_text(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// The first line with that part, unwrapped; empty where there is none.
[[nodiscard]] inline std::string line_with(const std::string& text, const std::string& part) {
  for (const std::string& line : lines_of(text)) {
    if (line.find(part) != std::string::npos) {
      return unwrapped(line);
    }
  }
  return {};
}

/// No line of its table is too long, whatever the width, or ends in blanks.
inline void check_fits(const Document& document) {
  for (std::size_t width = 20; width <= 140; ++width) {
    for (const std::string& line : lines_of(render_table(document, {.width = width}))) {
      INFO(width << ": " << line);
      CHECK(display_width(line) <= width);
      CHECK_FALSE((!line.empty() && line.back() == ' '));
    }
  }
}

}  // namespace dmc::test

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "dmc/report/text_table.hpp"
#include "dmc/util/utf8.hpp"

#include "catch.hpp"

using namespace dmc;

namespace {

const std::vector<TextColumn> k_columns{{"name", false, 9, 0, Style::plain},
                                        {"long text", false, 5, 10, Style::plain},
                                        {"figure", true, 8, 0, Style::plain},
                                        {"extra", true, 1, 0, Style::plain}};
const std::vector<TextRow> k_rows{{{"a", "some words that are long", "1", "x"}},
                                  {{"bcd", "√√√", "22,222", "yy"}}};

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

}  // namespace

TEST_CASE("columns line up by what is seen, numbers on the right") {
  CHECK(render_text_table(k_columns, k_rows, 80, 2, false) ==
        "  name  long text                 figure  extra\n"
        "  a     some words that are long       1      x\n"
        "  bcd   √√√                       22,222     yy\n");
}

TEST_CASE("a table too wide first folds what may be folded, then drops what matters least") {
  CHECK(render_text_table(k_columns, k_rows, 40, 0, false) ==
        "name  long text            figure  extra\n"
        "a     some words that are       1      x\n"
        "      long\n"
        "bcd   √√√                  22,222     yy\n");
  CHECK(render_text_table(k_columns, k_rows, 24, 0, false) ==
        "name  long text   figure\n"
        "a     some words       1\n"
        "      that are\n"
        "      long\n"
        "bcd   √√√         22,222\n");
  CHECK(render_text_table(k_columns, k_rows, 14, 0, false) ==
        "name  figure\n"
        "a          1\n"
        "bcd   22,222\n");
}

TEST_CASE("what a table drops can be named, and one of any width drops nothing") {
  using Names = std::vector<std::string>;
  CHECK(columns_without_room(k_columns, k_rows, 40, 0).empty());
  CHECK(columns_without_room(k_columns, k_rows, 24, 0) == Names{"extra"});
  CHECK(columns_without_room(k_columns, k_rows, 14, 0) == Names{"long text", "extra"});
  CHECK(columns_without_room(k_columns, k_rows, k_any_width, 0).empty());
  const std::vector<TextRow> wide{{{std::string(500, 'x'), std::string(900, 'y'), "1", "2"}}};
  const std::string text = render_text_table(k_columns, wide, k_any_width, 2, false);
  CHECK(text.find(std::string(500, 'x') + "  " + std::string(900, 'y')) != std::string::npos);
}

TEST_CASE("no line is wider than asked for, nor ends in a space") {
  for (std::size_t width = 10; width < 60; ++width) {
    for (const std::string& line :
         lines_of(render_text_table(k_columns, k_rows, width, 2, false))) {
      INFO(width);
      CHECK(display_width(line) <= width);
      CHECK_FALSE(line.ends_with(' '));
    }
  }
}

TEST_CASE("colours wrap cells only, and only where they are on") {
  CHECK(styled("x", Style::bold, true) == "\x1b[1mx\x1b[0m");
  CHECK(styled("x", Style::bold, false) == "x");
  const std::vector<TextRow> rows{{{"a", "", "1", ""}, Style::bold}};
  const std::string plain = render_text_table(k_columns, rows, 80, 0, false);
  std::string colored = render_text_table(k_columns, rows, 80, 0, true);
  CHECK(plain.find('\x1b') == std::string::npos);
  CHECK(colored.find("\x1b[1ma\x1b[0m") != std::string::npos);
  for (std::size_t at = 0; (at = colored.find('\x1b')) != std::string::npos;) {
    colored.erase(at, colored.find('m', at) - at + 1);
  }
  CHECK(colored == plain);
}

#include <string>
#include <vector>

#include "dmc/util/utf8.hpp"

#include "catch.hpp"

using namespace dmc;

TEST_CASE("width counts characters, not bytes") {
  CHECK(display_width("") == 0);
  CHECK(display_width("conv") == 4);
  CHECK(display_width("√2·k³") == 5);
  CHECK(display_width("e\u0301") == 1);       // e and a combining accent
  CHECK(display_width("\u6f22\u5b57") == 4);  // two wide characters
  CHECK(display_width("\xff\xfe") == 2);      // not UTF-8
  CHECK(display_width("\xe2\x88") == 2);      // cut off in the middle
}

TEST_CASE("shortened text ends in an ellipsis and fits") {
  CHECK(shortened("kernel", 6) == "kernel");
  CHECK(shortened("kernel reuses", 8) == "kernel…");
  CHECK(shortened("√√√√", 3) == "√√…");
  CHECK(shortened("\u6f22\u5b57", 3) == "\u6f22…");
  CHECK(shortened("abc", 0).empty());
}

TEST_CASE("padding fills up to a width and never cuts") {
  CHECK(padded("ω", 3, false) == "ω  ");
  CHECK(padded("ω", 3, true) == "  ω");
  CHECK(padded("long", 2, true) == "long");
}

TEST_CASE("wrapped lines fit, and only words longer than a line stick out") {
  CHECK(wrapped("one two three", 7) == "one two\nthree");
  CHECK(wrapped("one two three", 8, 2) == "one two\n  three");
  CHECK(wrapped("extraordinary word", 5) == "extraordinary\nword");
  CHECK(wrapped("", 5).empty());
  CHECK(wrapped("one  two three", 8) == "one  two\nthree");
  CHECK(wrapped("one  two", 4) == "one\ntwo");
  CHECK(wrapped("one   two", 6) == "one\ntwo");
}

TEST_CASE("folding keeps all of a text, at spaces where there are any") {
  using Lines = std::vector<std::string>;
  CHECK(folded("kernel reuses", 20) == Lines{"kernel reuses"});
  CHECK(folded("kernel reuses of K", 8) == Lines{"kernel", "reuses", "of K"});
  CHECK(folded("abcdefgh", 3) == Lines{"abc", "def", "gh"});
  CHECK(folded("√√√√ √", 3) == Lines{"√√√", "√", "√"});
  CHECK(folded("  --option of it", 10) == Lines{"  --option", "  of it"});
  CHECK(folded("\u6f22\u5b57", 3) == Lines{"\u6f22", "\u5b57"});
  CHECK(folded("\u6f22", 1) == Lines{"\u6f22"});
  CHECK(folded("", 5) == Lines{""});
}

#include <string>

#include "dmc/util/printable.hpp"

#include "catch.hpp"

using namespace dmc;

TEST_CASE("what is seen stays as it is") {
  for (const std::string text : {"", "conv n=9", "Übung ω ≥ 10⁶ 日本 👩\u200d🔬", "C:\\new\\table"}) {
    CHECK(printable(text) == text);
  }
}

TEST_CASE("what acts on a terminal is shown as an escape") {
  CHECK(printable("a\x1b[31mb") == "a\\x1b[31mb");
  CHECK(printable("\a\b\r\x7f") == "\\x07\\x08\\x0d\\x7f");
  CHECK(printable("two\nlines\tand tabs") == "two\\nlines\\tand tabs");
  CHECK(printable(std::string("a\0b", 3)) == "a\\x00b");
  CHECK(printable("\u009b31m\u0085") == "\\u009b31m\\u0085");  // C1: CSI, next line
  CHECK(printable("a\u202eb\u2066c\u200fd\u061ce") == "a\\u202eb\\u2066c\\u200fd\\u061ce");
  CHECK(printable("\u2028\u2029\ufeff\u200b") == "\\u2028\\u2029\\ufeff\\u200b");
  CHECK(printable("\U000e0041") == "\\U000e0041");
}

TEST_CASE("text of several lines keeps its ends alone") {
  CHECK(printable_lines("a\n\x1b"
                        "b\n\n") == "a\n\\x1bb\n\n");
  CHECK(printable_lines("").empty());
}

TEST_CASE("bytes that are not UTF-8 are shown one by one") {
  CHECK(printable("a\x9b"
                  "31m") == "a\\x9b31m");                 // C1 of terminals with 8 bits
  CHECK(printable("\xc2") == "\\xc2");                    // cut off
  CHECK(printable("\xc0\x9b") == "\\xc0\\x9b");           // U+001B in more bytes than it needs
  CHECK(printable("\xe0\x82\x9b") == "\\xe0\\x82\\x9b");  // the same of U+009B
  CHECK(printable("\xed\xa0\x80") == "\\xed\\xa0\\x80");  // a surrogate
  CHECK(printable("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");
  CHECK(printable("\xff"
                  "a") == "\\xffa");
}

TEST_CASE("JSON keeps its meaning and its lines") {
  CHECK(printable_json("{\n  \"a\": \"é\"\n}\n") == "{\n  \"a\": \"é\"\n}\n");
  CHECK(printable_json("\"\u009b\x7f\u202e\"") == "\"\\u009b\\u007f\\u202e\"");
  CHECK(printable_json("\"\U000e0041\"") == "\"\\udb40\\udc41\"");  // a pair, as JSON has it
}

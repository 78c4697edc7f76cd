#include "dmc/report/svg.hpp"

#include "catch.hpp"
#include "markup.hpp"

using namespace dmc;

TEST_CASE("text is escaped for XML") {
  CHECK(xml_escaped("a < b & \"c\" > d") == "a &lt; b &amp; &quot;c&quot; &gt; d");
  CHECK(xml_escaped(std::string("x\x01\x1by\n")) == "x\\x01\\x1by\n");
  CHECK(xml_escaped("ω[0] ≥ 10⁶") == "ω[0] ≥ 10⁶");
}

TEST_CASE("lengths have two decimals at most and no minus zero") {
  CHECK(pixels_text(12) == "12");
  CHECK(pixels_text(12.5) == "12.5");
  CHECK(pixels_text(1.0 / 3) == "0.33");
  CHECK(pixels_text(-0.001) == "0");
  CHECK(pixels_text(-2.1) == "-2.1");
  CHECK(pixels_text(100) == "100");
}

TEST_CASE("text is broken into lines that fit") {
  const std::string text = "The quick brown fox jumps over the lazy dog again and again";
  for (const double width : {80.0, 150.0, 1000.0}) {
    std::string joined;
    for (const std::string& line : text_lines(text, width)) {
      CHECK(text_width(line) <= width);
      joined += (joined.empty() ? "" : " ") + line;
    }
    CHECK(joined == text);
  }
  CHECK(text_lines("", 100).empty());
  CHECK(text_lines("Donaudampfschifffahrt", 10) ==
        std::vector<std::string>{"Donaudampfschifffahrt"});
  CHECK(text_width("iii") < text_width("mmm"));
  CHECK(text_width("10⁶") < text_width("106"));
}

TEST_CASE("a drawing is one well-formed element that stands by itself") {
  Svg svg(200, 100, "a < b", "says \"more\"");
  svg.rectangle(1, 2, 3, 4, "frame");
  svg.line(0, 0, 10, 10, "tick");
  svg.circle(5, 5, 2, "c0 mark");
  svg.path("M0 0L5 5", "c1 line");
  svg.begin_group("x & y");
  svg.text(3, 4, "<tag>", "label", Svg::Anchor::end);
  svg.end_group();
  svg.upright_text(9, 9, "up", "label");
  const std::string text = std::move(svg).finish();
  const test::MarkupReader reader(text);
  const auto& elements = reader.elements();
  CHECK(elements.front().name == "svg");
  CHECK(elements.front().attributes.at("viewBox") == "0 0 200 100");
  CHECK(elements.front().attributes.at("aria-label") == "a < b");
  CHECK(elements[1].text == "a < b");
  CHECK(elements[2].text == "says \"more\"");
  CHECK(test::elements_with(reader, "text", "label").front().text == "<tag>");
  for (const auto& element : elements) {
    CHECK(element.attributes.count("id") == 0);
    CHECK(element.attributes.count("href") == 0);
    CHECK(element.name != "script");
  }
}

TEST_CASE("the reader of the tests finds what is not well-formed") {
  for (const char* wrong : {"<a>", "<a></b>", "<a b=c/>", "<a b=\"1\" b=\"2\"/>", "<a>&</a>",
                            "<a>&x;</a>", "<a/><b/>", "<a b=\"<\"/>", "", "<a/>x"}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(test::MarkupReader(wrong), std::runtime_error);
  }
}

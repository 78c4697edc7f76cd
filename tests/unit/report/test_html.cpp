#include "dmc/report/html.hpp"

#include "catch.hpp"
#include "markup.hpp"

using namespace dmc;

TEST_CASE("text cannot become markup") {
  const std::string hostile = R"(<script>alert("1 & 2")</script>)";
  const Html html = element("p", {{"title", hostile}}, hostile);
  const test::MarkupReader reader(html.markup());
  REQUIRE(reader.elements().size() == 1);
  CHECK(reader.elements()[0].name == "p");
  CHECK(reader.elements()[0].text == hostile);
  CHECK(reader.elements()[0].attributes.at("title") == hostile);
}

TEST_CASE("parts of an element follow each other") {
  const Html html = element("p", {}, "a ", element("b", {}, "bold"), std::string(" & "),
                            Html::trusted("<i>as it is</i>"));
  CHECK(html.markup() == "<p>a <b>bold</b> &amp; <i>as it is</i></p>\n");
}

TEST_CASE("attributes are quoted, void elements are closed") {
  CHECK(element("a", {{"href", "#x"}, {"class", "y z"}}, "to").markup() ==
        R"(<a href="#x" class="y z">to</a>)");
  CHECK(element("span", look("y"), "z").markup() == R"(<span class="y">z</span>)");
  CHECK(void_element("meta", {{"charset", "utf-8"}}).markup() == "<meta charset=\"utf-8\"/>\n");
  CHECK(element("td", {}).markup() == "<td></td>\n");
}

TEST_CASE("html that was given nothing is empty") {
  CHECK(Html().empty());
  CHECK(Html("").empty());
  CHECK_FALSE(Html(" ").empty());
}

TEST_CASE("ids hold nothing that would need quoting") {
  CHECK(id_text("thm3.10") == "thm3.10");
  CHECK(id_text("a b\"c<d") == "a-b-c-d");
}

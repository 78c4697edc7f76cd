#include <string>

#include <nlohmann/json.hpp>

#include "dmc/report/format.hpp"
#include "dmc/report/value_text.hpp"
#include "dmc/util/error.hpp"

#include "catch.hpp"

using namespace dmc;

namespace {

Document sample() {
  Document document;
  document.schema = "dmc.test/1";
  document.title = "a *title* | 1";
  document.facts = {{"name", "", "x,y"},
                    {"inside", "", Object{{"a", std::uint64_t{1}}, {"b", "say \"hi\""}}},
                    {"list", "", List{"p", "q"}},
                    {"", "for people", 0.1, Kind::real},
                    {"value", "value", 0.1, Kind::real}};
  document.sections = {
      {"things",
       "Things",
       {{"id", "id", Kind::text, 2},
        {"n", "count", Kind::count, 1},
        {"", "bar", Kind::bar, 1},
        {"hidden", "", Kind::text, 0}},
       {{{"one|two", std::uint64_t{12345}, 0.5, Value()}, Row::Emphasis::strong},
        {{"line\nbreak", std::uint64_t{6}, 0.25, true}, Row::Emphasis::normal, 1}}},
      {"empty", "Empty", {{"id", "id", Kind::text, 1}}, {}}};
  document.footer = "changes";
  return document;
}

}  // namespace

TEST_CASE("CSV is one rectangle with quoted cells, exact figures and a record column") {
  CHECK(render_csv(sample(), {}) ==
        "record,name,inside.a,inside.b,list,value,id,n,hidden\n"
        "test,\"x,y\",1,\"say \"\"hi\"\"\",p;q,0.1,,,\n"
        "things,,,,,,one|two,12345,\n"
        "things,,,,,,line\\nbreak,6,true\n");
}

TEST_CASE(
    "JSON keeps keys in order, every value as what it is, and nothing meant for people only") {
  const auto json = nlohmann::ordered_json::parse(render_json(sample(), {}));
  std::string keys;
  for (const auto& [key, value] : json.items()) {
    keys += key + ' ';
  }
  CHECK(keys == "schema name inside list value things empty ");
  CHECK(json["inside"]["a"] == 1);
  CHECK(json["list"] == nlohmann::ordered_json({"p", "q"}));
  CHECK(json["value"] == 0.1);
  CHECK(json["things"][0]["n"] == 12345);
  CHECK(json["things"][0]["hidden"].is_null());
  CHECK(json["things"][1]["hidden"] == true);
  CHECK(json["things"][0].size() == 3);
  CHECK(json["empty"].empty());
}

TEST_CASE("JSON writes doubles so that they read back the same, and what is no number as null") {
  Document document;
  const double third = 1.0 / 3;
  document.facts = {{"third", "", third}, {"nan", "", std::nan("")}};
  const auto json = nlohmann::json::parse(render_json(document, {}));
  CHECK(json["third"].get<double>() == third);
  CHECK(json["nan"].is_null());
}

TEST_CASE("Markdown escapes what would be markup and keeps a row on a line") {
  CHECK(render_markdown(sample(), {}) ==
        "## a \\*title\\* \\| 1\n"
        "\n"
        "|  |  |\n"
        "| --- | ---: |\n"
        "| for people | 0.1 |\n"
        "| value | 0.1 |\n"
        "\n"
        "### Things\n"
        "\n"
        "| id | count |\n"
        "| --- | ---: |\n"
        "| **one\\|two** | **12,345** |\n"
        "| – line\\\\nbreak | 6 |\n");
}

TEST_CASE("no name can act on the terminal, in any format and any place") {
  const std::string hostile = "\x1b[31m\a\n\u009b\u202ex";
  Document document;
  document.schema = "dmc.test/1";
  document.title = document.footer = hostile;
  document.lead = {hostile};
  document.facts = {{"name", hostile, hostile},
                    {"object", "o", Object{{hostile, hostile}}},
                    {"list", "l", List{hostile, List{hostile}}}};
  document.sections = {{"things",
                        hostile,
                        {{"id", hostile, Kind::text, 2}, {hostile, "h", Kind::text, 1, 3}},
                        {{{hostile, hostile}}},
                        {hostile}}};
  for (const Format& format : formats()) {
    const std::string text = format.render(document, {.interactive = true, .width = 400});
    for (const std::string_view raw : {"\x1b", "\a", "\u009b", "\u202e"}) {
      CHECK(text.find(raw) == std::string::npos);
    }
    CHECK((text.find("x1b") != std::string::npos || text.find("u001b") != std::string::npos));
  }
  CHECK(nlohmann::json::parse(render_json(document, {}))["name"] == hostile);
}

TEST_CASE("the table shows what changes from time to time on terminals only") {
  CHECK(render_table(sample(), {.interactive = true}).find("changes") != std::string::npos);
  CHECK(render_table(sample(), {.interactive = false}).find("changes") == std::string::npos);
}

TEST_CASE("formats are found by name, and by the ending of a file") {
  CHECK(find_format("csv").render == render_csv);
  CHECK_THROWS_WITH(find_format("jsn"), Catch::Matchers::Contains("did you mean 'json'?"));
  CHECK(format_for_file("a.b.json")->name == "json");
  CHECK(format_for_file("x.md")->name == "markdown");
  CHECK(format_for_file("X.CSV")->name == "csv");
  for (const char* none : {"-", "json", "x.txt", "/dev/stdout", ".json", "a.d/x", "x-0.5", "x."}) {
    INFO(none);
    REQUIRE(format_for_file(none) != nullptr);
    CHECK(format_for_file(none)->name == "table");
  }
  for (const char* other : {"x.yaml", "x.html", "a/b.xlsx", "x.h5"}) {
    INFO(other);
    CHECK(format_for_file(other) == nullptr);
  }
}

TEST_CASE("bars are as long as the share, to an eighth of a column") {
  CHECK(bar_text(0).empty());
  CHECK(bar_text(1) == "██████████");
  CHECK(bar_text(0.25) == "██▌");
  CHECK(bar_text(7) == bar_text(1));
  CHECK(bar_text(std::nan("")).empty());
}

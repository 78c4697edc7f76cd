#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "dmc/report/format.hpp"
#include "dmc/report/run_report.hpp"
#include "dmc/util/utf8.hpp"

#include "catch.hpp"
#include "lines.hpp"
#include "sample_run.hpp"

using namespace dmc;
using dmc::test::has_text;
using Json = nlohmann::ordered_json;

namespace {

// The words of the first line that contains a text.
std::vector<std::string> words_of_line(const std::string& text, const std::string& part) {
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (has_text(line, part)) {
      std::istringstream words(line);
      return {std::istream_iterator<std::string>(words), {}};
    }
  }
  return {};
}

bool has_word(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Json sample_json() {
  return Json::parse(render_json(run_document(sample_run()), {}));
}

}  // namespace

TEST_CASE("a run's JSON has the keys that its schema promises") {
  const Json json = sample_json();
  CHECK(json["schema"] == "dmc.run/1");
  for (const char* key : {"kernel", "parameters", "model", "accesses", "data", "cold_misses",
                          "reuses", "dmd", "cold_cost", "mean_distance", "max_distance", "formulas",
                          "arrays", "stages", "reuse_classes", "named_classes"}) {
    INFO(key);
    CHECK(json.contains(key));
  }
  for (const char* key :
       {"id", "form", "source", "value", "ratio", "measured", "quantity", "latex"}) {
    INFO(key);
    CHECK(json["formulas"][0].contains(key));
  }
  for (const char* key : {"name", "accesses", "reuses", "dmd", "share"}) {
    INFO(key);
    CHECK(json["arrays"][0].contains(key));
  }
  for (const char* key : {"name", "accesses", "cold_misses", "reuses", "dmd", "share",
                          "min_distance", "max_distance"}) {
    INFO(key);
    CHECK(json["stages"][0].contains(key));
  }
  for (const char* key :
       {"array", "carried_by", "class", "reuses", "dmd", "share", "min_distance", "max_distance"}) {
    INFO(key);
    CHECK(json["reuse_classes"][0].contains(key));
  }
  CHECK_FALSE(json.contains("seconds"));
}

TEST_CASE("a run's JSON says what was measured") {
  const Json json = sample_json();
  CHECK(json["kernel"] == "sample");
  CHECK(json["parameters"] == Json({{"n", 8}, {"layout", "nhwc"}}));
  CHECK(json["model"]["omit"] == Json({"X", "Y"}));
  CHECK(json["cold_misses"] == 100);
  CHECK(json["dmd"] == 10000.0);
  CHECK(json["formulas"][0]["ratio"] == 0.5);
  CHECK(json["arrays"][1]["share"] == 0.25);
  CHECK(json["stages"][0]["name"] == "first");
  CHECK(json["stages"][0]["share"] == 0.75);
  CHECK(json["stages"][1]["cold_misses"] == 40);
  CHECK(json["reuse_classes"].size() == 5);
  CHECK(json["reuse_classes"][4]["max_distance"] == 7);
}

TEST_CASE("time changes nothing but the footer") {
  RunResult slow = sample_run();
  slow.seconds = 99;
  const Document one = run_document(sample_run());
  const Document other = run_document(slow);
  for (const Format& format : formats()) {
    CHECK(format.render(one, {}) == format.render(other, {}));
  }
  CHECK(one.footer == "1.000 k accesses in 0.25 s, 4.000 k a second");
}

TEST_CASE("a run's table gives each figure once, the larger classes first") {
  const std::string table = render_table(run_document(sample_run()), {});
  INFO(table);
  CHECK(has_text(table, "sample  n=8 layout=nhwc"));
  CHECK(has_text(table, "omitted: X Y"));
  CHECK(has_word(words_of_line(table, "accesses "), "1,000"));
  CHECK(has_word(words_of_line(table, "thm0.1"), "0.5000"));
  CHECK(has_word(words_of_line(table, "thm0.1"), "printed"));
  CHECK(has_word(words_of_line(table, "inner reuses (Lemma 0.2)"), "75.0%"));
  CHECK(has_word(words_of_line(table, "B|C carried by j"), "1,234"));
  CHECK(table.find("inner reuses") < table.find("outer reuses"));
}

TEST_CASE("classes below a thousandth are one line, unless all are asked for") {
  const std::string table = render_table(run_document(sample_run()), {});
  CHECK(has_word(words_of_line(table, "3 more below 0.1% each"), "10"));
  CHECK(has_word(words_of_line(table, "3 more below 0.1% each"), "2–7"));
  CHECK(has_text(table, "--all"));
  CHECK_FALSE(has_text(table, "B|C carried by l"));
  const std::string all = render_table(run_document(sample_run(), {.all_classes = true}), {});
  CHECK(has_text(all, "B|C carried by l"));
  CHECK_FALSE(has_text(all, "more below"));
  CHECK_FALSE(has_text(all, "--all"));
}

TEST_CASE("a run's table fits any width") {
  for (std::size_t width = 20; width <= 140; ++width) {
    std::istringstream in(render_table(run_document(sample_run()), {.width = width}));
    for (std::string line; std::getline(in, line);) {
      INFO(width << ": " << line);
      CHECK(display_width(line) <= width);
    }
  }
}

TEST_CASE("a run without reuses is shown without dividing by nothing") {
  RunResult empty = sample_run();
  empty.reuses = 0;
  empty.dmd = 0;
  empty.classes.clear();
  empty.named.clear();
  for (ArrayTotals& array : empty.arrays) {
    array.totals = {};
  }
  const std::string table = render_table(run_document(empty), {});
  CHECK_FALSE(has_text(table, "nan"));
  CHECK_FALSE(has_text(table, "Reuses\n"));
}

#include <array>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "dmc/report/compare_report.hpp"
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

constexpr std::array k_sides{
    Parameter{.name = "n", .meaning = "side", .fallback = 8},
    Parameter{.name = "h", .meaning = "rows", .fallback = 8, .derived = true},
};

Kernel kernel_of(std::string_view name) {
  Kernel kernel{};
  kernel.name = name;
  kernel.task = "a task, made up";
  kernel.parameters = k_sides;
  return kernel;
}

const Kernel& first_kernel() {
  static const Kernel k_kernel = kernel_of("first");
  return k_kernel;
}

const Kernel& second_kernel() {
  static const Kernel k_kernel = kernel_of("second");
  return k_kernel;
}

const Kernel& third_kernel() {
  static const Kernel k_kernel = kernel_of("third");
  return k_kernel;
}

Contender contender(const Kernel& kernel, std::uint64_t n, double cost, double first_cost,
                    std::vector<CostPart> why) {
  Contender made;
  made.run = sample_run();
  made.run.kernel = &kernel;
  made.run.parameters = {{"n", n}, {"h", n}};
  made.run.dmd = cost;
  made.cost = cost;
  made.ratio = cost / first_cost;
  made.why = std::move(why);
  return made;
}

/// The second wins by 4 at n = 8, the first by 1.02 at n = 16.
CompareResult sample_comparison() {
  CompareResult result;
  result.kernels = {&first_kernel(), &second_kernel()};
  result.notes = {"one stands for another."};
  Problem small{.given = {{"n", 8}}};
  small.contenders = {
      contender(
          first_kernel(), 8, 40000, 40000,
          {{"outer reuses", 31000}, {"inner reuses", -2000}, {"other reuses", 1000}, {"x", 5}}),
      contender(second_kernel(), 8, 10000, 40000, {})};
  small.winner = 1;
  small.factor = 4;
  Problem large{.given = {{"n", 16}}};
  large.contenders = {contender(first_kernel(), 16, 50000, 50000, {}),
                      contender(second_kernel(), 16, 51000, 50000, {{"first accesses", 1000}})};
  large.factor = 1.02;
  result.problems = {small, large};
  return result;
}

std::string table_of(const CompareResult& result, std::size_t width = 80) {
  return render_table(compare_document(result), {.width = width});
}

/// On one line, so that sentences can be looked for wherever they are broken.
std::string unwrapped(const std::string& text) {
  std::istringstream in(text);
  std::string all;
  for (std::string word; in >> word;) {
    all += word + ' ';
  }
  return all;
}

}  // namespace

TEST_CASE("a comparison's JSON has the keys that its schema promises") {
  const Json json = Json::parse(render_json(compare_document(sample_comparison()), {}));
  CHECK(json["schema"] == "dmc.compare/1");
  CHECK(json["kernels"] == Json({"first", "second"}));
  CHECK(json["notes"] == Json::array({"one stands for another."}));
  CHECK(json["model"]["cold"] == "free");
  REQUIRE(json["problems"].size() == 2);
  const Json& problem = json["problems"][0];
  CHECK(problem["parameters"] == Json({{"n", 8}, {"h", 8}}));
  CHECK(problem["winner"] == "second");
  CHECK(problem["factor"] == 4.0);
  REQUIRE(problem["contenders"].size() == 2);
  CHECK(json["problems"][1]["winner"] == "first");
  CHECK(json["problems"][1]["contenders"][1]["ratio"] == 1.02);
}

TEST_CASE("each contender holds all that the run by itself gives, and its part in the comparison") {
  const CompareResult result = sample_comparison();
  const Json json = Json::parse(render_json(compare_document(result), {}));
  const Json& first = json["problems"][0]["contenders"][0];
  Json run = Json::parse(render_json(run_document(result.problems[0].contenders[0].run), {}));
  for (const auto& [key, value] : run.items()) {
    INFO(key);
    CHECK((key == "schema" || first[key] == value));
  }
  CHECK(first["cost"] == 40000.0);
  CHECK(first["ratio"] == 1.0);
  REQUIRE(first["why"].size() == 4);
  CHECK(first["why"][1] == Json({{"class", "inner reuses"}, {"cost", -2000.0}}));
  CHECK(json["problems"][0]["contenders"][1]["why"].empty());
  CHECK(json.size() == 5);
}

TEST_CASE("sentences say who wins by how much and why") {
  const std::string text = unwrapped(table_of(sample_comparison()));
  INFO(text);
  CHECK(has_text(text,
                 "n=8 h=8: second wins by 4x: first pays 31.00 k more in outer reuses, "
                 "2.000 k less in inner reuses, 1.000 k more in other reuses. "));
  CHECK(has_text(text,
                 "n=16 h=16: first wins by 2.0%: second pays 1.000 k more in first "
                 "accesses. "));
  CHECK(has_text(text, "one stands for another."));
  CHECK(has_text(text, "a task, made up"));
}

TEST_CASE("where only one problem is compared, nothing is said about what varies") {
  CompareResult result = sample_comparison();
  result.problems.pop_back();
  const std::string table = table_of(result);
  CHECK(has_text(table, "first, second  n=8 h=8\n"));
  CHECK(has_text(table, "\n  second wins by 4x: "));
  CHECK_FALSE(has_text(table, "n=8 h=8:"));
}

TEST_CASE("with three kernels every other one is explained") {
  CompareResult result = sample_comparison();
  result.problems.pop_back();
  result.kernels.push_back(&third_kernel());
  result.problems[0].contenders.push_back(
      contender(third_kernel(), 8, 10500, 40000, {{"outer reuses", 500}}));
  result.problems[0].factor = 1.05;
  const std::string text = unwrapped(table_of(result));
  INFO(text);
  CHECK(has_text(text, "second wins by 5.0%. first costs 4x as much: 31.00 k more in outer"));
  CHECK(has_text(text, "third costs 5.0% more: 500 more in outer reuses. "));
}

TEST_CASE("equal costs are no victory") {
  CompareResult result = sample_comparison();
  result.problems = {Problem{.given = {{"n", 8}}}};
  result.problems[0].contenders = {contender(first_kernel(), 8, 7, 7, {}),
                                   contender(second_kernel(), 8, 7, 7, {})};
  CHECK(has_text(table_of(result), "\n  first and second cost the same.\n"));
  result.kernels.push_back(&third_kernel());
  result.problems[0].contenders.push_back(
      contender(third_kernel(), 8, 14, 7, {{"outer reuses", 7}}));
  CHECK(has_text(unwrapped(table_of(result)),
                 "first and second win with the same cost: third pays 7 more in outer reuses. "));
}

TEST_CASE("a winner that costs nothing is no reason to divide by nothing") {
  CompareResult result = sample_comparison();
  result.problems = {Problem{.given = {{"n", 8}}}};
  result.problems[0].factor = std::numeric_limits<double>::infinity();
  result.problems[0].contenders = {contender(first_kernel(), 8, 0, 1, {}),
                                   contender(second_kernel(), 8, 9, 1, {{"outer reuses", 9}})};
  const std::string text = unwrapped(table_of(result));
  CHECK(has_text(text, "first wins: it costs nothing. second costs 9: 9 more in outer reuses. "));
  const Json json = Json::parse(render_json(compare_document(result), {}));
  CHECK(json["problems"][0]["factor"].is_null());
}

TEST_CASE("the table has a row a kernel, the winner marked, and the cost of first accesses apart") {
  CompareResult result = sample_comparison();
  const auto line_of = [&](const std::string& part) {
    std::istringstream in(table_of(result, 120));
    for (std::string line; std::getline(in, line);) {
      if (has_text(line, part)) {
        return unwrapped(line);
      }
    }
    return std::string();
  };
  CHECK(has_text(line_of("40.00 k"), "8 8 first 1.000 k 100 40.00 k 1 thm0.1 ~ 20.00 k 0.5000"));
  CHECK(has_text(line_of("10.00 k"), "second 1.000 k 100 10.00 k 0.2500 best thm0.1"));
  CHECK_FALSE(has_text(table_of(result, 120), "cold cost"));
  result.model.cold = Cold::bound;
  CHECK(has_text(table_of(result, 120), "cold cost"));
}

TEST_CASE("a comparison's table fits any width") {
  CompareResult result = sample_comparison();
  result.model.cold = Cold::bound;
  for (std::size_t width = 20; width <= 140; ++width) {
    std::istringstream in(table_of(result, width));
    for (std::string line; std::getline(in, line);) {
      INFO(width << ": " << line);
      CHECK(display_width(line) <= width);
      CHECK_FALSE((!line.empty() && line.back() == ' '));
    }
  }
}

TEST_CASE("a comparison's CSV has flat records, each saying what it is of") {
  const std::string csv = render_csv(compare_document(sample_comparison()), {});
  std::istringstream in(csv);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  INFO(csv);
  CHECK(lines[0].find("record,kernels,notes,model.block") == 0);
  const auto count = [&](const std::string& record) {
    return std::count_if(lines.begin(), lines.end(),
                         [&](const auto& line) { return line.find(record + ',') == 0; });
  };
  CHECK(count("compare") == 1);
  CHECK(count("problems") == 2);
  CHECK(count("contenders") == 4);
  CHECK(count("formulas") == 4);
  CHECK(count("why") == 5);
  CHECK_FALSE(has_text(csv, "latex"));
}

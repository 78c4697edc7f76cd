#include <nlohmann/json.hpp>

#include "dmc/report/sweep_report.hpp"
#include "dmc/util/error.hpp"

#include "catch.hpp"
#include "lines.hpp"
#include "sample_sweep.hpp"

using Json = nlohmann::ordered_json;

namespace dmc::test {
namespace {

std::string table_of(const SampleSweep& sample) {
  return render_table(sweep_document(sample.plan, sample.rows, false), {.width = 120});
}

Json json_of(const SampleSweep& sample, bool classes) {
  return Json::parse(render_json(sweep_document(sample.plan, sample.rows, classes), {}));
}

std::vector<std::string> names_of(const Chart& chart) {
  std::vector<std::string> names;
  for (const Series& one : chart.series) {
    names.push_back(one.name);
  }
  return names;
}

}  // namespace

TEST_CASE("a sweep's JSON has a row a point, with the keys of the lines of its file") {
  const Json json = json_of(sample_sweep(), false);
  CHECK(json["schema"] == "dmc.sweep/1");
  CHECK((json["kernel"] == "conv" && json["skipped"] == 0 && json["why"] == ""));
  REQUIRE(json["rows"].size() == 4);
  const Json& second = json["rows"][1];
  CHECK(second["parameters"] == Json({{"n", 64}, {"h", 64}, {"w", 64}, {"k", 5}}));
  CHECK(second["model"]["cold"] == "free");
  CHECK((second["accesses"] == 1000 && second["data"] == 100 && second["reuses"] == 900));
  CHECK((second["dmd"] == 3200.0 && second["cold_cost"] == 0.0));
  CHECK((second["mean_distance"] == 0.5 && second["max_distance"] == 12));
  CHECK(second["ratios"] == Json({{"lem3.8", 3.5}, {"thm3.10", 0.75}}));
  CHECK_FALSE(second.contains("classes"));
  const Json classes = json_of(sample_sweep(), true)["rows"][0]["classes"];
  CHECK(classes == Json::array({{{"name", "kernel reuses"}, {"reuses", 600}, {"dmd", 4000.0}},
                                {{"name", "row-wise reuses"}, {"reuses", 300}, {"dmd", 2000.0}}}));
}

TEST_CASE("a sweep's table has what varies, and formulas for the whole cost alone") {
  const std::string table = table_of(sample_sweep());
  INFO(table);
  CHECK(lines_of(table).front() == "sweep of conv");
  CHECK(line_with(table, "accesses") == "n k accesses data DMD thm3.10");
  CHECK(line_with(table, "3.200 k") == "64 5 1.000 k 100 3.200 k 0.7500");
}

TEST_CASE("what is the same at all points stands in the title; choices of the model have columns") {
  SampleSweep sample{.plan = {.kernel = &find_kernel("conv"), .points = {}}, .rows = {}};
  sample.add({{"n", 8}, {"k", 3}}, 5000);
  sample.add({{"n", 8}, {"k", 3}}, 4000, {.block = 4, .omit = {"R", "K"}});
  sample.rows[1].ratios.clear();
  const std::string table = table_of(sample);
  INFO(table);
  CHECK(unwrapped(lines_of(table).front()) == "sweep of conv n=8 h=8 w=8 k=3");
  CHECK(line_with(table, "accesses") == "block omit accesses data DMD thm3.10");
  CHECK(line_with(table, "4.000 k") == "4 R K 1.000 k 100 4.000 k");
}

TEST_CASE("cold costs have a column where there are any") {
  SampleSweep sample = sample_sweep();
  CHECK(table_of(sample).find("cold cost") == std::string::npos);
  sample.rows[2].cold_cost = 17;
  CHECK(line_with(table_of(sample), "accesses") == "n k accesses data DMD cold cost thm3.10");
  CHECK(line_with(table_of(sample), " 17 ") == "8 3 1.000 k 100 240 17 0.7500");
}

TEST_CASE("combinations that were left out are counted") {
  SampleSweep sample = sample_sweep();
  CHECK(skipped_text(sample.plan).empty());
  sample.plan.skipped = 1;
  sample.plan.why = "it is too small";
  CHECK(skipped_text(sample.plan) ==
        "1 of 5 combinations was left out, which conv does not take: it is too small");
  sample.plan.skipped = 1996;
  CHECK(unwrapped(table_of(sample))
            .find("1,996 of 2,000 combinations were left out, which conv does not take; of the "
                  "first: it is too small.") != std::string::npos);
  CHECK(json_of(sample, false)["skipped"] == 1996);
}

TEST_CASE("a sweep's table fits any width") {
  check_fits(sweep_document(sample_sweep().plan, sample_sweep().rows, true));
}

TEST_CASE("a sweep's chart has a curve for each of the other values, from left to right") {
  const SampleSweep sample = sample_sweep();
  const Chart chart = sweep_chart(sample.plan, sample.rows);
  CHECK(names_of(chart) == std::vector<std::string>{"k=3", "k=5"});
  REQUIRE(chart.series[1].points.size() == 2);
  CHECK((chart.series[1].points[0].x == 8 && chart.series[1].points[0].y == 400));
  CHECK((chart.series[1].points[1].x == 64 && chart.series[1].points[1].y == 3200));
  CHECK((chart.x.key == "n" && chart.y.key == "dmd" && chart.y.label == "DMD"));
  CHECK(chart.title == "conv: data movement distance over n");
  // 64 is eight times 8, 3200 more than eight times 240.
  CHECK((chart.x.scale == Axis::Scale::log10 && chart.y.scale == Axis::Scale::log10));
}

TEST_CASE("a narrow range is drawn on a plain axis, cold costs with the rest") {
  SampleSweep sample{.plan = {.kernel = &find_kernel("conv"), .points = {}}, .rows = {}};
  for (const std::uint64_t n : {8U, 16U, 63U}) {
    sample.add({{"n", n}, {"k", 3}}, 100, {.cold = Cold::bound, .omit = {}});
    sample.rows.back().cold_cost = static_cast<double>(n);
  }
  const Chart chart = sweep_chart(sample.plan, sample.rows);
  CHECK((chart.x.scale == Axis::Scale::linear && chart.y.scale == Axis::Scale::linear));
  CHECK((chart.y.key == "cost" && chart.y.label == "DMD and cold cost"));
  CHECK(chart.series.at(0).points.at(2).y == 163);
}

TEST_CASE("choices of names make curves, and the first number that varies is the axis") {
  SampleSweep sample{.plan = {.kernel = &find_kernel("batchconv"), .points = {}}, .rows = {}};
  for (const std::uint64_t layout : {0U, 1U}) {
    for (const std::uint64_t block : {1U, 8U}) {
      sample.add({{"n", 8}, {"layout", layout}}, 100, {.block = block, .omit = {}});
    }
  }
  const Chart chart = sweep_chart(sample.plan, sample.rows);
  CHECK(names_of(chart) == std::vector<std::string>{"layout=nchw", "layout=nhwc"});
  CHECK(chart.x.key == "block");
}

TEST_CASE("images of which only some are square are drawn over their height") {
  SampleSweep sample{.plan = {.kernel = &find_kernel("conv"), .points = {}}, .rows = {}};
  for (const std::uint64_t h : {8U, 16U}) {
    for (const std::uint64_t w : {8U, 32U}) {
      sample.add({{"h", h}, {"w", w}, {"k", 3}}, 100);
    }
  }
  CHECK(sweep_chart(sample.plan, sample.rows).x.key == "h");
}

TEST_CASE("what cannot be drawn is refused") {
  SampleSweep sample{.plan = {.kernel = &find_kernel("conv"), .points = {}}, .rows = {}};
  sample.add({{"n", 8}, {"k", 3}}, 100);
  CHECK_THROWS_WITH(sweep_chart(sample.plan, sample.rows), Catch::Contains("nothing to draw"));
  for (std::uint64_t k = 1; k <= 13; ++k) {
    sample.add({{"n", 16}, {"k", k}}, 100);
  }
  CHECK_THROWS_WITH(sweep_chart(sample.plan, sample.rows), Catch::Contains("13 curves"));
}

}  // namespace dmc::test

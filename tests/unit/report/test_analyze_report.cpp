#include <cstdlib>
#include <string>

#include <nlohmann/json.hpp>

#include "dmc/report/analyze_plot.hpp"
#include "dmc/report/analyze_report.hpp"

#include "catch.hpp"
#include "lines.hpp"

namespace dmc::test {
namespace {

/// Three reuses at distances 1, 1 and 3 of 8-byte data; by time one of them is 20 accesses long.
AnalyzeResult sample_trace() {
  AnalyzeResult result;
  result.file = "some.trace";
  result.format = "lackey";
  result.compression = "none";
  result.request.granule = 8;
  result.total.accesses = 6;
  result.total.data = 3;
  result.total.reuses = 3;
  result.total.dmd = 3.7320508075688772;  // 2 + √3
  result.total.max_distance = 3;
  result.total.histogram.bins = {{1, 2}, {3, 1}};
  result.curve = {{8, 1, 4.0 / 6, 0}, {16, 2, 4.0 / 6, 0}, {32, 4, 3.0 / 6, 0}};
  result.times[0] = 2;
  result.times[5] = 1;
  return result;
}

std::string table_of(const AnalyzeResult& result) {
  return render_table(analyze_document(result), {.is_narrow = false});
}

/// Where the axis of the last chart ends.
double end_of_axis(const std::string& script) {
  const std::size_t range = script.rfind("set xrange [");
  REQUIRE(range != std::string::npos);
  return std::strtod(script.c_str() + script.find(':', range) + 1, nullptr);
}

}  // namespace

TEST_CASE("a trace's table ends at the longest distance, and its JSON at the longest time") {
  const AnalyzeResult result = sample_trace();
  const std::string table = table_of(result);
  INFO(table);
  CHECK(line_with(table, "  3–4 ").find("3–4 32 bytes 1 33.3%") == 0);
  CHECK(line_with(table, "  5–8 ").empty());
  CHECK(unwrapped(table).find("By time, 1 reuse is longer than 4 accesses") != std::string::npos);
  const auto json = nlohmann::json::parse(render_json(analyze_document(result), {}));
  REQUIRE(json["bins"].size() == 6);
  CHECK(json["bins"][5]["times"] == 1);
  CHECK(json["bins"][2]["cache_bytes"] == 32);
  CHECK(json["bins"][4]["miss_ratio"].is_null());
}

TEST_CASE("where time says no more than distance there is no note") {
  AnalyzeResult result = sample_trace();
  result.times[5] = 0;
  result.times[2] = 1;
  CHECK(table_of(result).find("longer") == std::string::npos);
}

TEST_CASE("what is left out is named by its kind") {
  AnalyzeResult result = sample_trace();
  CHECK(table_of(result).find("left out") == std::string::npos);
  result.left_out = 2'046'878;
  CHECK(unwrapped(table_of(result))
            .find("reads and writes; left out: 2,046,878 instruction "
                  "fetches") != std::string::npos);
  result.request.accesses = AccessChoice::writes;
  result.left_out = 1;
  CHECK(unwrapped(table_of(result)).find("writes; left out: 1 read or instruction fetch ") !=
        std::string::npos);
  result.no_access = 3;
  CHECK(unwrapped(table_of(result))
            .find("left out: 1 read or instruction fetch and 3 that access nothing, as "
                  "prefetches and evictions") != std::string::npos);
  result.left_out = 0;
  result.no_access = 1;
  CHECK(unwrapped(table_of(result)).find("left out: 1 that accesses nothing, as ") !=
        std::string::npos);
}

TEST_CASE("sizes that were asked for lie on the axis, however large") {
  AnalyzeResult result = sample_trace();
  CHECK(end_of_axis(analyze_plot_script(result)) >= 3 * 8);
  result.caches = {{1U << 20U, 1U << 17U, 0.5, 0}};
  CHECK(end_of_axis(analyze_plot_script(result)) >= 1U << 20U);
}

TEST_CASE("a trace's table fits any width") {
  check_fits(analyze_document(sample_trace()));
}

}  // namespace dmc::test

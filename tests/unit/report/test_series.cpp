#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "dmc/report/series.hpp"
#include "dmc/util/error.hpp"

#include "catch.hpp"
#include "sample_run.hpp"

using namespace dmc;

namespace {

// What a function writes into a file.
template <class Write>
std::string written(Write write) {
  const auto path =
      std::filesystem::temp_directory_path() / ("dmc-series-" + std::to_string(::getpid()));
  OutputFile file(path, "--test");
  write(file);
  file.commit();
  std::ifstream in(path);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  std::filesystem::remove(path);
  return text;
}

const MissRatioCurve k_curve{{{0, 1000, 1.0}, {1, 400, 0.4}, {1234, 100, 0.1}}};

}  // namespace

TEST_CASE("the name of a series' file decides its format") {
  CHECK(series_format("--mrc", "a.csv") == SeriesFormat::csv);
  CHECK(series_format("--mrc", "a.csv.json") == SeriesFormat::json);
  CHECK_THROWS_WITH(series_format("--mrc", "a.txt"), Catch::Matchers::StartsWith("--mrc: "));
}

TEST_CASE("a histogram as CSV") {
  CHECK(written([](OutputFile& file) { write_histogram(file, SeriesFormat::csv, sample_run()); }) ==
        "distance,reuses\n1,600\n1234,300\n");
}

TEST_CASE("a histogram as JSON, also an empty one") {
  RunResult result = sample_run();
  const auto json_of = [&] {
    return nlohmann::json::parse(
        written([&](OutputFile& file) { write_histogram(file, SeriesFormat::json, result); }));
  };
  const auto json = json_of();
  CHECK(json["schema"] == "dmc.histogram/1");
  CHECK(json["parameters"]["n"] == 8);
  CHECK(json["bins"].size() == 2);
  CHECK(json["bins"][1]["distance"] == 1234);
  CHECK(json["bins"][1]["reuses"] == 300);
  result.histogram.bins.clear();
  CHECK(json_of()["bins"].empty());
}

TEST_CASE("a miss ratio curve as CSV and as JSON") {
  CHECK(written([](OutputFile& file) {
          write_miss_ratio_curve(file, SeriesFormat::csv, sample_run(), k_curve);
        }) == "cache_size,misses,miss_ratio\n0,1000,1\n1,400,0.4\n1234,100,0.1\n");
  const auto json = nlohmann::json::parse(written([](OutputFile& file) {
    write_miss_ratio_curve(file, SeriesFormat::json, sample_run(), k_curve);
  }));
  CHECK(json["schema"] == "dmc.mrc/1");
  CHECK(json["cold_misses"] == 100);
  CHECK(json["points"][2]["cache_size"] == 1234);
  CHECK(json["points"][2]["miss_ratio"] == 0.1);
}

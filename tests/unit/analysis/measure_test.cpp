#include "dmc/analysis/measure.hpp"

#include <algorithm>
#include <cmath>

#include "dmc/util/error.hpp"

#include "catch.hpp"

namespace dmc::test {
namespace {

void read_twice(Tracer& tracer) {
  auto a = tracer.array<double>("a", 100);
  for ([[maybe_unused]] const auto pass : tracer.loop("pass", 2)) {
    for (const auto i : tracer.loop("i", 100)) {
      (void)a.read(i);
    }
  }
}

TEST_CASE("the example of measure(): an array read twice") {
  const Measurement cost = measure({}, read_twice);
  CHECK(cost.accesses == 200);
  CHECK(cost.data == 100);
  CHECK(cost.reuses == 100);
  CHECK(cost.dmd == Approx(1000).epsilon(1e-15));  // 100 times sqrt(100)
  CHECK(cost.cold_cost == 0);
  CHECK(cost.mean_distance == 100);
  CHECK(cost.max_distance == 100);
  CHECK(cost.histogram == Histogram{{{100, 100}}});
  REQUIRE(cost.arrays.size() == 1);
  CHECK(cost.arrays[0].name == "a");
  CHECK(cost.arrays[0].accesses == 200);
  CHECK(cost.arrays[0].totals.reuses == 100);
  REQUIRE(cost.classes.size() == 1);
  CHECK(cost.classes[0].array == "a");
  CHECK(cost.classes[0].carried_by == "pass");
  CHECK(cost.classes[0].reuse_class.empty());
  CHECK(cost.classes[0].totals.min_distance == 100);
  CHECK(cost.classes[0].totals.max_distance == 100);
}

// x is read at every i, y[i] by three neighbouring iterations, and z written once.
void neighbours(Tracer& tracer) {
  auto x = tracer.array<double>("x", 1);
  auto y = tracer.array<double>("y", 4);
  auto z = tracer.array<double>("z", 2);
  auto untouched = tracer.array<double>("untouched", 9);
  for (const auto i : tracer.loop("i", 2)) {
    (void)x.read(0);
    for (const auto j : tracer.loop("j", 3)) {
      (void)y.read(i + j);
    }
    z.write(i, 1);
  }
}

TEST_CASE("reuses are summed by array and by class") {
  // x y0 y1 y2 z0 x y1 y2 y3 z1: x again after y0 y1 y2 z0, y1 after y2 z0 x, y2 after z0 x y1.
  const Measurement cost = measure({}, neighbours);
  CHECK(cost.accesses == 10);
  CHECK(cost.data == 7);
  CHECK(cost.histogram == Histogram{{{4, 2}, {5, 1}}});
  CHECK(cost.dmd == Approx(4 + std::sqrt(5.0)).epsilon(1e-15));
  CHECK(cost.mean_distance == Approx(13.0 / 3).epsilon(1e-15));
  REQUIRE(cost.arrays.size() == 3);  // in order of creation, without what was never accessed
  CHECK(cost.arrays[0].name == "x");
  CHECK(cost.arrays[0].accesses == 2);
  CHECK(cost.arrays[0].totals.dmd == Approx(std::sqrt(5.0)).epsilon(1e-15));
  CHECK(cost.arrays[1].name == "y");
  CHECK(cost.arrays[1].accesses == 6);
  CHECK(cost.arrays[1].totals.reuses == 2);
  CHECK(cost.arrays[2].name == "z");
  CHECK(cost.arrays[2].accesses == 2);
  CHECK(cost.arrays[2].totals.reuses == 0);
  CHECK(cost.arrays[2].totals.max_distance == 0);
  REQUIRE(cost.classes.size() == 2);  // by descending DMD
  CHECK(cost.classes[0].array == "y");
  CHECK(cost.classes[0].carried_by == "i");
  CHECK(cost.classes[0].totals.dmd == Approx(4).epsilon(1e-15));
  CHECK(cost.classes[1].array == "x");
  CHECK(cost.classes[1].carried_by == "i");
}

TEST_CASE("reuses outside of all scopes are carried by the program") {
  const Measurement cost = measure({}, [](Tracer& tracer) {
    auto a = tracer.array<int>("a", 1);
    (void)a.read(0);
    {
      const Block block = tracer.phase("again");
      (void)a.read(0);
      (void)a.read(0);
    }
    for (const auto i : tracer.loop("i", 1)) {
      {
        const Block block = tracer.phase("f");
        (void)a.read(i);
      }
      {
        const Block block = tracer.phase("g");
        (void)a.read(i);
      }
    }
  });
  std::vector<std::pair<std::string, std::uint64_t>> carriers;
  for (const ClassTotals& part : cost.classes) {
    carriers.emplace_back(part.carried_by, part.totals.reuses);
  }
  std::sort(carriers.begin(), carriers.end());
  CHECK(carriers == std::vector<std::pair<std::string, std::uint64_t>>{
                        {"again", 1}, {"program", 2}, {"within i", 1}});
}

TEST_CASE("a model changes what is counted") {
  Model model;
  model.block = 10;
  CHECK(measure(model, read_twice).histogram == Histogram{{{1, 180}, {10, 10}}});
  model = {};
  model.bits = 9;
  model.cold = Cold::bound;
  const Measurement priced = measure(model, read_twice);
  CHECK(priced.dmd == Approx(3000).epsilon(1e-15));
  CHECK(priced.cold_cost == Approx(3000).epsilon(1e-15));  // sqrt(9) times 100^1.5
  CHECK(priced.arrays[0].totals.dmd == Approx(3000).epsilon(1e-15));
  CHECK(priced.classes[0].totals.dmd == Approx(3000).epsilon(1e-15));
  CHECK(priced.mean_distance == 100);
  model = {};
  model.omit = {"x"};
  // y0 y1 y2 z0 y1 y2 y3 z1
  CHECK(measure(model, neighbours).histogram == Histogram{{{3, 2}}});
}

TEST_CASE("options change no result") {
  const Measurement expected = measure({}, neighbours);
  for (const std::uint64_t data : {0U, 1U, 7U, 100'000U}) {
    MeasureOptions options;
    options.expected_data = data;
    options.attribution = false;
    const Measurement cost = measure({}, neighbours, options);
    CHECK(cost.histogram == expected.histogram);
    CHECK(cost.accesses == expected.accesses);
    CHECK(cost.data == expected.data);
    CHECK(cost.arrays.empty());
    CHECK(cost.classes.empty());
  }
}

TEST_CASE("progress tells of the accesses measured") {
  std::vector<std::uint64_t> reports;
  MeasureOptions options;
  options.progress = [&](std::uint64_t accesses) { reports.push_back(accesses); };
  (void)measure(
      {},
      [](Tracer& tracer) {
        auto a = tracer.array<int>("a", 1);
        for (int i = 0; i < 50'000; ++i) {
          (void)a.read(0);
        }
      },
      options);
  CHECK(reports.size() > 5);
  CHECK(std::is_sorted(reports.begin(), reports.end()));
  CHECK(reports.back() == 50'000);
}

TEST_CASE("a program without accesses costs nothing") {
  const Measurement cost = measure({}, [](Tracer&) {});
  CHECK(cost.accesses == 0);
  CHECK(cost.data == 0);
  CHECK(cost.dmd == 0);
  CHECK(cost.mean_distance == 0);
  CHECK(cost.arrays.empty());
}

TEST_CASE("models that make no sense are refused") {
  Model model;
  model.block = 0;
  CHECK_THROWS_AS(measure(model, read_twice), Error);
  model = {};
  model.bits = 0;
  CHECK_THROWS_AS(measure(model, read_twice), Error);
}

TEST_CASE("totals of a histogram") {
  const ReuseTotals none = totals_of({}, 4);
  CHECK(none.reuses == 0);
  CHECK(none.dmd == 0);
  CHECK(none.min_distance == 0);
  CHECK(none.max_distance == 0);
  const ReuseTotals some = totals_of({{{4, 3}, {9, 2}}}, 4);
  CHECK(some.reuses == 5);
  CHECK(some.dmd == Approx(2 * (3 * 2 + 2 * 3)).epsilon(1e-15));
  CHECK(some.min_distance == 4);
  CHECK(some.max_distance == 9);
}

}  // namespace
}  // namespace dmc::test

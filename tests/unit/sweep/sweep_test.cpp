#include "dmc/analysis/sweep.hpp"

#include <set>

#include "dmc/util/error.hpp"

#include "catch.hpp"

namespace dmc::test {
namespace {

using Sizes = std::vector<std::pair<std::uint64_t, std::uint64_t>>;

Sizes sizes_of(const SweepPlan& plan) {
  Sizes all;
  for (const RunRequest& point : plan.points) {
    all.emplace_back(point.parameters["n"], point.parameters["k"]);
  }
  return all;
}

}  // namespace

TEST_CASE("every combination once, the last parameter fastest, within each model") {
  const SweepPlan plan = plan_sweep({.kernel = &find_kernel("conv"),
                                     .values = {{"n", {8, 6}}, {"k", {3, 2}}},
                                     .blocks = {1, 4},
                                     .omits = {{}, {"R"}}});
  const Sizes sizes = sizes_of(plan);
  REQUIRE(sizes.size() == 16);
  const Sizes one_model{{8, 3}, {8, 2}, {6, 3}, {6, 2}};
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    CHECK(sizes[i] == one_model[i % 4]);
    CHECK(plan.points[i].model.block == (i < 8 ? 1U : 4U));
    CHECK(plan.points[i].model.omit.size() == (i / 4) % 2);
  }
  CHECK(plan.skipped == 0);
}

TEST_CASE("what the kernel does not take is left out and counted") {
  const SweepPlan plan = plan_sweep({.kernel = &find_kernel("conv"),
                                     .values = {{"n", {4, 8}}, {"k", {3, 5, 9}}},
                                     .colds = {Cold::free, Cold::bound}});
  CHECK(sizes_of(plan) == Sizes{{4, 3}, {8, 3}, {8, 5}, {4, 3}, {8, 3}, {8, 5}});
  CHECK(plan.skipped == 6);  // of 12: k = 5 and 9 at n = 4, k = 9 at n = 8, under either model
  CHECK(plan.why.find("--k 5 is larger") != std::string::npos);
}

TEST_CASE("where nothing is left, where a run is too large, and where there is too much to list") {
  CHECK_THROWS_WITH(
      plan_sweep({.kernel = &find_kernel("conv"), .values = {{"n", {2, 3}}, {"k", {9}}}}),
      Catch::Contains("none of the 2 combinations is possible") &&
          Catch::Contains("--k 9 is larger"));
  CHECK_THROWS_WITH(
      plan_sweep({.kernel = &find_kernel("conv"), .values = {{"n", {8, 512}}, {"k", {3}}}},
                 1 << 20),
      Catch::Contains("--n 512") && Catch::Contains("--memory 1.0 MiB"));
  std::vector<std::uint64_t> many(2000);
  CHECK_THROWS_WITH(
      plan_sweep({.kernel = &find_kernel("conv"), .values = {{"n", many}, {"k", many}}}),
      Catch::Contains("4,000,000 combinations"));
}

TEST_CASE("rows are what run() gives, and known points are not run again") {
  const SweepPlan plan = plan_sweep({.kernel = &find_kernel("conv"),
                                     .values = {{"n", {9, 10, 12}}, {"k", {3}}},
                                     .omits = {{"R"}}});
  std::set<std::size_t> places;
  sweep(plan,
        [&](std::size_t place, const SweepRow& row) {
          places.insert(place);
          const RunResult one = run(plan.points[place]);
          CHECK(row.accesses == one.accesses);
          CHECK(row.data == one.data);
          CHECK(row.dmd == one.dmd);
          CHECK(row.max_distance == one.max_distance);
          REQUIRE(row.ratios.size() == one.formulas.size());
          CHECK(row.ratios.back().second == one.formulas.back().ratio);
          REQUIRE(row.classes.size() == one.named.size());
          CHECK(row.classes.front().dmd == one.named.front().totals.dmd);
        },
        {.threads = 2}, {false, true, false});
  CHECK(places == std::set<std::size_t>{0, 2});
}

}  // namespace dmc::test

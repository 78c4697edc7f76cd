#include "dmc/analysis/crossover.hpp"

#include "dmc/util/error.hpp"

#include "catch.hpp"

namespace dmc::test {
namespace {

CrossoverRequest batches(std::uint64_t longest) {
  const Kernel* kernel = &find_kernel("batchconv");
  return {.sides = {CrossoverSide{kernel, {{"x", 1}}}, CrossoverSide{kernel, {{"x", 10}}}},
          .over = "n",
          .problem = {{"k", 3}, {"c", 10}},
          .longest = longest};
}

double cost(std::string_view kernel, const Parameters& parameters) {
  return run({&find_kernel(kernel), parameters, {}}).dmd;
}

TEST_CASE("Figure 3 by the printed formula: batches pay from n = 448 on") {
  const CrossoverResult result = find_crossover(batches(1'000'000));
  REQUIRE(result.sources.size() == 3);
  const CrossoverSource& printed = result.sources[1];
  CHECK(printed.formulas[0]->id == "thm3.11");
  REQUIRE(printed.crossings.size() == 1);
  CHECK(printed.crossings[0].before == 447);
  CHECK(printed.crossings[0].after == 448);
  CHECK(printed.crossings[0].winner == 1);
}

TEST_CASE("a measured crossing is found to the last size") {
  CrossoverRequest request = batches(100'000'000);
  request.problem = {{"k", 2}, {"c", 3}};
  request.sides[1].own = {{"x", 3}};
  request.values = {16, 128};
  const CrossoverResult result = find_crossover(request);
  const CrossoverSource& measured = result.sources.front();
  REQUIRE(measured.crossings.size() == 1);
  const Crossing& crossing = measured.crossings.front();
  CHECK(crossing.after == crossing.before + 1);
  const auto ratio = [](std::uint64_t n) {
    return cost("batchconv", {{"n", n}, {"k", 2}, {"c", 3}, {"x", 3}}) /
           cost("batchconv", {{"n", n}, {"k", 2}, {"c", 3}, {"x", 1}});
  };
  CHECK(ratio(crossing.before) >= 1);
  CHECK(ratio(crossing.after) < 1);
}

TEST_CASE("sizes that only one of the two takes are left out") {
  const CrossoverResult result =
      find_crossover({.sides = {CrossoverSide{&find_kernel("conv"), {}},
                                CrossoverSide{&find_kernel("fftconv"), {}}},
                      .over = "n",
                      .problem = {{"k", 3}},
                      .longest = 1'000'000});
  for (const CrossoverSource& source : result.sources) {
    for (const CrossoverRow& row : source.rows) {
      CHECK((row.at & (row.at - 1)) == 0);
    }
  }
  const CrossoverRow& last = result.sources.front().rows.back();
  CHECK(last.costs[0] == cost("conv", {{"n", last.at}, {"k", 3}}));
  CHECK(last.costs[1] == cost("fftconv", {{"n", last.at}, {"k", 3}}));
  CHECK(result.sources.front().crossings.empty());  // no power of two lies in between
}

TEST_CASE("what cannot be set side by side is refused") {
  CrossoverRequest request = batches(1'000'000);
  request.over = "x";
  CHECK_THROWS_WITH(find_crossover(request), Catch::Contains("--over x"));
  request.over = "l";
  CHECK_THROWS_WITH(find_crossover(request), Catch::Contains("--over l"));
  request = batches(10);
  CHECK_THROWS_WITH(find_crossover(request), Catch::Contains("--longest"));
  request = batches(1'000'000);
  request.sides[0] = {&find_kernel("conv"), {}};
  CHECK_THROWS_WITH(find_crossover(request), Catch::Contains("same problem"));
  CHECK(side_text({&find_kernel("batchconv"), {{"c", 4}, {"x", 2}}}) == "batchconv:c=4,x=2");
}

}  // namespace
}  // namespace dmc::test

#include "dmc/analysis/tune.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "dmc/util/error.hpp"

#include "catch.hpp"

namespace dmc::test {
namespace {

const Tuning& tuning(std::string_view name) {
  for (const Tuning& one : tunings()) {
    if (one.name == name) {
      return one;
    }
  }
  throw Error("no such tuning");
}

TuneResult tuned(std::string_view name, const Parameters& problem,
                 std::uint64_t longest = 100'000'000) {
  return tune({.tuning = &tuning(name), .problem = problem, .longest = longest});
}

const TuneRow& best_of(const TuneTable& table, std::size_t source = 0) {
  return table.rows[table.sources[source].best];
}

std::size_t source_of(const TuneTable& table, std::string_view formula) {
  for (std::size_t i = 0; i < table.sources.size(); ++i) {
    if (table.sources[i].formula != nullptr && table.sources[i].formula->id == formula) {
      return i;
    }
  }
  throw Error("no such source");
}

/// Nothing that was tried costs less than what is called the best.
void check_best(const TuneTable& table) {
  for (std::size_t i = 0; i < table.sources.size(); ++i) {
    for (const TuneRow& row : table.rows) {
      CHECK_FALSE(row.costs[i] < best_of(table, i).costs[i]);
    }
  }
}

TEST_CASE("each way costs what a run of its own measures and what the formula says") {
  const TuneResult result = tuned("batch", {{"n", 24}, {"k", 3}, {"c", 6}});
  REQUIRE(result.tables.size() == 1);
  const TuneTable& table = result.tables.front();
  REQUIRE(table.is_measured());
  REQUIRE(table.rows.size() == 6);
  const std::size_t printed = source_of(table, "thm3.11");
  for (std::size_t i = 0; i < 6; ++i) {
    const TuneRow& row = table.rows[i];
    CHECK(row.parameters["x"] == i + 1);
    CHECK(row.costs[0] == run({&find_kernel("batchconv"), row.parameters, {}}).dmd);
    CHECK(row.costs[printed] == evaluate(find_formula("thm3.11"), row.parameters, {}));
  }
  check_best(table);
}

TEST_CASE("the best batch lies inside the range at the paper's sizes") {
  // Nothing is measured: what costs least by the formulas is plain arithmetic.
  const TuneResult result = tuned("batch", {{"n", 1024}, {"k", 3}, {"c", 64}}, 0);
  const TuneTable& table = result.tables.front();
  CHECK_FALSE(table.is_measured());
  check_best(table);
  const auto printed = [](double x) {
    return 64 * std::sqrt(x) *
               (2 * std::sqrt(2) * 27 * std::pow(1024, 2) +
                std::pow(3, 1.5) * std::pow(1024, 2.5)) +
           std::sqrt(x) * (64 / x - 1) * std::pow(1024, 3);
  };
  const std::size_t source = source_of(table, "thm3.11");
  const auto x = static_cast<double>(best_of(table, source).parameters["x"]);
  CHECK(best_of(table, source).costs[source] == Approx(printed(x)).epsilon(1e-12));
  CHECK(printed(x) < printed(x - 1));
  CHECK(printed(x) < printed(x + 1));
  CHECK(x > 1);
  CHECK(x < 64);
}

TEST_CASE("problems that are too large are measured at half the size, and so on") {
  const Parameters problem{{"n", 64}, {"k", 3}, {"c", 4}};
  const std::uint64_t quarter =
      2 * std::uint64_t{4 * 9 * 14 * 14} + std::uint64_t{14 * 14} * (2 * 3 + 1);  // n = 16, x = 1
  const TuneResult result = tuned("batch", problem, quarter);
  REQUIRE(result.tables.size() == 2);
  CHECK(result.tables[0].problem["n"] == 64);
  CHECK_FALSE(result.tables[0].is_measured());
  CHECK(result.tables[1].problem["n"] == 16);
  CHECK(result.tables[1].is_scaled);
  CHECK(result.tables[1].is_measured());
  CHECK(tuned("batch", problem, quarter - 1).tables[1].problem["n"] == 8);
}

TEST_CASE("attention in blocks costs several times less, with blocks inside the range") {
  const TuneResult result = tuned("attention", {{"l", 256}, {"d", 32}, {"h", 2}});
  const TuneTable& table = result.tables.front();
  REQUIRE(table.is_measured());
  CHECK(table.rows.size() >= 81);  // powers of two up to 256, for both, and near the best
  check_best(table);
  const Parameters& best = best_of(table).parameters;
  for (const char* side : {"bq", "bk"}) {
    CHECK(best[side] > 1);
    CHECK(best[side] < 256);
  }
  REQUIRE(table.plain.has_value());
  CHECK(table.plain->kernel->name == "attention");
  CHECK(table.plain->dmd > 2.5 * best_of(table).costs[0]);
}

TEST_CASE("tiles are looked for beyond cubes") {
  const TuneResult result = tuned("tile", {{"m", 24}, {"n", 24}, {"l", 24}});
  const TuneTable& table = result.tables.front();
  check_best(table);
  const Parameters& best = best_of(table).parameters;
  double cube = HUGE_VAL;
  for (const TuneRow& row : table.rows) {
    if (row.parameters.has("tile")) {
      cube = std::min(cube, row.costs[0]);
    }
  }
  CHECK(best_of(table).costs[0] < cube);
  // No side that is half or twice as long is any better.
  for (const char* side : {"tm", "tn", "tl"}) {
    for (const std::uint64_t other : {best[side] / 2, best[side] * 2}) {
      if (other < 1 || other > 24) {
        continue;
      }
      Parameters near{{"m", 24}, {"n", 24}, {"l", 24}};
      for (const char* name : {"tm", "tn", "tl"}) {
        near.set(name, name == side ? other : best[name]);
      }
      CHECK(run({&find_kernel("tiledmatmul"), near, {}}).dmd >= best_of(table).costs[0]);
    }
  }
  REQUIRE(table.plain.has_value());
  CHECK(table.plain->dmd ==
        run({&find_kernel("matmul"), {{"m", 24}, {"n", 24}, {"l", 24}}, {}}).dmd);
}

TEST_CASE("groups of heads: the whole layer, and the projections that groups save") {
  const TuneResult result = tuned("gqa", {{"l", 8}, {"d", 16}, {"h", 8}});
  const TuneTable& table = result.tables.front();
  REQUIRE(table.rows.size() == 4);  // p = 1, 2, 4, 8
  for (std::size_t i = 1; i < table.rows.size(); ++i) {
    CHECK(*table.rows[i].stages > *table.rows[i - 1].stages);
    CHECK(*table.rows[i].stages < table.rows[i].costs[0]);
  }
}

TEST_CASE("the width that a budget allows") {
  TuneRequest request{.tuning = &tuning("gqa"), .problem = {{"l", 4}, {"h", 4}}};
  const BudgetResult result = width_for_budget(request, 1e5);
  REQUIRE(result.rows.size() == 3);  // 1, 2, 4 heads in a group
  for (const WidthForBudget& row : result.rows) {
    const auto q = static_cast<double>(row.heads_per_group);
    const double d = row.by_formula[0].value();
    // Lemma 3.6 as it is printed, with p = h/q.
    const double p = 4 / q;
    const double cost = p * std::pow(d * d + 2 * d * d / 4, 1.5) +
                        2 * p * (q - 1) * d * d / 4 * std::sqrt(16 + 4 * d * d / 4);
    CHECK(cost == Approx(1e5).epsilon(1e-6));
    const std::uint64_t width = row.measured.value();
    CHECK(width % 4 == 0);
    Parameters layer{{"l", 4}, {"h", 4}, {"p", row.groups}, {"d", width}};
    CHECK(run({&find_kernel("gqa"), layer, {}}).dmd <= 1e5);
    layer.set("d", width + 4);
    CHECK(run({&find_kernel("gqa"), layer, {}}).dmd > 1e5);
  }
}

TEST_CASE("a question that nothing can answer is refused") {
  CHECK_THROWS_WITH(tuned("attention", {{"l", 64}}, 0), Catch::Contains("--longest"));
  CHECK_THROWS_AS(tuned("batch", {{"n", 2}, {"k", 3}}), Error);
}

}  // namespace
}  // namespace dmc::test

#pragma once

#include <cstddef>

#include "dmc/analysis/run.hpp"

#include "catch.hpp"

namespace dmc::test {

inline void check_same(const ReuseTotals& a, const ReuseTotals& b) {
  CHECK(a.reuses == b.reuses);
  CHECK(a.dmd == b.dmd);
  CHECK(a.min_distance == b.min_distance);
  CHECK(a.max_distance == b.max_distance);
}

inline void check_same_parts(const RunResult& a, const RunResult& b) {
  REQUIRE(a.arrays.size() == b.arrays.size());
  for (std::size_t i = 0; i < a.arrays.size(); ++i) {
    CHECK(a.arrays[i].name == b.arrays[i].name);
    CHECK(a.arrays[i].accesses == b.arrays[i].accesses);
    check_same(a.arrays[i].totals, b.arrays[i].totals);
  }
  REQUIRE(a.stages.size() == b.stages.size());
  for (std::size_t i = 0; i < a.stages.size(); ++i) {
    CHECK(a.stages[i].name == b.stages[i].name);
    CHECK(a.stages[i].accesses == b.stages[i].accesses);
    CHECK(a.stages[i].cold_misses == b.stages[i].cold_misses);
    check_same(a.stages[i].totals, b.stages[i].totals);
  }
  REQUIRE(a.classes.size() == b.classes.size());
  for (std::size_t i = 0; i < a.classes.size(); ++i) {
    CHECK(a.classes[i].array == b.classes[i].array);
    CHECK(a.classes[i].carried_by == b.classes[i].carried_by);
    CHECK(a.classes[i].reuse_class == b.classes[i].reuse_class);
    check_same(a.classes[i].totals, b.classes[i].totals);
  }
  REQUIRE(a.named.size() == b.named.size());
  REQUIRE(a.formulas.size() == b.formulas.size());
  for (std::size_t i = 0; i < a.formulas.size(); ++i) {
    CHECK(a.formulas[i].formula == b.formulas[i].formula);
    CHECK(a.formulas[i].ratio == b.formulas[i].ratio);
  }
}

inline void check_same_result(const RunResult& a, const RunResult& b) {
  CHECK(a.kernel == b.kernel);
  CHECK(a.parameters.entries() == b.parameters.entries());
  CHECK(a.accesses == b.accesses);
  CHECK(a.data == b.data);
  CHECK(a.dmd == b.dmd);
  CHECK(a.cold_cost == b.cold_cost);
  CHECK(a.mean_distance == b.mean_distance);
  CHECK(a.histogram == b.histogram);
  check_same_parts(a, b);
}

}  // namespace dmc::test

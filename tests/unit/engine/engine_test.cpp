#include <algorithm>
#include <array>

#include "dmc/engine/lru_engine.hpp"

#include "catch.hpp"

// Traces whose distances can be counted on one's fingers; tests/property has the others.
namespace dmc::test {
namespace {

using Kind = ScopeEvent::Kind;

Batch batch_of(std::initializer_list<Access> accesses, std::vector<ScopeEvent> events) {
  Batch batch;
  std::copy(accesses.begin(), accesses.end(), batch.storage.begin());
  batch.count = accesses.size();
  batch.events = std::move(events);
  batch.data_end = 10;
  batch.array_end = 2;
  batch.label_end = 6;
  return batch;
}

TEST_CASE("the example of the definition: abbbca") {
  for (const InstructionSet instructions : supported_instruction_sets()) {
    CAPTURE(to_string(instructions));
    LruEngine engine({.instructions = instructions});
    const std::array<Datum, 6> trace{0, 1, 1, 1, 2, 0};
    engine.access(trace);
    CHECK(engine.accesses() == 6);
    CHECK(engine.data() == 3);
    CHECK(engine.histogram() == Histogram{{{1, 2}, {3, 1}}});
  }
}

TEST_CASE("there is portable code, and every set has a name of its own") {
  const auto sets = supported_instruction_sets();
  REQUIRE(!sets.empty());
  CHECK(sets.front() == InstructionSet::portable);
  CHECK(to_string(InstructionSet::portable) == "portable");
  CHECK(to_string(InstructionSet::avx2) == "avx2");
  CHECK(to_string(InstructionSet::avx512) == "avx512");
}

TEST_CASE("a reuse is carried by the loop whose iterations hold its ends") {
  // for i in 2: { read x; for j in 2: read y }   — labels: i 1, j 3; arrays: x 0, y 1
  const Access x(0, 0, false);
  const Access y(1, 1, false);
  const std::vector<ScopeEvent> events{
      {0, 1, Kind::enter_loop}, {1, 3, Kind::enter_loop}, {2, 0, Kind::iterate},
      {3, 0, Kind::iterate},    {3, 0, Kind::leave_loop}, {3, 0, Kind::iterate},
      {4, 3, Kind::enter_loop}, {5, 0, Kind::iterate},    {6, 0, Kind::iterate},
      {6, 0, Kind::leave_loop}, {6, 0, Kind::iterate},    {6, 0, Kind::leave_loop}};
  LruEngine engine;
  engine.attribute(batch_of({x, y, y, x, y, y}, events));
  std::vector<AttributedHistogram> parts = engine.attributed();
  std::sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) {
    return std::pair(a.array, a.carried_by) < std::pair(b.array, b.carried_by);
  });
  REQUIRE(parts.size() == 3);
  CHECK(parts[0].array == 0);  // x from one i to the next
  CHECK(parts[0].carried_by == 1);
  CHECK(parts[0].histogram == Histogram{{{2, 1}}});
  CHECK(parts[1].array == 1);  // y from one i to the next
  CHECK(parts[1].carried_by == 1);
  CHECK(parts[1].histogram == Histogram{{{2, 1}}});
  CHECK(parts[2].array == 1);  // y from one j to the next, in each i
  CHECK(parts[2].carried_by == 3);
  CHECK(parts[2].histogram == Histogram{{{1, 2}}});
  CHECK(engine.cold_misses()[0] == 1);
  CHECK(engine.cold_misses()[1] == 1);
}

TEST_CASE("between two scopes of one iteration it is carried by the inside of the loop") {
  // read y; for i in 1: { f: read x, read x }, { g: read x }; read x, y  — i 1, within i 2, f 3, g
  // 5
  const Access x(0, 0, false);
  const Access y(1, 1, false);
  const std::vector<ScopeEvent> events{{1, 1, Kind::enter_loop},  {1, 3, Kind::enter_block},
                                       {3, 0, Kind::leave_block}, {3, 5, Kind::enter_block},
                                       {4, 0, Kind::leave_block}, {4, 0, Kind::iterate},
                                       {4, 0, Kind::leave_loop}};
  LruEngine engine;
  engine.attribute(batch_of({y, x, x, x, x, y}, events));
  std::vector<std::pair<int, int>> carriers;
  for (const AttributedHistogram& part : engine.attributed()) {
    CHECK(part.histogram.reuses() == 1);
    carriers.emplace_back(part.array, part.carried_by);
  }
  std::sort(carriers.begin(), carriers.end());
  CHECK(carriers == std::vector<std::pair<int, int>>{{0, 0}, {0, 2}, {0, 3}, {1, 0}});
}

}  // namespace
}  // namespace dmc::test

#include "dmc/engine/histogram.hpp"

#include <array>

#include "catch.hpp"

namespace dmc::test {
namespace {

TEST_CASE("a histogram counts its reuses") {
  CHECK(Histogram{}.reuses() == 0);
  CHECK(Histogram{{{1, 2}, {7, 5}}}.reuses() == 7);
  const std::uint64_t many = std::uint64_t{1} << 40;
  CHECK(Histogram{{{1, many}, {2, many}}}.reuses() == 2 * many);
}

TEST_CASE("merging adds bin by bin, in ascending distance") {
  const Histogram a{{{1, 2}, {3, 4}, {9, 1}}};
  const Histogram b{{{2, 1}, {3, 1}}};
  const Histogram c{{{9, 10}, {100, 5}}};
  const Histogram none;
  const std::array<const Histogram*, 4> all{&a, &b, &none, &c};
  CHECK(merge(all) == Histogram{{{1, 2}, {2, 1}, {3, 5}, {9, 11}, {100, 5}}});
  const std::array<const Histogram*, 3> two{&b, &a, &none};
  CHECK(merge(two) == Histogram{{{1, 2}, {2, 1}, {3, 5}, {9, 1}}});
  CHECK(merge({}) == none);
}

}  // namespace
}  // namespace dmc::test

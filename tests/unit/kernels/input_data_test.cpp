#include <algorithm>
#include <cmath>
#include <set>

#include "dmc/kernels/kernel.hpp"

#include "catch.hpp"

namespace dmc::test {
namespace {

TEST_CASE("an array's elements are the same one by one and all at once") {
  const InputData input(7);
  const auto values = input.fill("I", 100);
  for (std::uint64_t i = 0; i < values.size(); ++i) {
    CHECK(values[i] == input("I", i));
  }
}

TEST_CASE("array, index and seed all tell") {
  CHECK(InputData(1)("I", 0) != InputData(2)("I", 0));
  CHECK(InputData(1)("I", 0) != InputData(1)("K", 0));
  const auto values = InputData().fill("I", 10000);
  CHECK(std::set<double>(values.begin(), values.end()).size() == values.size());
}

TEST_CASE("elements are spread over [-1, 1)") {
  const auto values = InputData().fill("A", 100000);
  CHECK(std::all_of(values.begin(), values.end(), [](double v) { return v >= -1 && v < 1; }));
  double sum = 0;
  double squares = 0;
  for (const double value : values) {
    sum += value;
    squares += value * value;
  }
  // A uniform distribution has mean 0 and variance 1/3; the bounds are some ten standard errors.
  CHECK(std::abs(sum / 1e5) < 0.02);
  CHECK(std::abs(squares / 1e5 - 1.0 / 3.0) < 0.01);
}

}  // namespace
}  // namespace dmc::test

#include "dmc/formulas/expression.hpp"

#include <cmath>
#include <string>
#include <vector>

#include "dmc/util/error.hpp"

#include "catch.hpp"

namespace dmc {
namespace {

const Expression k_n = Expression::variable("n");
const Expression k_i = Expression::variable("i");

TEST_CASE("arithmetic evaluates as written") {
  const Variables at{{"n", 9}};
  CHECK((2 * k_n - 1).evaluate(at) == 17);
  CHECK((k_n / 2).evaluate(at) == 4.5);
  CHECK((-k_n + 1).evaluate(at) == -8);
  CHECK((1 - (2 - k_n)).evaluate(at) == 8);
  CHECK(sqrt(k_n).evaluate(at) == 3);
  CHECK(pow(k_n, Expression::rational(3, 2)).evaluate(at) == Approx(27).epsilon(1e-15));
  CHECK(pow(k_n, 1.5).evaluate(at) == Approx(27).epsilon(1e-15));
  CHECK(Expression::rational(-2, 3).evaluate({}) == Approx(-2.0 / 3).epsilon(1e-15));
  CHECK(max(k_n, 10).evaluate(at) == 10);
  CHECK(min(k_n, 10).evaluate(at) == 9);
  CHECK(ceil(k_n / 2).evaluate(at) == 5);
  CHECK(ceil(k_n / 3).evaluate(at) == 3);
  CHECK(floor(k_n / 2).evaluate(at) == 4);
  CHECK(floor(k_n / 3).evaluate(at) == 3);
}

TEST_CASE("logarithms evaluate in their base, stated or not") {
  const Variables at{{"n", 1000}};
  CHECK(log(k_n, 10).evaluate(at) == Approx(3).epsilon(1e-15));
  CHECK(log(k_n, 0).evaluate(at) == Approx(std::log(1000.0)).epsilon(1e-15));
  CHECK(log(k_n, 2).evaluate({{"n", 1024}}) == 10);
  CHECK(log(k_n, 3).evaluate({{"n", 81}}) == Approx(4).epsilon(1e-14));
  CHECK(log_unstated(k_n, 10).evaluate(at) == Approx(3).epsilon(1e-15));
  CHECK(log_unstated(k_n, 2).evaluate({{"n", 1024}}) == 10);
}

TEST_CASE("finite sums include both ends, nest, and are empty where the last is below the first") {
  CHECK(sum("i", 1, k_n, k_i).evaluate({{"n", 100}}) == 5050);
  CHECK(sum("i", 3, 3, k_i).evaluate({}) == 3);
  CHECK(sum("i", 4, 3, k_i).evaluate({}) == 0);
  CHECK(sum("i", 1, k_n, 7).evaluate({{"n", 1e12}}) == 7e12);
  // 1·1 + 2·(1 + 2) + 3·(1 + 2 + 3): the inner bound is the outer index.
  const Expression j = Expression::variable("j");
  CHECK(sum("i", 1, 3, k_i * sum("j", 1, k_i, j)).evaluate({}) == 25);
  // The index hides a variable of its name within the sum only.
  CHECK((sum("i", 1, 3, k_i) + k_i).evaluate({{"i", 100}}) == 106);
  CHECK(sum("i", k_i, 4, k_i).evaluate({{"i", 3}}) == 7);
}

TEST_CASE("a sum to a logarithm ends at the whole number meant") {
  for (int exponent = 1; exponent <= 40; ++exponent) {
    const Expression steps = sum("i", 1, log(k_n, 2), k_i);
    const int expected = exponent * (exponent + 1) / 2;
    CHECK(steps.evaluate({{"n", std::pow(2, exponent)}}) == expected);
  }
  CHECK(sum("i", 1, log(k_n, 10), k_i).evaluate({{"n", 1000}}) == 6);
}

TEST_CASE("what cannot be evaluated says why") {
  CHECK_THROWS_WITH((k_n + 1).evaluate({}), Catch::Contains("value for n"));
  CHECK_THROWS_AS(sum("i", 1, 1e9, sqrt(k_i)).evaluate({}), Error);
  CHECK_THROWS_WITH(sum("i", 1, 1e9, sqrt(k_i)).evaluate({}),
                    Catch::Contains("1,000,000,000 terms"));
}

TEST_CASE("sums within sums are refused by how many terms there are in all") {
  const Expression j = Expression::variable("j");
  const Expression square = sum("i", 1, 1e6, sum("j", 1, 1e6, sqrt(k_i + j)));
  CHECK_THROWS_WITH(square.evaluate({}), Catch::Contains("1,000,001,000,000 terms"));
  const Expression three = sum("i", 1, 1e4, sum("j", 1, 1e4, sum("n", 1, 10, sqrt(k_i + j + k_n))));
  CHECK_THROWS_AS(three.evaluate({}), Error);
  // Where the sum inside is as long as the index outside, most terms are in the longest ones.
  CHECK_THROWS_AS(sum("i", 1, 1e5, sum("j", 1, k_i, sqrt(k_i + j))).evaluate({}), Error);
  // A sum that is the same each time is added up once, and one that is short is no trouble.
  const Expression same = sum("i", 1, 1e6, k_i * sum("j", 1, 1e5, j));
  CHECK(same.evaluate({}) == Approx(500000500000.0 * 5000050000.0).epsilon(1e-12));
  CHECK(sum("i", 1, 1000, sum("j", 1, 1000, k_i * j)).evaluate({}) ==
        Approx(500500.0 * 500500.0).epsilon(1e-12));
}

TEST_CASE("free variables are sorted, each once, without the index of a sum") {
  const Expression w = Expression::variable("w");
  const std::vector<std::string> names = {"n", "w"};
  CHECK((w * k_n + sqrt(w) / pow(k_n, 2)).variables() == names);
  CHECK(sum("i", 1, k_n, k_i * w).variables() == names);
  const std::vector<std::string> with_index = {"i", "n"};
  CHECK((sum("i", 1, k_n, k_i) + k_i).variables() == with_index);
  CHECK(sum("i", k_i, k_n, k_i).variables() == with_index);
}

TEST_CASE("an expression stays as it is when others are made of it") {
  const Expression a = k_n + 1;
  const Expression b = a * 2;
  const Expression c = a + 3;
  CHECK(a.text() == "n + 1");
  CHECK(b.text() == "(n + 1)·2");
  CHECK(c.text() == "n + 1 + 3");
  CHECK(a.evaluate({{"n", 1}}) == 2);
}

}  // namespace
}  // namespace dmc

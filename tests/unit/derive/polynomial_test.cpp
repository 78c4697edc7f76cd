#include "dmc/derive/polynomial.hpp"

#include <array>
#include <cstdint>

#include "catch.hpp"

namespace dmc::derive {
namespace {

const Polynomial k_x = Polynomial::variable(0);
const Polynomial k_y = Polynomial::variable(1);

TEST_CASE("fractions are in lowest terms", "[derive]") {
  CHECK(Rational(6, -4) == Rational(-3, 2));
  CHECK(Rational(1, 3) + Rational(1, 6) == Rational(1, 2));
  CHECK(Rational(2, 3) * Rational(3, 4) == Rational(1, 2));
  CHECK(Rational(0, 5).is_whole());
}

TEST_CASE("what 128 bits cannot hold is refused", "[derive]") {
  const Int128 large = Int128{1} << 100;
  CHECK_THROWS_AS(Rational(large) * Rational(large), Overflow);
  CHECK_THROWS_AS(add(Int128{1} << 126, Int128{1} << 126), Overflow);
  CHECK(to_text(-large) == "-1267650600228229401496703205376");
}

TEST_CASE("sums over a range are what adding up gives", "[derive]") {
  // Every power that nests of some depth need, from an end that is itself a variable.
  Polynomial power(1);
  for (int exponent = 0; exponent <= 6; ++exponent) {
    const Polynomial sum = power.summed(0, k_y - Polynomial(3), k_y * Polynomial(2));
    for (std::int64_t y = -3; y <= 5; ++y) {
      std::int64_t expected = 0;
      for (std::int64_t x = y - 3; x <= 2 * y; ++x) {
        std::int64_t term = 1;
        for (int i = 0; i < exponent; ++i) {
          term *= x;
        }
        expected += term;
      }
      CHECK(sum.value(std::array<std::int64_t, 2>{0, y}) == Rational(expected));
    }
    power = power * k_x;
  }
}

TEST_CASE("substitution is evaluation at the other's value", "[derive]") {
  const Polynomial square = (k_x + k_y) * (k_x - k_y);
  const Polynomial moved = square.substituted(0, k_y + Polynomial(1));
  CHECK(moved == k_y * Polynomial(2) + Polynomial(1));
  CHECK_FALSE(moved.depends_on(0));
  CHECK((square - square).is_zero());
}

}  // namespace
}  // namespace dmc::derive

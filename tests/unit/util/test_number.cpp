#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>

#include "dmc/util/number.hpp"

#include "catch.hpp"

using namespace dmc;

TEST_CASE("counts are grouped by thousands") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1000) == "1,000");
  CHECK(grouped(4419647) == "4,419,647");
  CHECK(grouped(std::numeric_limits<std::uint64_t>::max()) == "18,446,744,073,709,551,615");
}

TEST_CASE("reals keep twelve digits and their grouping") {
  CHECK(significant(40055065.6393, 12) == "40,055,065.6393");
  CHECK(significant(0, 12) == "0");
  CHECK(significant(-1234.5, 12) == "-1,234.5");
  CHECK(significant(123, 12) == "123");
  CHECK(significant(0.333333333333333, 3) == "0.333");
  CHECK(significant(4.5e20, 12) == "4.5e+20");
}

TEST_CASE("the shortest text of a double reads back as the same double") {
  for (const double value : {0.1, 1.0 / 3, 1e300, 5e-324, 40055065.639300004, 2.0 / 3 * 1e-7}) {
    CHECK(std::strtod(shortest(value).c_str(), nullptr) == value);
  }
  CHECK(shortest(0.1) == "0.1");
  CHECK(shortest(1e23) == "1e+23");
}

TEST_CASE("human figures have four digits and a unit, also where rounding changes the unit") {
  CHECK(human(0) == "0");
  CHECK(human(812) == "812");
  CHECK(human(1234) == "1.234 k");
  CHECK(human(12345) == "12.35 k");
  CHECK(human(40055065.6393) == "40.06 M");
  CHECK(human(999960) == "1.000 M");
  CHECK(human(9999.6) == "10.00 k");
  CHECK(human(4.498e9) == "4.498 G");
  CHECK(human(-2500) == "-2.500 k");
}

TEST_CASE("shares and ratios") {
  CHECK(percent(0.246) == "24.6%");
  CHECK(percent(0) == "0.0%");
  CHECK(percent(0.0001) == "<0.1%");
  CHECK(percent(1) == "100.0%");
  CHECK(ratio_text(1.0) == "1");
  CHECK(ratio_text(std::nextafter(1.0, 2.0)) == "1");
  CHECK(ratio_text(1 + 1e-11) == "1.000");
  CHECK(ratio_text(1 - 1e-11) == "1.000");
  CHECK(ratio_text(0.78786) == "0.7879");
  CHECK(ratio_text(12.3456) == "12.35");
  CHECK(ratio_text(1234.56) == "1235");
  CHECK(ratio_text(9.99996) == "10.00");
  CHECK(ratio_text(0.051234) == "0.05123");
  CHECK(ratio_text(123456) == "1.235e+05");
  CHECK(ratio_text(std::numeric_limits<double>::infinity()) == "inf");
}

TEST_CASE("times and sizes") {
  CHECK(duration(0.421) == "0.42 s");
  CHECK(duration(12.34) == "12.3 s");
  CHECK(duration(185) == "3 min 05 s");
  CHECK(duration(7620) == "2 h 07 min");
  CHECK(memory_text(512) == "512 bytes");
  CHECK(memory_text(1536) == "1.5 KiB");
  CHECK(memory_text(std::uint64_t{3} << 30) == "3.0 GiB");
}

#include <string>

#include "dmc/util/error.hpp"
#include "dmc/util/value_range.hpp"

#include "catch.hpp"

namespace dmc {
namespace {

using Numbers = std::vector<std::uint64_t>;

Numbers values(const std::string& text) {
  return parse_values("--n", text, 0, 0xffffffff);
}

TEST_CASE("lists and ranges of values") {
  CHECK(values("7") == Numbers{7});
  CHECK(values("3,5,7") == Numbers{3, 5, 7});
  CHECK(values("1:4") == Numbers{1, 2, 3, 4});
  CHECK(values("64:320:64") == Numbers{64, 128, 192, 256, 320});
  CHECK(values("64:300:64") == Numbers{64, 128, 192, 256});
  CHECK(values("64:1024:x2") == Numbers{64, 128, 256, 512, 1024});
  CHECK(values("3:100:x5") == Numbers{3, 15, 75});
  CHECK(values("4:4:x2") == Numbers{4});
  CHECK(values("0:4:x2") == Numbers{0, 2, 4});
  CHECK(values("8,1:3,2:16:x2") == Numbers{8, 1, 2, 3, 4, 16});
  CHECK(values("4294967295:4294967295:x4294967295") == Numbers{4294967295});
}

TEST_CASE("texts that are no values are refused with the option") {
  for (const char* text : {"", ",", "3,", "a", "1:", ":4", "1:2:3:4", "1:4:x1", "1:4:0", "1:4:x",
                           "4:1", "-3", "1:4:y2", "1::2", "4294967296", "1:100000"}) {
    CAPTURE(text);
    CHECK_THROWS_WITH(values(text), Catch::StartsWith("--n"));
  }
  CHECK_THROWS_AS(parse_values("--k", "2:8", 3, 9), Error);
  CHECK_THROWS_AS(parse_values("--k", "3:10", 3, 9), Error);
  CHECK(values("1:10000").size() == 10000);
}

}  // namespace
}  // namespace dmc

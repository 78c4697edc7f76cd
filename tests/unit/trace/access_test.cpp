#include "dmc/trace/batch.hpp"

#include "catch.hpp"

namespace dmc::test {
namespace {

TEST_CASE("an access keeps its datum, its array and whether it writes") {
  for (const Datum datum : {0U, 1U, 0x7fffffffU, 0x80000000U, 0xffffffffU}) {
    for (const int array : {0, 1, 0x7fff}) {
      for (const bool is_write : {false, true}) {
        CAPTURE(datum, array, is_write);
        const Access access(datum, static_cast<ArrayId>(array), is_write);
        CHECK(access.datum() == datum);
        CHECK(access.array() == array);
        CHECK(access.is_write() == is_write);
      }
    }
  }
}

TEST_CASE("an access is moved, made a write and put in a block without losing the rest") {
  const Access access(1000, 77, false);
  CHECK(access.advanced(0) == access);
  CHECK(access.advanced(234) == Access(1234, 77, false));
  CHECK(Access(0, 77, true).advanced(0xffffffff) == Access(0xffffffff, 77, true));
  CHECK(access.as_write() == Access(1000, 77, true));
  CHECK(access.as_write().as_write() == Access(1000, 77, true));
  CHECK(Access(1007, 77, true).in_block(8) == Access(125, 77, true));
  CHECK(Access(1008, 77, false).in_block(8) == Access(126, 77, false));
  CHECK(Access(0xffffffff, 0x7fff, true).in_block(0xffffffff) == Access(1, 0x7fff, true));
}

}  // namespace
}  // namespace dmc::test

#include "names.hpp"

#include <string>

#include "catch.hpp"

using dmc::record::Names;

TEST_CASE("A pair has one number, and names that lead back to it", "[record]") {
  Names names;
  const auto grid = names.structure("grid");
  const auto line = names.label("mesh.c:41");
  const auto pair = names.pair(grid, line);
  REQUIRE(names.pair(grid, line) == pair);
  REQUIRE(names.pair(grid, names.label("mesh.c:42")) != pair);
  REQUIRE(names.names().arrays[pair] == "grid");
  REQUIRE(names.names().labels[names.names().stages[pair]] == "mesh.c:41");
  REQUIRE(names.structure("grid") == grid);
  REQUIRE(names.label("mesh.c:41") == line);
}

TEST_CASE("A structure's first number is outside of all lines, as readers of traces expect",
          "[record]") {
  Names names;
  static_cast<void>(names.pair(names.structure("grid"), names.label("mesh.c:41")));
  const auto& arrays = names.names().arrays;
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    if (arrays[i] == "grid") {
      REQUIRE(names.names().stages[i] == 0);
      return;
    }
  }
  FAIL("there is no grid");
}

TEST_CASE("What finds no number any more is elsewhere", "[record]") {
  Names names;
  const auto grid = names.structure("grid");
  dmc::ArrayId last = 0;
  for (int i = 0; i < 40000; ++i) {
    last = names.pair(grid, names.label("mesh.c:" + std::to_string(i)));
    REQUIRE(last < 0x8000);
  }
  REQUIRE(names.names().arrays.size() <= 0x7fff);
  REQUIRE(names.names().arrays[last] == "elsewhere");
  for (int i = 0; i < 70000; ++i) {
    REQUIRE(names.label("f" + std::to_string(i)) != 0xffff);
  }
  REQUIRE(names.names().labels[names.label("one more")] == "elsewhere");
}

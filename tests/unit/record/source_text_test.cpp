#include "source_text.hpp"

#include "dmc/record/record.hpp"

#include "catch.hpp"
#include "symbols.hpp"

using dmc::record::assigned_variable;

TEST_CASE("A block of memory is called by the variable that it is assigned to", "[record]") {
  REQUIRE(assigned_variable("  double* grid = malloc(n * sizeof *grid);") == "grid");
  REQUIRE(assigned_variable("rows[i] = (double*)calloc(n, 8);") == "rows");
  REQUIRE(assigned_variable("  m->cells[i + k[1]] = new Cell;") == "cells");
  REQUIRE(assigned_variable("int n = 10; double* x = malloc(n);") == "x");
  REQUIRE(assigned_variable("if (n == 2 && (p = xmalloc(2)) != 0)") == "p");
  REQUIRE(assigned_variable("auto one = std::make_shared<int>(1);") == "one");
}

TEST_CASE("A line that assigns no memory names no block", "[record]") {
  REQUIRE(assigned_variable("return malloc(n);").empty());
  REQUIRE(assigned_variable("if (a == b) new_thing();").empty());
  REQUIRE(assigned_variable("for (int i = 0; i < n; i++) v.push_back(i);").empty());
  REQUIRE(assigned_variable("n += alloc(2);").empty());
  REQUIRE(assigned_variable("").empty());
}

TEST_CASE("A label is a source line if a number follows its last colon", "[record]") {
  REQUIRE(dmc::parse_source_line("src/mesh.c:41").file == "src/mesh.c");
  REQUIRE(dmc::parse_source_line("src/mesh.c:41").line == 41);
  for (const char* const other : {"fft n=16", "mesh.c:", "mesh.c:4x", ":41", "program", ""}) {
    REQUIRE(dmc::parse_source_line(other).line == 0);
  }
}

TEST_CASE("The system's own files are told from the user's", "[record]") {
  REQUIRE(dmc::record::is_system_path("/usr/include/c++/12/bits/move.h"));
  REQUIRE_FALSE(dmc::record::is_system_path("/home/user/usr/mesh.c"));
  REQUIRE_FALSE(dmc::record::is_system_path("mesh.c"));
}

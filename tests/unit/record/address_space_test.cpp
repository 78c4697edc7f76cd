#include "address_space.hpp"

#include "catch.hpp"

using dmc::record::AddressSpace;
using dmc::record::Block;

TEST_CASE("A block is found by each of its addresses and by no other", "[record]") {
  AddressSpace space;
  space.add(100, 200, 7);
  REQUIRE(space.find(99) == nullptr);
  REQUIRE(space.find(100)->structure == 7);
  REQUIRE(space.find(199)->structure == 7);
  REQUIRE(space.find(200) == nullptr);
}

TEST_CASE("A block that is gone, or whose place is taken, is known by its serial", "[record]") {
  AddressSpace space;
  space.add(100, 200, 7);
  const Block* const first = space.find(150);
  const auto serial = first->serial;
  SECTION("removed") {
    space.remove(100);
    REQUIRE(space.find(150) == nullptr);
  }
  SECTION("overlapped from below") {
    space.add(50, 101, 8);
    REQUIRE(space.find(150) == nullptr);
    REQUIRE(space.find(100)->structure == 8);
  }
  SECTION("overlapped from above") {
    space.add(199, 300, 8);
    REQUIRE(space.find(150) == nullptr);
  }
  REQUIRE(first->serial != serial);
}

TEST_CASE("Neighbours stay, and nothing begins in the middle of a block", "[record]") {
  AddressSpace space;
  space.add(100, 200, 1);
  space.add(200, 300, 2);
  space.add(0, 100, 3);
  space.add(400, 400, 4);
  space.remove(150);
  REQUIRE(space.find(199)->structure == 1);
  REQUIRE(space.find(200)->structure == 2);
  REQUIRE(space.find(99)->structure == 3);
  REQUIRE(space.find(400) == nullptr);
}

TEST_CASE("A forked process has its parent's blocks and its own before them", "[record]") {
  AddressSpace parent;
  parent.add(100, 200, 1);
  AddressSpace child(&parent);
  REQUIRE(child.find(150)->structure == 1);
  child.add(100, 200, 2);
  REQUIRE(child.find(150)->structure == 2);
  REQUIRE(parent.find(150)->structure == 1);
}

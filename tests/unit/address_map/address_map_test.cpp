#include "dmc/engine/address_map.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <unordered_map>

#include "dmc/util/error.hpp"

#include "address_patterns.hpp"
#include "catch.hpp"

namespace dmc::test {
namespace {

constexpr std::array k_tables{AddressTable::automatic, AddressTable::shadow, AddressTable::hash};

// Numbers in order of first appearance, as a user would give them.
std::vector<Datum> by_hand(const Addresses& addresses) {
  std::unordered_map<std::uint64_t, Datum> numbers;
  std::vector<Datum> data;
  data.reserve(addresses.size());
  for (const std::uint64_t address : addresses) {
    data.push_back(numbers.try_emplace(address, static_cast<Datum>(numbers.size())).first->second);
  }
  return data;
}

// In batches of random length, none included.
std::vector<Datum> translated(AddressMap& map, std::span<const std::uint64_t> addresses,
                              std::uint64_t seed) {
  Random random(seed);
  std::vector<Datum> data(addresses.size());
  for (std::size_t done = 0; done < addresses.size();) {
    const std::size_t longest = random() % 4 == 0 ? 9000 : 100;
    const std::size_t count = std::min<std::size_t>(random() % longest, addresses.size() - done);
    map.translate(addresses.subspan(done, count), std::span(data).subspan(done, count));
    done += count;
  }
  return data;
}

std::uint64_t distinct(const std::vector<Datum>& data) {
  return data.empty() ? 0 : std::uint64_t{*std::max_element(data.begin(), data.end())} + 1;
}

AddressTable chosen_for(const Addresses& addresses) {
  AddressMap map;
  translated(map, addresses, 1);
  return map.table();
}

TEST_CASE("addresses are numbered as by hand, whatever the table, pattern and batches") {
  for (const Pattern& pattern : address_patterns(1)) {
    const std::vector<Datum> expected = by_hand(pattern.addresses);
    for (const AddressTable table : k_tables) {
      CAPTURE(pattern.name, static_cast<int>(table));
      AddressMap map({.table = table});
      CHECK(translated(map, pattern.addresses, 2) == expected);
      CHECK(map.data() == distinct(expected));
      CHECK((table == AddressTable::automatic || map.table() == table));
      // Once more: what was numbered keeps its number.
      CHECK(translated(map, pattern.addresses, 3) == expected);
      CHECK(map.data() == distinct(expected));
    }
  }
}

TEST_CASE("a table can be moved and an empty one asked") {
  AddressMap map;
  CHECK(map.data() == 0);
  map.translate({}, {});
  CHECK(map.data() == 0);
  const Addresses addresses{7, 9, 7};
  std::array<Datum, 3> data{};
  map.translate(addresses, data);
  AddressMap moved = std::move(map);
  moved.translate(addresses, data);
  CHECK(data == std::array<Datum, 3>{0, 1, 0});
  CHECK(moved.data() == 2);
}

TEST_CASE("the table is chosen by how the addresses lie") {
  Random random(4);
  CHECK(chosen_for(strided(random, 1000, 1, 200'000, 400'000)) == AddressTable::shadow);
  CHECK(chosen_for(strided(random, 1000, 8, 200'000, 400'000)) == AddressTable::shadow);
  CHECK(chosen_for(strided(random, 1000, 64, 200'000, 400'000)) == AddressTable::shadow);
  CHECK(chosen_for(strided(random, 1000, std::uint64_t{1} << 20, 200'000, 400'000)) ==
        AddressTable::shadow);
  CHECK(chosen_for(strided(random, 1000, 513, 200'000, 400'000)) == AddressTable::hash);
  CHECK(chosen_for(scattered(random, 50'000, 100'000)) == AddressTable::hash);
}

TEST_CASE("the table changes with the addresses, both ways, and the numbers stay") {
  Random random(5);
  const Addresses lines = strided(random, 0, 64, 5'000, 20'000);
  const Addresses sparse = scattered(random, 3'000, 9'000);
  const Addresses dense = strided(random, 1U << 30, 1, 600'000, 800'000);
  Addresses all;
  AddressMap map;
  std::vector<Datum> data;
  std::vector<AddressTable> tables;
  for (const Addresses* part : {&lines, &sparse, &dense, &sparse, &lines}) {
    all.insert(all.end(), part->begin(), part->end());
    const std::vector<Datum> more = translated(map, *part, 6);
    data.insert(data.end(), more.begin(), more.end());
    tables.push_back(map.table());
  }
  CHECK(tables[0] == AddressTable::shadow);
  CHECK(tables[1] == AddressTable::hash);
  CHECK(tables[2] == AddressTable::shadow);
  CHECK(data == by_hand(all));
}

TEST_CASE("memory: 4 bytes an address where they are dense, at most 170 where they are not") {
  Random random(7);
  const auto bytes_each = [](const Addresses& addresses) {
    AddressMap map;
    translated(map, addresses, 8);
    return static_cast<double>(map.memory()) / static_cast<double>(map.data());
  };
  Addresses dense(1'000'000);
  std::iota(dense.begin(), dense.end(), std::uint64_t{1} << 40);
  CHECK(bytes_each(dense) < 4.5);
  for (std::uint64_t& address : dense) {
    address *= 64;
  }
  CHECK(bytes_each(dense) < 4.5);
  CHECK(bytes_each(scattered(random, 100'000, 200'000)) < 64);
  // Pages filled more and more sparsely, down to one address each.
  for (std::uint64_t reach = 600; reach < 3'000'000; reach *= 3) {
    CAPTURE(reach);
    CHECK(bytes_each(strided(random, 1, 1, reach * 200, 200'000)) < 170);
  }
}

TEST_CASE("one address too many is refused, and those before it keep their numbers") {
  for (const AddressTable table : k_tables) {
    CAPTURE(static_cast<int>(table));
    AddressMap map({.table = table, .max_data = 3});
    const Addresses addresses{30, std::numeric_limits<std::uint64_t>::max(), 30, 0, 10, 30};
    std::array<Datum, 6> data{};
    CHECK_THROWS_AS(map.translate(addresses, data), Error);
    CHECK(map.data() == 3);
    map.translate(std::span(addresses).first(4), data);
    CHECK(data[0] == 0);
    CHECK(data[1] == 1);
    CHECK(data[2] == 0);
    CHECK(data[3] == 2);
    CHECK_THROWS_WITH(map.translate(addresses, data), Catch::Contains("3 distinct addresses"));
  }
}

TEST_CASE("too little room for the numbers is a bug of the caller") {
  AddressMap map;
  std::array<Datum, 1> data{};
  CHECK_THROWS_AS(map.translate(Addresses{1, 2}, data), std::invalid_argument);
}

}  // namespace
}  // namespace dmc::test

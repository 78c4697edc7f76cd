#include "dmc/engine/address_engine.hpp"

#include <map>
#include <unordered_map>

#include "address_patterns.hpp"
#include "catch.hpp"
#include "naive_lru.hpp"

namespace dmc::test {
namespace {

std::map<std::uint64_t, std::uint64_t> as_map(const Histogram& histogram) {
  std::map<std::uint64_t, std::uint64_t> bins;
  for (const auto& bin : histogram.bins) {
    bins[bin.distance] = bin.reuses;
  }
  return bins;
}

TEST_CASE("an engine for addresses counts what it counts with data numbered by hand") {
  for (const Pattern& pattern : address_patterns(11)) {
    std::unordered_map<std::uint64_t, Datum> numbers;
    std::vector<Datum> data;
    for (const std::uint64_t address : pattern.addresses) {
      const auto next = static_cast<Datum>(numbers.size());
      data.push_back(numbers.try_emplace(address, next).first->second);
    }
    LruEngine by_hand;
    by_hand.access(std::span<const Datum>(data));
    for (const AddressTable table :
         {AddressTable::automatic, AddressTable::shadow, AddressTable::hash}) {
      CAPTURE(pattern.name, static_cast<int>(table));
      AddressEngine engine({}, {.table = table});
      engine.access(pattern.addresses);
      CHECK(engine.engine().accesses() == pattern.addresses.size());
      CHECK(engine.engine().data() == numbers.size());
      CHECK(engine.map().data() == numbers.size());
      CHECK(engine.engine().histogram() == by_hand.histogram());
    }
  }
}

TEST_CASE("an engine for addresses agrees with the definition") {
  Random random(12);
  const std::vector<Addresses> traces{
      strided(random, 1U << 20, 8, 700, 6000), strided(random, 3, 1U << 20, 700, 6000),
      scattered(random, 700, 6000), program_like(random, 3000), extremes(random, 6000)};
  for (const Addresses& trace : traces) {
    NaiveLru naive;
    for (const std::uint64_t address : trace) {
      naive.access(address);
    }
    for (const AddressTable table :
         {AddressTable::automatic, AddressTable::shadow, AddressTable::hash}) {
      AddressEngine engine({}, {.table = table});
      engine.access(trace);
      CHECK(engine.engine().data() == naive.data());
      CHECK(as_map(engine.engine().histogram()) == naive.histogram());
    }
  }
}

}  // namespace
}  // namespace dmc::test

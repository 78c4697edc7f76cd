#include <algorithm>
#include <map>

#include "catch.hpp"
#include "problems.hpp"
#include "record.hpp"

namespace dmc::test {
namespace {

/// The accesses without those to an array's data. A datum belongs to the array that last wrote it,
/// as data are handed from one temporary to the next, or else to the one it is read from.
std::vector<Access> without(const Recording& recording, std::string_view array) {
  std::map<Datum, std::string_view> owner;
  std::vector<Access> kept;
  for (const Access access : recording.accesses) {
    const std::string_view name = recording.array(access);
    if (access.is_write()) {
      owner[access.datum()] = name;
    }
    if (owner.try_emplace(access.datum(), name).first->second != array) {
      kept.push_back(access);
    }
  }
  return kept;
}

TEST_CASE("omitting an array is the same as filtering its accesses out") {
  for (const Problem& one : small_problems()) {
    for (const Temporaries temporaries : {Temporaries::fresh, Temporaries::reuse}) {
      Model model;
      model.temporaries = temporaries;
      const Recording whole = record(one.kernel, one.given, model);
      for (const std::string_view array : find_kernel(one.kernel).arrays) {
        CAPTURE(one.kernel, array);
        model.omit = {std::string(array)};
        const Recording omitting = record(one.kernel, one.given, model);
        const auto expected = without(whole, array);
        CHECK(omitting.accesses.size() < whole.accesses.size());
        CHECK(omitting.accesses == expected);
        CHECK(omitting.result == whole.result);
      }
    }
  }
}

TEST_CASE("blocks are the elements' offsets divided by the size") {
  for (const Problem& one : small_problems()) {
    const Plan plan =
        find_kernel(one.kernel).plan(resolve_parameters(find_kernel(one.kernel), one.given));
    const bool has_temporaries =
        std::any_of(plan.arrays.begin(), plan.arrays.end(),
                    [](const ArrayPlan& array) { return array.temporary; });
    if (has_temporaries) {
      continue;  // arrays of one name cannot be told apart from outside
    }
    const Recording elements = record(one.kernel, one.given);
    std::map<ArrayId, Datum> first;
    for (const Access access : elements.accesses) {
      const auto place = first.try_emplace(access.array(), access.datum()).first;
      place->second = std::min(place->second, access.datum());
    }
    for (const std::uint64_t block : {2U, 3U, 8U}) {
      CAPTURE(one.kernel, block);
      Model model;
      model.block = block;
      const Recording blocks = record(one.kernel, one.given, model);
      REQUIRE(blocks.accesses.size() == elements.accesses.size());
      std::map<std::pair<ArrayId, std::uint64_t>, Datum> names;
      std::map<Datum, std::pair<ArrayId, std::uint64_t>> meanings;
      bool same = true;
      for (std::size_t i = 0; i < blocks.accesses.size(); ++i) {
        const Access element = elements.accesses[i];
        const std::pair key{element.array(), (element.datum() - first[element.array()]) / block};
        const Datum name = blocks.accesses[i].datum();
        same = same && names.try_emplace(key, name).first->second == name;
        same = same && meanings.try_emplace(name, key).first->second == key;
      }
      CHECK(same);
    }
  }
}

TEST_CASE("blocks and omission do not hang on each other's order") {
  for (const Problem& one : small_problems()) {
    Model model;
    model.block = 4;
    const Recording whole = record(one.kernel, one.given, model);
    const std::string_view array = find_kernel(one.kernel).arrays.front();
    model.omit = {std::string(array)};
    CAPTURE(one.kernel, array);
    std::vector<Access> kept;
    for (const Access access : whole.accesses) {
      if (whole.array(access) != array) {
        kept.push_back(access);
      }
    }
    CHECK(record(one.kernel, one.given, model).accesses == kept);
  }
}

TEST_CASE("neither setting of the temporaries changes the result or the number of accesses") {
  for (const Problem& one : small_problems()) {
    CAPTURE(one.kernel);
    Model reuse;
    reuse.temporaries = Temporaries::reuse;
    const Recording fresh = record(one.kernel, one.given);
    const Recording reused = record(one.kernel, one.given, reuse);
    CHECK(fresh.result == reused.result);
    REQUIRE(fresh.accesses.size() == reused.accesses.size());
    bool same = true;
    for (std::size_t i = 0; i < fresh.accesses.size(); ++i) {
      same = same && fresh.accesses[i].array() == reused.accesses[i].array() &&
             fresh.accesses[i].is_write() == reused.accesses[i].is_write();
    }
    CHECK(same);
  }
}

}  // namespace
}  // namespace dmc::test

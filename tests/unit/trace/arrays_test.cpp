#include "dmc/util/error.hpp"

#include "catch.hpp"
#include "recorder.hpp"

namespace dmc::test {
namespace {

using Data = std::vector<Datum>;

Model reusing() {
  Model model;
  model.temporaries = Temporaries::reuse;
  return model;
}

Model in_blocks(std::uint64_t block) {
  Model model;
  model.block = block;
  return model;
}

/// The first datum of a temporary, taken by reading it.
Datum place_of(Recorder& recorder, const Traced<int>& array) {
  (void)array.read(0);
  return recorder.data().back();
}

TEST_CASE("data are numbered from 0 in order of creation, and arrays share none") {
  Recorder recorder;
  auto a = recorder.tracer.array<int>("a", 3);
  auto b = recorder.tracer.matrix<int>("b", 2, 4);
  auto none = recorder.tracer.array<int>("none", 0);
  auto c = recorder.tracer.temporary<int>("c", 1, 2);
  (void)a.read(0);
  (void)a.read(2);
  (void)b.read(0, 0);
  (void)b.read(1, 3);
  b.write(1, 0, 5);
  c.write(0, 1, 6);
  CHECK(recorder.data() == Data{0, 2, 3, 10, 7, 12});
  CHECK(recorder.accesses[4] == Access(7, 1, true));
  CHECK(recorder.accesses[5] == Access(12, 3, true));
  CHECK(recorder.tracer.names().arrays == std::vector<std::string>{"a", "b", "none", "c"});
  CHECK(none.size() == 0);
}

TEST_CASE("an array holds values; only read and write are accesses") {
  Recorder recorder;
  auto a = recorder.tracer.matrix<double>("a", 2, 3);
  a.values() = {1, 2, 3, 4, 5, 6};
  a.write(1, 2, 60);
  CHECK(a.read(1, 2) == 60);
  CHECK(a.read(1) == 2);
  CHECK(a.size() == 6);
  CHECK(a.columns() == 3);
  CHECK(a.values() == std::vector<double>{1, 2, 3, 4, 5, 60});
  CHECK(recorder.data() == Data{5, 5, 1});
}

TEST_CASE("every array starts on a block boundary and accesses carry blocks") {
  Recorder recorder(in_blocks(4));
  auto a = recorder.tracer.array<int>("a", 5);  // blocks 0 and 1
  auto b = recorder.tracer.array<int>("b", 4);  // block 2
  auto c = recorder.tracer.array<int>("c", 1);  // block 3
  auto d = recorder.tracer.array<int>("d", 9);  // blocks 4 to 6
  for (const std::uint64_t i : {0U, 3U, 4U}) {
    (void)a.read(i);
  }
  b.write(3, 0);
  (void)c.read(0);
  for (const std::uint64_t i : {0U, 7U, 8U}) {
    (void)d.read(i);
  }
  CHECK(recorder.data() == Data{0, 0, 1, 2, 3, 4, 5, 6});
  CHECK(recorder.accesses[3] == Access(2, 1, true));
  CHECK(recorder.batches.back().data_end == 7);
}

TEST_CASE("omitted arrays make no accesses, but keep their values and their data") {
  Model model;
  model.omit = {"b", "absent"};
  Recorder recorder(model);
  auto a = recorder.tracer.array<int>("a", 2);
  auto b = recorder.tracer.array<int>("b", 10);
  auto c = recorder.tracer.array<int>("c", 2);
  for (std::uint64_t i = 0; i < 5000; ++i) {
    b.write(i % 10, 7);
    if (i == 2500) {
      a.write(1, 1);
    }
    (void)b.read(i % 10);
  }
  (void)c.read(0);
  CHECK(recorder.tracer.accesses() == 2);
  CHECK(recorder.data() == Data{1, 12});
  CHECK(b.read(3) == 7);
}

TEST_CASE("temporaries are fresh unless the model reuses them") {
  Recorder recorder;
  { auto a = recorder.tracer.temporary<int>("t", 1, 4); }
  { auto a = recorder.tracer.temporary<int>("t", 1, 4); }
  CHECK(place_of(recorder, recorder.tracer.temporary<int>("t", 1, 4)) == 8);
}

TEST_CASE("reused temporaries take the most recently returned range of their size") {
  Recorder recorder(reusing());
  Tracer& tracer = recorder.tracer;
  const ArrayId name = tracer.name_array("t");
  auto input = tracer.array<int>("input", 4);   // 0 .. 3
  auto a = tracer.temporary<int>(name, 4);      // 4 .. 7
  auto b = tracer.temporary<int>(name, 4);      // 8 .. 11
  auto other = tracer.temporary<int>(name, 6);  // 12 .. 17
  a = {};
  b = {};
  other = {};
  auto c = tracer.temporary<int>(name, 4);
  auto d = tracer.temporary<int>(name, 4);
  auto e = tracer.temporary<int>(name, 4);
  auto f = tracer.temporary<int>(name, 6);
  CHECK(place_of(recorder, c) == 8);
  CHECK(place_of(recorder, d) == 4);
  CHECK(place_of(recorder, e) == 18);
  CHECK(place_of(recorder, f) == 12);
}

TEST_CASE("where several end together the last created returns first") {
  Recorder recorder(reusing());
  Tracer& tracer = recorder.tracer;
  const ArrayId name = tracer.name_array("t");
  {
    auto a = tracer.temporary<int>(name, 3);  // 0
    auto b = tracer.temporary<int>(name, 3);  // 3
    auto c = tracer.temporary<int>(name, 3);  // 6
  }
  auto d = tracer.temporary<int>(name, 3);
  auto e = tracer.temporary<int>(name, 3);
  auto f = tracer.temporary<int>(name, 3);
  CHECK(place_of(recorder, d) == 0);
  CHECK(place_of(recorder, e) == 3);
  CHECK(place_of(recorder, f) == 6);
}

TEST_CASE("inputs are never reused, and a moved array returns its data once") {
  Recorder recorder(reusing());
  Tracer& tracer = recorder.tracer;
  const ArrayId name = tracer.name_array("t");
  { auto input = tracer.array<int>("input", 3); }  // 0 .. 2
  {
    auto a = tracer.temporary<int>(name, 3);  // 3 .. 5
    auto moved = std::move(a);
    CHECK(place_of(recorder, moved) == 3);
  }
  auto b = tracer.temporary<int>(name, 3);
  auto c = tracer.temporary<int>(name, 3);
  CHECK(place_of(recorder, b) == 3);
  CHECK(place_of(recorder, c) == 6);
}

TEST_CASE("an array may go on under another name; omission and reuse follow its data") {
  Model model = reusing();
  model.omit = {"hidden"};
  Recorder recorder(model);
  Tracer& tracer = recorder.tracer;
  const ArrayId even = tracer.name_array("even");
  const ArrayId hidden = tracer.name_array("hidden");
  {
    auto y = tracer.temporary<int>("Y", 1, 2);
    y.write(1, 9);
    auto renamed = std::move(y).as(even);
    CHECK(renamed.read(1) == 9);
    auto shown = std::move(renamed).as(hidden);  // under an omitted name, yet not omitted
    (void)shown.read(0);
    auto omitted = tracer.temporary<int>(hidden, 5);
    auto still_omitted = std::move(omitted).as(even);
    (void)still_omitted.read(0);
  }
  tracer.finish();
  REQUIRE(recorder.accesses.size() == 3);
  const ArrayId y = tracer.name_array("Y");
  CHECK(recorder.accesses[0] == Access(1, y, true));
  CHECK(recorder.accesses[1] == Access(1, even, false));
  CHECK(recorder.accesses[2] == Access(0, hidden, false));
  CHECK(place_of(recorder, tracer.temporary<int>("again", 1, 2)) == 0);
}

TEST_CASE("more than 2^32 data are refused before any memory is taken") {
  Recorder recorder;
  Tracer& tracer = recorder.tracer;
  const std::uint64_t limit = std::uint64_t{1} << 32;
  CHECK_THROWS_AS(tracer.array<char>("a", limit + 1), Error);
  CHECK_THROWS_AS(tracer.array<char>("a", ~std::uint64_t{0}), Error);
  CHECK_THROWS_AS(tracer.matrix<char>("a", limit, limit), Error);
  CHECK_THROWS_AS(tracer.matrix<char>("a", 1 + limit / 2, 2), Error);
  CHECK_THROWS_AS(tracer.temporary<char>("a", limit, limit), Error);
  auto fits = tracer.array<char>("b", 10);
  CHECK_THROWS_AS(tracer.array<char>("a", limit - 9), Error);
}

TEST_CASE("blocks are counted, not the elements that they could hold") {
  for (const std::uint64_t block : {std::uint64_t{1} << 30, std::uint64_t{1431655766},
                                    std::uint64_t{0xffffffff}, std::uint64_t{1} << 20}) {
    CAPTURE(block);
    Recorder recorder(in_blocks(block));
    std::vector<Traced<char>> arrays;
    for (std::uint64_t i = 0; i < 6000; ++i) {
      arrays.push_back(recorder.tracer.array<char>("a", 1 + i % 3));
    }
    (void)arrays.back().read(2);
    (void)arrays.front().read(0);
    (void)arrays[1].read(0);
    (void)arrays[1].read(1);
    CHECK(recorder.data() == Data{5999, 0, 1, 1});
    CHECK(recorder.batches.back().data_end == 6000);
  }
}

TEST_CASE("an array of several large blocks has each of them, whatever comes before it") {
  for (const std::uint64_t block : {1U, 2U, 63U, 64U, 65U, 100U, 4096U}) {
    CAPTURE(block);
    Recorder recorder(in_blocks(block));
    auto before = recorder.tracer.array<char>("a", 5);
    auto array = recorder.tracer.array<char>("b", 10000);
    auto after = recorder.tracer.array<char>("c", 1);
    const std::uint64_t first = (5 + block - 1) / block;
    (void)before.read(4);
    (void)array.read(0);
    (void)array.read(9999);
    (void)after.read(0);
    CHECK(recorder.data() == Data{static_cast<Datum>(4 / block), static_cast<Datum>(first),
                                  static_cast<Datum>(first + 9999 / block),
                                  static_cast<Datum>(first + (10000 + block - 1) / block)});
  }
}

TEST_CASE("a block has between 1 and 2^32 - 1 elements") {
  for (const std::uint64_t block : {std::uint64_t{0}, std::uint64_t{1} << 32, ~std::uint64_t{0}}) {
    CAPTURE(block);
    CHECK_THROWS_AS(Recorder(in_blocks(block)), Error);
  }
  Recorder largest(in_blocks(0xffffffff));
  auto a = largest.tracer.array<char>("a", 3);
  (void)a.read(2);
  CHECK(largest.data() == Data{0});
}

TEST_CASE("array names are looked up") {
  Recorder recorder;
  CHECK(recorder.tracer.name_array("a") == 0);
  CHECK(recorder.tracer.name_array("b") == 1);
  CHECK(recorder.tracer.name_array("a") == 0);
  CHECK(recorder.tracer.names().arrays == std::vector<std::string>{"a", "b"});
}

}  // namespace
}  // namespace dmc::test

#include <utility>

#include "dmc/util/error.hpp"

#include "catch.hpp"
#include "recorder.hpp"

namespace dmc::test {
namespace {

constexpr std::size_t k_capacity = Batch::k_capacity;

TEST_CASE("batches are handed on when they are full, and the rest at the end") {
  for (const std::size_t length : {std::size_t{0}, std::size_t{1}, k_capacity - 1, k_capacity,
                                   k_capacity + 1, 3 * k_capacity + 5}) {
    CAPTURE(length);
    Recorder recorder;
    auto a = recorder.tracer.array<int>("a", length + 1);
    for (std::size_t i = 0; i < length; ++i) {
      (void)a.read(i);
      REQUIRE(recorder.tracer.accesses() == i + 1);
    }
    CHECK(recorder.accesses.size() == length / k_capacity * k_capacity);
    recorder.tracer.finish();
    CHECK(recorder.tracer.accesses() == length);
    REQUIRE(recorder.accesses.size() == length);
    for (std::size_t i = 0; i < length; ++i) {
      REQUIRE(recorder.accesses[i] == Access(static_cast<Datum>(i), 0, false));
    }
    for (const Batch& batch : recorder.batches) {
      CHECK(batch.count <= k_capacity);
      CHECK(batch.storage.size() == k_capacity);
      CHECK(batch.data_end == length + 1);
      CHECK(batch.array_end == 1);
      CHECK(batch.label_end == 1);
    }
  }
}

TEST_CASE("what a batch says about its ids grows with the program") {
  Recorder recorder;
  Tracer& tracer = recorder.tracer;
  auto a = tracer.array<int>("a", 5);
  (void)a.read(0);
  tracer.finish();
  CHECK(recorder.batches.back().data_end == 5);
  CHECK(recorder.batches.back().array_end == 1);
  CHECK(recorder.batches.back().label_end == 1);
  auto b = tracer.array<int>("b", 7);
  const Label label = tracer.label("i");
  (void)b.read(0);
  tracer.finish();
  CHECK(recorder.batches.back().data_end == 12);
  CHECK(recorder.batches.back().array_end == 2);
  CHECK(recorder.batches.back().label_end > label.id + 1U);  // the loop and the inside of it
}

TEST_CASE("many scope events without accesses do not pile up") {
  Recorder recorder;
  auto a = recorder.tracer.array<int>("a", 1);
  constexpr std::uint64_t k_iterations = 3 * k_capacity + 10;
  for ([[maybe_unused]] const auto i : recorder.tracer.loop("i", k_iterations)) {
  }
  (void)a.read(0);
  recorder.tracer.finish();
  for (const Batch& batch : recorder.batches) {
    CHECK(batch.events.size() <= k_capacity);
  }
  CHECK(recorder.events.size() == k_iterations + 2);
  CHECK(recorder.accesses.size() == 1);
}

TEST_CASE("what a consumer throws leaves the scopes that are open, and reaches the program") {
  std::size_t handed_on = 0;
  Tracer tracer({}, [&](Batch&) {
    if (++handed_on == 2) {
      throw Error("the disk is full");
    }
  });
  auto a = tracer.array<int>("a", 1);
  const Label label = tracer.label("call");
  CHECK_THROWS_AS(
      [&] {
        for ([[maybe_unused]] const auto i : tracer.loop("i", 3 * k_capacity)) {
          const Block call = tracer.call(label);
          (void)a.read(0);
        }
      }(),
      Error);
  CHECK(handed_on == 2);
}

TEST_CASE("a consumer may keep a batch's buffers and leave others in their place") {
  std::vector<std::vector<Access>> kept;
  std::vector<std::size_t> counts;
  std::vector<ScopeEvent> events;
  Tracer tracer({}, [&](Batch& batch) {
    std::vector<Access> storage(k_capacity);
    std::vector<ScopeEvent> no_events;
    std::swap(batch.storage, storage);
    std::swap(batch.events, no_events);
    counts.push_back(batch.count);
    kept.push_back(std::move(storage));
    events.insert(events.end(), no_events.begin(), no_events.end());
  });
  constexpr std::uint64_t k_length = 3 * k_capacity + 100;
  auto a = tracer.array<int>("a", k_length);
  for (const auto i : tracer.loop("i", k_length)) {
    (void)a.read(i);
  }
  tracer.finish();
  std::uint64_t next = 0;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    for (std::size_t j = 0; j < counts[i]; ++j) {
      REQUIRE(kept[i][j].datum() == next++);
    }
  }
  CHECK(next == k_length);
  CHECK(events.size() == k_length + 2);
}

}  // namespace
}  // namespace dmc::test

#include "dmc/util/error.hpp"

#include "catch.hpp"
#include "recorder.hpp"

namespace dmc::test {
namespace {

using Kind = ScopeEvent::Kind;

TEST_CASE("a loop counts from first to last by steps") {
  Recorder recorder;
  Tracer& tracer = recorder.tracer;
  const auto values = [](Loop&& loop) {
    std::vector<std::uint64_t> result;
    for (const auto i : loop) {
      result.push_back(i);
    }
    return result;
  };
  using Values = std::vector<std::uint64_t>;
  CHECK(values(tracer.loop("i", 3)) == Values{0, 1, 2});
  CHECK(values(tracer.loop("i", 0)).empty());
  CHECK(values(tracer.loop("i", 2, 9, 3)) == Values{2, 5, 8});
  CHECK(values(tracer.loop("i", 2, 8, 3)) == Values{2, 5});
  CHECK(values(tracer.loop("i", 5, 5, 1)).empty());
  CHECK(values(tracer.loop("i", 6, 5, 1)).empty());
}

TEST_CASE("scopes are told of where they open, go on and close") {
  Recorder recorder;
  Tracer& tracer = recorder.tracer;
  auto a = tracer.array<int>("a", 1);
  const Label i_label = tracer.label("i");
  const Label call_label = tracer.label("fft", "n", 16);
  (void)a.read(0);
  for (const auto i : tracer.loop(i_label, 2)) {
    (void)a.read(0);
    const Block call = tracer.call(call_label);
    if (i == 1) {
      (void)a.read(0);
      (void)a.read(0);
    }
  }
  {
    const Block phase = tracer.phase("rest");
    (void)a.read(0);
  }
  tracer.finish();
  const Label rest = tracer.label("rest");
  const std::vector<ScopeEvent> expected{{1, i_label.id, Kind::enter_loop},
                                         {2, call_label.id, Kind::enter_block},
                                         {2, 0, Kind::leave_block},
                                         {2, 0, Kind::iterate},
                                         {3, call_label.id, Kind::enter_block},
                                         {5, 0, Kind::leave_block},
                                         {5, 0, Kind::iterate},
                                         {5, 0, Kind::leave_loop},
                                         {5, rest.id, Kind::enter_block},
                                         {6, 0, Kind::leave_block}};
  CHECK(recorder.events == expected);
  CHECK(recorder.accesses.size() == 6);
}

TEST_CASE("events at the border of two batches stay between their accesses") {
  Recorder recorder;
  auto a = recorder.tracer.array<int>("a", 1);
  constexpr std::uint64_t k_length = 2 * Batch::k_capacity + 3;
  for ([[maybe_unused]] const auto i : recorder.tracer.loop("i", k_length)) {
    (void)a.read(0);
  }
  recorder.tracer.finish();
  REQUIRE(recorder.events.size() == k_length + 2);
  CHECK(recorder.events.front().kind == Kind::enter_loop);
  CHECK(recorder.events.front().position == 0);
  for (std::uint32_t i = 1; i <= k_length; ++i) {
    REQUIRE(recorder.events[i].kind == Kind::iterate);
    REQUIRE(recorder.events[i].position == i);
  }
  CHECK(recorder.events.back().kind == Kind::leave_loop);
  CHECK(recorder.events.back().position == k_length);
  for (const Batch& batch : recorder.batches) {
    for (const ScopeEvent& event : batch.events) {
      REQUIRE(event.position <= batch.count);
    }
  }
}

TEST_CASE("without attribution there are no events, and the same accesses") {
  Recorder recorder({}, Tracer::Attribution::off);
  auto a = recorder.tracer.array<int>("a", 5);
  for (const auto i : recorder.tracer.loop("i", 5)) {
    const Block call = recorder.tracer.phase("phase");
    (void)a.read(i);
  }
  CHECK(recorder.data() == std::vector<Datum>{0, 1, 2, 3, 4});
  CHECK(recorder.events.empty());
}

TEST_CASE("labels are looked up, and each has one more for the inside of an iteration") {
  Recorder recorder;
  Tracer& tracer = recorder.tracer;
  const Label i = tracer.label("i");
  const Label call = tracer.label("fft", "n", 16);
  CHECK(tracer.label("i").id == i.id);
  CHECK(tracer.label("fft n=16").id == call.id);
  CHECK(tracer.label("fft", "n", 8).id != call.id);
  const std::vector<std::string>& names = tracer.names().labels;
  CHECK(names[0] == "program");
  CHECK(names[i.id] == "i");
  CHECK(names[i.id + 1U] == "within i");
  CHECK(names[call.id] == "fft n=16");
}

TEST_CASE("labels that no longer fit into 16 bits are refused") {
  Recorder recorder;
  const auto make_many = [&] {
    for (std::uint64_t i = 0; i < 40'000; ++i) {
      const Label label = recorder.tracer.label("call", "n", i);
      REQUIRE(recorder.tracer.names().labels[label.id] == "call n=" + std::to_string(i));
    }
  };
  CHECK_THROWS_AS(make_many(), Error);
  CHECK(recorder.tracer.names().labels.size() > 60'000);
}

}  // namespace
}  // namespace dmc::test

#include "catch.hpp"
#include "recorder.hpp"

namespace dmc::test {
namespace {

/// The name of the stage that each access was made in, and of its array.
std::vector<std::string> stages_and_arrays(Recorder& recorder) {
  recorder.tracer.finish();
  const TraceNames& names = recorder.tracer.names();
  std::vector<std::string> all;
  for (const Access access : recorder.accesses) {
    const LabelId stage = names.stages[access.array()];
    all.push_back((stage == 0 ? "-" : names.labels[stage]) + ' ' + names.arrays[access.array()]);
  }
  return all;
}

void read_a_b(const Traced<int>& a, const Traced<int>& b) {
  (void)a.read(0);
  (void)b.read(0);
}

TEST_CASE("an access belongs to the outermost phase that it is made in") {
  Recorder recorder;
  Tracer& tracer = recorder.tracer;
  auto a = tracer.array<int>("a", 1);
  auto b = tracer.array<int>("b", 1);
  (void)a.read(0);
  for ([[maybe_unused]] const auto i : tracer.loop("i", 2)) {
    {
      const Block phase = tracer.phase("first");
      (void)a.read(0);
      const Block inner = tracer.phase("inner");
      (void)b.read(0);
    }
    const Block phase = tracer.phase("second");
    a.write(0, 1);
  }
  {
    const Block call = tracer.call(tracer.label("call"));
    (void)a.read(0);
    const Block phase = tracer.phase("inner");
    (void)a.read(0);
  }
  (void)b.read(0);
  CHECK(stages_and_arrays(recorder) ==
        std::vector<std::string>{"- a", "first a", "first b", "second a", "first a", "first b",
                                 "second a", "- a", "inner a", "- b"});
  CHECK(recorder.accesses[3].is_write());
  CHECK(recorder.accesses[3].datum() == recorder.accesses[0].datum());
  CHECK(tracer.name_array("a") == recorder.accesses[0].array());
}

TEST_CASE("stages go on across batches") {
  Recorder recorder;
  Tracer& tracer = recorder.tracer;
  const auto a = tracer.array<int>("a", 1);
  const auto b = tracer.array<int>("b", 1);
  const auto many = Batch::k_capacity;
  std::vector<std::string> expected;
  const auto read = [&](const std::string& stage, std::size_t times) {
    for (std::size_t i = 0; i < times; ++i) {
      read_a_b(a, b);
      expected.insert(expected.end(), {stage + " a", stage + " b"});
    }
  };
  read("-", 3);
  {
    const Block phase = tracer.phase("long");
    read("long", 2 * many + 1);
  }
  read("-", many);
  for (int i = 0; i < 10; ++i) {
    const Block phase = tracer.phase(i % 2 == 0 ? "even" : "odd");
    read(i % 2 == 0 ? "even" : "odd", many / 4);
  }
  CHECK(recorder.batches.size() > 5);
  CHECK((stages_and_arrays(recorder) == expected));
  for (const Batch& batch : recorder.batches) {
    for (const Access access : batch.accesses()) {
      REQUIRE(access.array() < batch.array_end);
    }
  }
}

TEST_CASE("what is omitted, renamed or counted in blocks keeps its stage") {
  Model model;
  model.omit = {"none"};
  model.block = 4;
  Recorder recorder(model);
  Tracer& tracer = recorder.tracer;
  const auto none = tracer.array<int>("none", 8);
  auto a = tracer.array<int>("a", 8);
  const auto as_b = tracer.name_array("b");
  {
    const Block phase = tracer.phase("p");
    (void)none.read(3);
    (void)a.read(7);
    (void)none.read(1);
  }
  {
    const Block phase = tracer.phase("only omitted");
    (void)none.read(1);
  }
  const auto b = std::move(a).as(as_b);
  {
    const Block phase = tracer.phase("p");
    (void)b.read(2);
  }
  CHECK(stages_and_arrays(recorder) == std::vector<std::string>{"p a", "p b"});
  CHECK(recorder.accesses[0].datum() == 3);  // after the two blocks of what is omitted
  CHECK(recorder.accesses[1].datum() == 2);
}

TEST_CASE("without attribution there are no stages") {
  Recorder recorder({}, Tracer::Attribution::off);
  const auto a = recorder.tracer.array<int>("a", 1);
  {
    const Block phase = recorder.tracer.phase("p");
    (void)a.read(0);
  }
  CHECK(stages_and_arrays(recorder) == std::vector<std::string>{"- a"});
  CHECK(recorder.tracer.names().arrays.size() == 1);
}

}  // namespace
}  // namespace dmc::test

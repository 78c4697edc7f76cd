#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "dmc/util/error.hpp"

#include "catch.hpp"
#include "trace_text.hpp"

namespace dmc::test {
namespace {

using Random = std::mt19937_64;
using Kind = ScopeEvent::Kind;

constexpr std::uint32_t k_arrays = 700;  // more than a block has slots
constexpr std::uint32_t k_labels = 40;

TraceNames some_names() {
  TraceNames names;
  for (std::uint32_t array = 0; array < k_arrays; ++array) {
    names.arrays.push_back("array " + std::to_string(array));
    names.stages.push_back(static_cast<LabelId>(array % 3));
  }
  for (std::uint32_t label = 0; label < k_labels; ++label) {
    names.labels.push_back("label " + std::to_string(label));
  }
  return names;
}

/// What a random trace is like.
struct Habit {
  std::uint32_t arrays;      ///< how many it uses
  std::uint64_t jump;        ///< data between two accesses to one array, at most
  std::uint32_t per_mille;   ///< events before an access
  std::size_t batch_length;  ///< at most
};

ScopeEvent random_event(Random& random, std::vector<Kind>& open) {
  const auto label = static_cast<LabelId>(random() % (k_labels - 1));
  const std::uint64_t choice = random() % 4;
  if (open.empty() || (choice == 0 && open.size() < 30)) {
    open.push_back(random() % 2 == 0 ? Kind::enter_loop : Kind::enter_block);
    return {0, label, open.back()};
  }
  if (choice != 1 && open.back() == Kind::enter_loop) {
    return {0, 0, Kind::iterate};
  }
  const bool loop = open.back() == Kind::enter_loop;
  open.pop_back();
  return {0, 0, loop ? Kind::leave_loop : Kind::leave_block};
}

std::vector<Batch> random_batches(Random& random, const Habit& habit, std::size_t length) {
  std::vector<Batch> batches;
  std::vector<Datum> last(k_arrays);
  std::vector<Kind> open;
  for (std::size_t done = 0; done < length;) {
    Batch batch;
    batch.count = random() % (habit.batch_length + 1);
    batch.data_end = std::uint64_t{1} << 32;
    batch.array_end = k_arrays;
    batch.label_end = k_labels;
    for (std::size_t i = 0; i <= batch.count; ++i) {
      while (random() % 1000 < habit.per_mille) {
        batch.events.push_back(random_event(random, open));
        batch.events.back().position = static_cast<std::uint32_t>(i);
      }
      if (i < batch.count) {
        const auto array = static_cast<ArrayId>(random() % habit.arrays);
        last[array] += static_cast<Datum>(random() % (2 * habit.jump + 1) - habit.jump);
        batch.storage[i] = Access(last[array], array, random() % 3 == 0);
      }
    }
    done += std::max<std::size_t>(batch.count, 1);
    batches.push_back(std::move(batch));
  }
  return batches;
}

void check_round_trip(const std::vector<Batch>& batches) {
  Flat expected;
  for (const Batch& batch : batches) {
    expected.add(batch);
  }
  const Content content = read_recorded(recorded(batches, some_names()));
  CHECK(content.trace.accesses == expected.accesses);
  CHECK(content.trace.positions == expected.positions);
  CHECK(content.trace.events == expected.events);
  CHECK(content.names.arrays == some_names().arrays);
  CHECK(content.names.stages == some_names().stages);
  CHECK(content.names.labels == some_names().labels);
}

}  // namespace

TEST_CASE("what is read is what was recorded", "[recorded]") {
  Random random(1);
  const std::vector<Habit> habits = {
      {1, 1, 0, 4096},     {2, 127, 10, 4096},    {3, 128, 200, 100},         {5, 129, 900, 1},
      {7, 32767, 5, 4096}, {300, 32768, 5, 4096}, {700, 0x7fffffff, 1, 4096}, {256, 200, 5, 3},
  };
  for (const Habit& habit : habits) {
    for (const std::size_t length : {1U, 2U, 300U, 20'000U}) {
      INFO(habit.arrays << " arrays, jumps of " << habit.jump << ", " << length << " accesses");
      check_round_trip(random_batches(random, habit, length));
    }
  }
}

TEST_CASE("long traces cross blocks", "[recorded]") {
  Random random(2);
  check_round_trip(random_batches(random, {3, 200, 3, 4096}, 700'000));     // full of accesses
  check_round_trip(random_batches(random, {3, 200, 960, 4096}, 40'000));    // full of events
  check_round_trip(random_batches(random, {257, 100, 10, 4096}, 600'000));  // full of slots
}

TEST_CASE("extreme steps and gaps survive", "[recorded]") {
  Batch batch;
  batch.data_end = std::uint64_t{1} << 32;
  batch.array_end = 1;
  batch.label_end = 3;
  for (const std::int64_t step :
       {0LL, 1LL, -1LL, 126LL, 127LL, 128LL, -126LL, -127LL, -128LL, -129LL, 32767LL, 32768LL,
        -32768LL, -32769LL, 0x7fffffffLL, 0x80000000LL, -0x7fffffffLL, 0xffffffffLL}) {
    const Datum before = batch.count == 0 ? 0 : batch.storage[batch.count - 1].datum();
    const auto datum = static_cast<Datum>(before + static_cast<std::uint64_t>(step));
    batch.storage[batch.count++] = Access(datum, 0, false);
  }
  const std::size_t steps = batch.count;
  for (; batch.count < 2000; ++batch.count) {
    batch.storage[batch.count] = batch.storage[steps - 1];
  }
  std::uint32_t position = 0;
  for (const std::uint32_t gap : {0U, 1U, 254U, 255U, 256U, 1000U}) {
    position += gap;
    batch.events.push_back({position, 1, Kind::enter_loop});
  }
  check_round_trip({batch});
}

TEST_CASE("a header survives", "[recorded]") {
  RecordedHeader header;
  header.program = "a \"program\"\n of mine, naïve";
  header.parameters = {{"z", 1}, {"a", 0xffff'ffff'ffff'ffff}};
  header.model = {.block = 8,
                  .bits = 64,
                  .cold = Cold::bound,
                  .omit = {"A", ""},
                  .temporaries = Temporaries::reuse};
  header.element_bytes = 4;
  header.expected_accesses = 12;
  header.expected_data = 3;
  const RecordedHeader read = read_recorded(recorded({}, {{}, {}, {"program"}}, header)).header;
  CHECK(read.program == header.program);
  CHECK_FALSE(read.is_kernel);
  CHECK(read.parameters == header.parameters);
  CHECK(read.model.block == 8);
  CHECK(read.model.bits == 64);
  CHECK(read.model.cold == Cold::bound);
  CHECK(read.model.omit == header.model.omit);
  CHECK(read.model.temporaries == Temporaries::reuse);
  CHECK(read.element_bytes == 4);
  CHECK(read.expected_accesses == 12);
  CHECK(read.expected_data == 3);
}

TEST_CASE("names that would not fit are refused", "[recorded]") {
  const TraceNames names{{std::string(std::size_t{20} << 20, 'x')}, {0}, {"program"}};
  CHECK_THROWS_AS(recorded({}, names), Error);
}

TEST_CASE("a recorded trace is known by its beginning", "[recorded]") {
  const std::string text = recorded({}, {{}, {}, {"program"}});
  CHECK(is_recorded(text));
  CHECK(is_recorded(text.substr(0, 8)));
  CHECK_FALSE(is_recorded(text.substr(0, 7)));
  CHECK_FALSE(is_recorded(""));
  CHECK_FALSE(is_recorded("dmctrac3 and so on"));
}

}  // namespace dmc::test

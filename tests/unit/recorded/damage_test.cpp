#include <optional>
#include <string>

#include "dmc/kernels/kernel.hpp"
#include "dmc/util/error.hpp"

#include "catch.hpp"
#include "trace_text.hpp"

namespace dmc::test {
namespace {

std::string small_trace() {
  std::string text;
  RecordedHeader header{.program = "fft", .is_kernel = true};
  TraceWriter writer([&](std::string_view bytes) { text += bytes; }, header);
  Tracer tracer({}, [&](Batch& batch) { writer.add(batch); });
  (void)find_kernel("fft").run({{"n", 16}}, tracer, InputData());
  tracer.finish();
  writer.finish(tracer.names());
  return text;
}

// What is wrong with a file; nothing where it can be read.
std::optional<std::string> complaint(const std::string& text) {
  try {
    static_cast<void>(read_recorded(text));
    return std::nullopt;
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("any byte that is changed is noticed", "[recorded]") {
  const std::string text = small_trace();
  REQUIRE_FALSE(complaint(text));
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const int change : {0x01, 0x80, 0xff}) {
      std::string changed = text;
      changed[at] = static_cast<char>(changed[at] ^ change);
      INFO("byte " << at << " of " << text.size() << ", ^ " << change);
      CHECK(complaint(changed));
    }
  }
}

TEST_CASE("a file that was cut off is noticed, and where", "[recorded]") {
  const std::string text = small_trace();
  for (std::size_t length = 0; length < text.size(); ++length) {
    INFO(length << " of " << text.size());
    const auto wrong = complaint(text.substr(0, length));
    REQUIRE(wrong);
    CHECK(wrong->find("ends at offset " + std::to_string(length) + ",") != std::string::npos);
  }
}

TEST_CASE("what follows after the end is noticed", "[recorded]") {
  const std::string text = small_trace();
  CHECK(complaint(text + '\0'));
  CHECK(complaint(text + text));
}

TEST_CASE("damage is told with file and offset", "[recorded]") {
  std::string text = small_trace();
  const std::size_t block = text.find("DATA");
  REQUIRE(block != std::string::npos);
  text[block + 30] = static_cast<char>(text[block + 30] + 1);
  CHECK(complaint(text) == "trace: damaged at offset " + std::to_string(block) +
                               ": the checksum of the frame DATA is wrong");
}

TEST_CASE("a block that is missing or stands elsewhere is noticed", "[recorded]") {
  std::vector<Batch> batches(1);
  Batch& batch = batches.front();
  batch.count = Batch::k_capacity;
  batch.data_end = Batch::k_capacity;
  batch.array_end = 1;
  batch.label_end = 1;
  for (std::size_t i = 0; i < batch.count; ++i) {
    batch.storage[i] = Access(static_cast<Datum>(i), 0, false);
  }
  batches.resize(200, batch);
  const std::string text = recorded(batches, {{"a"}, {0}, {"program"}});
  REQUIRE_FALSE(complaint(text));
  const std::size_t first = text.find("DATA");
  const std::size_t second = text.find("DATA", first + 1);
  const std::size_t third = text.find("DATA", second + 1);
  REQUIRE(third != std::string::npos);
  const std::string one = text.substr(first, second - first);
  const std::string two = text.substr(second, third - second);
  CHECK(complaint(text.substr(0, first) + two + text.substr(third)));
  CHECK(complaint(text.substr(0, first) + one + text.substr(third)));
  CHECK(complaint(text.substr(0, first) + two + one + text.substr(third)));
  CHECK(complaint(text.substr(0, first) + one + one + two + text.substr(third)));
}

TEST_CASE("another version is told", "[recorded]") {
  std::string text = small_trace();
  text[8] = 2;
  const auto wrong = complaint(text);
  REQUIRE(wrong);
  CHECK(wrong->find("version 2") != std::string::npos);
}

}  // namespace dmc::test

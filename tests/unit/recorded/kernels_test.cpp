#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "dmc/analysis/analyze.hpp"
#include "dmc/analysis/recorded.hpp"
#include "dmc/analysis/run.hpp"
#include "dmc/trace/tracer.hpp"
#include "dmc/tracefile/reference_reader.hpp"
#include "dmc/tracefile/trace_writer.hpp"
#include "dmc/util/error.hpp"

#include "catch.hpp"
#include "reference_values.hpp"
#include "same_result.hpp"
#include "temporary_file.hpp"
#include "trace_text.hpp"

namespace dmc::test {
namespace {

std::string record_text(const RunRequest& request) {
  std::string text;
  const RecordedSize size = record_run(request, [&](std::string_view bytes) { text += bytes; });
  CHECK(size.bytes == text.size());
  return text;
}

RecordedAnalysis analyze_text(const std::string& text, unsigned threads = 1) {
  RecordedReader reader(source_of(text), "trace");
  return analyze_recorded(reader, {.threads = threads});
}

}  // namespace

TEST_CASE("a recorded kernel measures as the definitions say", "[recorded]") {
  for (const ReferenceValue& reference : reference_values()) {
    INFO(reference.kernel);
    const RunRequest request{.kernel = &find_kernel(reference.kernel),
                             .parameters = reference.parameters,
                             .model = reference.model};
    const std::string text = record_text(request);
    for (const unsigned threads : {1U, 3U}) {
      const RecordedAnalysis analysis = analyze_text(text, threads);
      CHECK(analysis.accesses == reference.accesses);
      CHECK(analysis.data == reference.data);
      CHECK(analysis.reuses == reference.reuses);
      CHECK(fmt::format("{:.12g}", analysis.dmd) == reference.dmd);
    }
  }
}

TEST_CASE("a recorded kernel gives all that a run gives", "[recorded]") {
  for (const ReferenceValue& reference : reference_values()) {
    INFO(reference.kernel);
    RunRequest request{.kernel = &find_kernel(reference.kernel),
                       .parameters = reference.parameters,
                       .model = reference.model};
    request.model.bits = 32;
    request.model.cold = Cold::stack;
    const RunResult direct = run(request);
    const std::string text = record_text(request);
    const TemporaryFile file(text);
    check_same_result(analyze_recorded(RecordedFile(file.path()), {.threads = 2}), direct);
    const RecordedAnalysis analysis = analyze_text(text);
    check_same_result(analysis, direct);
    CHECK(analysis.model.block == direct.model.block);
    CHECK(analysis.model.bits == 32);
    CHECK(analysis.model.cold == Cold::stack);
    CHECK(analysis.model.omit == direct.model.omit);
    CHECK(analysis.model.temporaries == direct.model.temporaries);
  }
}

TEST_CASE("a recorded kernel read as references has the same distances", "[recorded]") {
  for (const ReferenceValue& reference : reference_values()) {
    INFO(reference.kernel);
    const RunRequest request{.kernel = &find_kernel(reference.kernel),
                             .parameters = reference.parameters,
                             .model = reference.model};
    const TemporaryFile file(record_text(request));
    ReferenceReader reader{TraceInput(file.path())};
    REQUIRE(reader.recorded() != nullptr);
    CHECK(reader.recorded()->program == reference.kernel);
    const AnalyzeResult result = analyze(reader, {});
    CHECK(result.total.accesses == reference.accesses);
    CHECK(result.total.data == reference.data);
    CHECK(result.total.reuses == reference.reuses);
    CHECK(result.total.histogram == run(request).histogram);
  }
}

// A program that walks through two arrays of 8-byte elements, of which one begins after the other.
TEST_CASE("data of a recorded trace have addresses as their elements have", "[recorded]") {
  std::string text;
  const auto record = [&](std::uint64_t element_bytes, std::uint64_t block) {
    text.clear();
    Model model;
    model.block = block;
    RecordedHeader header{.program = "walk"};
    header.model = model;
    header.element_bytes = element_bytes;
    TraceWriter writer([&](std::string_view bytes) { text += bytes; }, header);
    Tracer tracer(model, [&](Batch& batch) { writer.add(batch); });
    auto a = tracer.array<double>("a", 8);
    auto b = tracer.array<double>("b", 8);
    for (std::uint64_t i = 0; i < 8; ++i) {
      (void)a.read(i);
      b.write(i, 1);
    }
    tracer.finish();
    writer.finish(tracer.names());
  };
  const auto analyzed = [&](const AnalyzeRequest& request) {
    const TemporaryFile file(text);
    ReferenceReader reader{TraceInput(file.path())};
    return analyze(reader, request);
  };
  record(8, 1);
  AnalyzeResult result = analyzed({.top = 1, .sizes = {64}});
  CHECK(result.unit == AddressUnit::memory);
  CHECK(result.request.granule == 8);
  CHECK(result.total.data == 16);
  CHECK(result.total.reuses == 0);
  // As cache lines, each array is one, and every reuse skips the other's.
  result = analyzed({.granule = 64});
  CHECK(result.total.data == 2);
  CHECK(result.total.histogram.bins == std::vector<Histogram::Bin>{{2, 14}});
  CHECK(analyzed({.accesses = AccessChoice::writes}).total.accesses == 8);
  CHECK(analyzed({.regions = {{"b", 64, 127}}}).total.arrays.front().accesses == 8);
  record(8, 4);
  result = analyzed({});
  CHECK(result.request.granule == 32);
  CHECK(result.total.data == 4);
  constexpr std::pair<std::uint64_t, std::uint64_t> k_without_size[] = {{0, 1}, {8, 3}, {12, 1}};
  for (const auto& [bytes, block] : k_without_size) {
    record(bytes, block);
    result = analyzed({});
    CHECK(result.unit == AddressUnit::id);
    CHECK(result.request.granule == 1);
    CHECK(result.total.data == (block == 1 ? 16U : 6U));
  }
}

TEST_CASE("damage of a recorded trace shows when it is read as references", "[recorded]") {
  const RunRequest request{.kernel = &find_kernel("conv"), .parameters = {{"n", 40}}, .model = {}};
  const std::string text = record_text(request);
  const TemporaryFile file(text.substr(0, text.size() / 2));
  ReferenceReader reader{TraceInput(file.path())};
  CHECK_THROWS_AS(analyze(reader, {}), Error);
}

TEST_CASE("a kernel's trace is compact", "[recorded]") {
  const auto bytes_an_access = [](std::string_view kernel, const Parameters& parameters) {
    const std::string text =
        record_text({.kernel = &find_kernel(kernel), .parameters = parameters, .model = {}});
    RecordedReader reader(source_of(text), "trace");
    Batch batch;
    while (reader.next(batch)) {
    }
    return static_cast<double>(text.size()) / static_cast<double>(reader.accesses());
  };
  CHECK(bytes_an_access("conv", {{"n", 256}, {"k", 5}}) < 0.1);
  CHECK(bytes_an_access("matmul", {{"m", 64}, {"n", 64}, {"l", 64}}) < 0.1);
  CHECK(bytes_an_access("fft", {{"n", 4096}}) < 0.1);
}

TEST_CASE("a trace of a kernel that dmc does not have is a program's", "[recorded]") {
  RecordedHeader header;
  header.program = "conv";
  header.parameters = {{"n", 9}, {"k", 3}};
  SECTION("it does not say that it is a kernel") {}
  SECTION("it has other parameters") {
    header.is_kernel = true;
  }
  SECTION("there is none of that name") {
    header.is_kernel = true;
    header.program = "convolution";
  }
  const RecordedAnalysis analysis = analyze_text(recorded({}, {{}, {}, {"program"}}, header));
  CHECK(analysis.kernel == nullptr);
  CHECK(analysis.program == header.program);
  CHECK(analysis.formulas.empty());
  CHECK(analysis.accesses == 0);
}

}  // namespace dmc::test

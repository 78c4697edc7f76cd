#include <string>
#include <string_view>

#include <fmt/format.h>

#include "dmc/analysis/recorded.hpp"
#include "dmc/analysis/run.hpp"

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

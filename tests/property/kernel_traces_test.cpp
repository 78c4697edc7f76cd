#include "dmc/kernels/kernel.hpp"

#include "attribution.hpp"
#include "catch.hpp"
#include "replay.hpp"

namespace dmc::test {
namespace {

struct Run {
  std::string_view kernel;
  Parameters parameters;
};

// Every kernel, at a size whose trace runs through several nodes of the engine's tree.
const std::vector<Run>& runs() {
  static const std::vector<Run> k_table{
      {"matmul", {{"m", 17}, {"n", 23}, {"l", 31}}},
      {"tiledmatmul", {{"m", 17}, {"n", 23}, {"l", 31}, {"tile", 5}}},
      {"tiledmatmul", {{"m", 17}, {"n", 23}, {"l", 31}, {"tile", 5}, {"order", 3}}},
      {"recmatmul", {{"n", 16}}},
      {"recmatmul-tmp", {{"n", 16}}},
      {"flash", {{"l", 20}, {"d", 24}, {"h", 3}, {"bq", 7}, {"bk", 4}}},
      {"decode", {{"l", 30}, {"d", 16}, {"h", 4}, {"p", 2}, {"steps", 6}}},
      {"multiconv", {{"n", 20}, {"k", 3}, {"c", 4}, {"f", 3}, {"layout", 1}}},
      {"depthwise", {{"n", 40}, {"k", 3}, {"c", 3}, {"dilation", 2}}},
      {"attention", {{"l", 20}, {"d", 24}, {"h", 3}}},
      {"mha", {{"l", 12}, {"d", 16}, {"h", 4}}},
      {"gqa", {{"l", 12}, {"d", 16}, {"h", 4}, {"p", 2}}},
      {"transformer", {{"l", 8}, {"d", 8}, {"h", 2}, {"f", 20}, {"layers", 2}, {"vocab", 9}}},
      {"conv", {{"n", 64}, {"k", 5}}},
      {"conv", {{"h", 9}, {"w", 300}, {"k", 3}}},
      {"batchconv", {{"n", 20}, {"k", 3}, {"c", 7}, {"x", 3}}},
      {"im2col", {{"n", 33}, {"k", 4}}},
      {"winograd", {{"n", 40}}},
      {"fft", {{"n", 4096}}},
      {"fftconv", {{"n", 32}, {"k", 5}}},
  };
  return k_table;
}

void check_run(const Run& run, const Model& model) {
  const Kernel& kernel = find_kernel(run.kernel);
  LruEngine engine;
  LruEngine plain;
  ScopeOracle oracle(std::size_t{1} << 20);
  Tracer tracer(model, [&](Batch& batch) {
    engine.attribute(batch);
    plain.access(batch.accesses());
    auto event = batch.events.begin();
    for (std::size_t i = 0; i <= batch.count; ++i) {
      for (; event != batch.events.end() && event->position == i; ++event) {
        oracle.apply(*event);
      }
      if (i < batch.count) {
        oracle.access(batch.storage[i].datum(), batch.storage[i].array());
      }
    }
  });
  (void)kernel.run(resolve_parameters(kernel, run.parameters), tracer, InputData());
  tracer.finish();
  CHECK(engine.accesses() > 10'000);
  CHECK(difference(engine, oracle) == k_same);
  CHECK(difference(counts_of(plain), counts_of(engine)) == k_same);
}

TEST_CASE("the engine and the oracle agree about the kernels") {
  for (const Run& run : runs()) {
    for (const std::uint64_t block : {1U, 8U}) {
      for (const Temporaries temporaries : {Temporaries::fresh, Temporaries::reuse}) {
        CAPTURE(run.kernel, block, static_cast<int>(temporaries));
        Model model;
        model.block = block;
        model.temporaries = temporaries;
        check_run(run, model);
      }
    }
  }
}

}  // namespace
}  // namespace dmc::test

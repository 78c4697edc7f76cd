#include <array>
#include <string_view>
#include <vector>

#include "dmc/kernels/nest_kernel.hpp"

#include "catch.hpp"
#include "counted.hpp"

namespace dmc::test {
namespace {

constexpr std::array<std::uint64_t, 2> k_shipped_blocks{1, 4};

/// A kernel written in C++ and the nest that makes the same accesses.
struct Pair {
  std::string_view kernel;
  std::string_view nest;
  Parameters parameters;      ///< of both
  Parameters of_kernel = {};  ///< beyond those
  /// Temporaries that are new in every round are one larger array in a nest, which lies otherwise
  /// in blocks.
  bool blocks_differ = false;
};

std::vector<Pair> pairs() {
  return {
      {"matmul", "paper/matmul", {{"m", 5}, {"n", 6}, {"l", 7}}},
      {"matmul", "paper/matmul", {{"m", 1}, {"n", 17}, {"l", 3}}},
      {"matmul", "paper/matmul", {{"m", 20}, {"n", 1}, {"l", 18}}},
      {"conv", "paper/conv", {{"h", 7}, {"w", 12}, {"k", 3}}},
      {"conv", "paper/conv", {{"n", 9}, {"k", 1}}},
      {"conv", "paper/conv", {{"n", 20}, {"k", 20}}},
      {"conv", "paper/conv", {{"n", 23}, {"k", 17}}},
      {"batchconv", "paper/batchconv", {{"n", 8}, {"k", 3}, {"c", 5}, {"x", 2}}},
      {"batchconv", "paper/batchconv", {{"n", 6}, {"k", 2}, {"c", 4}}},
      {"batchconv",
       "paper/batchconv-nhwc",
       {{"n", 8}, {"k", 3}, {"c", 5}, {"x", 2}},
       {{"layout", 1}}},
      {"batchconv",
       "paper/batchconv-nhwc",
       {{"n", 7}, {"k", 2}, {"c", 18}, {"x", 18}},
       {{"layout", 1}}},
      {"im2col", "paper/im2col", {{"n", 9}, {"k", 3}}},
      {"im2col", "paper/im2col", {{"n", 7}, {"k", 7}}},
      {"im2col", "paper/im2col-printed", {{"n", 9}, {"k", 3}}, {{"variant", 1}}},
      {"multiconv", "paper/strided", {{"n", 9}, {"k", 3}, {"c", 2}, {"f", 3}, {"stride", 2}}},
      {"multiconv", "paper/strided", {{"n", 9}, {"k", 3}, {"c", 2}, {"f", 3}, {"dilation", 2}}},
      {"multiconv",
       "paper/strided-nhwc",
       {{"n", 10}, {"k", 2}, {"c", 3}, {"f", 2}, {"stride", 3}, {"dilation", 2}},
       {{"layout", 1}}},
      {"depthwise", "paper/depthwise", {{"n", 8}, {"k", 3}, {"c", 3}}},
      {"depthwise",
       "paper/depthwise",
       {{"n", 9}, {"k", 2}, {"c", 2}, {"stride", 2}, {"dilation", 3}}},
      {"depthwise",
       "paper/depthwise-nhwc",
       {{"n", 9}, {"k", 3}, {"c", 3}, {"stride", 2}},
       {{"layout", 1}}},
      {"tiledmatmul",
       "paper/tiled",
       {{"m", 5}, {"n", 6}, {"l", 7}, {"tm", 2}, {"tn", 4}, {"tl", 3}}},
      {"tiledmatmul", "paper/tiled", {{"m", 12}, {"n", 12}, {"l", 12}, {"tile", 4}}},
      {"tiledmatmul", "paper/tiled", {{"m", 20}, {"n", 7}, {"l", 5}, {"tile", 18}}},
      {"attention", "paper/attention", {{"l", 5}, {"d", 12}, {"h", 3}}, {}, false},
      {"attention", "paper/attention", {{"l", 18}, {"d", 4}, {"h", 1}}, {}, false},
      {"mha", "paper/mha", {{"l", 5}, {"d", 12}, {"h", 3}}, {}, true},
      {"gqa", "paper/gqa", {{"l", 5}, {"d", 12}, {"h", 6}, {"p", 2}}, {}, true},
      {"gqa", "paper/gqa", {{"l", 3}, {"d", 8}, {"h", 4}, {"p", 1}}, {}, true},
      {"transformer",
       "paper/transformer",
       {{"l", 4}, {"d", 8}, {"h", 2}, {"f", 12}, {"layers", 2}, {"vocab", 6}},
       {},
       true},
      {"transformer",
       "paper/transformer",
       {{"l", 7}, {"d", 6}, {"h", 3}, {"layers", 1}, {"vocab", 5}},
       {},
       true},
  };
}

void check_same(const Counted& kernel, const Counted& nest) {
  CHECK(nest.accesses == kernel.accesses);
  CHECK(nest.data == kernel.data);
  CHECK(nest.histogram == kernel.histogram);
  CHECK(nest.cold == kernel.cold);
  CHECK(nest.classes == kernel.classes);
  CHECK(nest.by_stage == kernel.by_stage);
}

TEST_CASE("nests of the paper's kernels are those kernels, array by array and class by class") {
  for (const Pair& pair : pairs()) {
    const Kernel& kernel = find_kernel(pair.kernel);
    const Kernel& nest = find_kernel(pair.nest);
    Parameters of_kernel = pair.parameters;
    for (const auto& [name, value] : pair.of_kernel.entries()) {
      of_kernel.set(name, value);
    }
    for (const std::uint64_t block : k_shipped_blocks) {
      if (block > 1 && pair.blocks_differ) {
        continue;
      }
      INFO(pair.nest << " block " << block);
      Model model;
      model.block = block;
      check_same(counted(kernel, of_kernel, model), counted(nest, pair.parameters, model));
      model.omit = {std::string(kernel.arrays.front())};
      check_same(counted(kernel, of_kernel, model), counted(nest, pair.parameters, model));
    }
  }
}

TEST_CASE("every nest that comes with dmc runs with its defaults and keeps its plan") {
  const auto names = shipped_nest_names();
  CHECK(std::count_if(names.begin(), names.end(),
                      [](std::string_view name) { return name.starts_with("polybench/"); }) == 30);
  for (const std::string_view name : names) {
    INFO(name);
    const NestKernel& nest = *shipped_nest(name);
    const Parameters parameters = resolve_parameters(nest.kernel(), {});
    std::uint64_t accesses = 0;
    Tracer tracer({}, [&](Batch& batch) { accesses += batch.count; });
    (void)nest.kernel().run(parameters, tracer, InputData());
    tracer.finish();
    CHECK(footprint(nest.kernel().plan(parameters), {}).accesses == accesses);
    CHECK(accesses > 0);
    CHECK_FALSE(nest.nest().summary.empty());
    const nest::Nest again = nest::parse(to_text(nest.nest()), "again");
    CHECK(again.body == nest.nest().body);
    for (std::size_t i = 0; i < again.loops.size(); ++i) {
      CHECK(again.loops[i].scope == nest.nest().loops[i].scope);
    }
  }
}

}  // namespace
}  // namespace dmc::test

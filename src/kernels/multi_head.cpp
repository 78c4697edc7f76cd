#include "multi_head.hpp"

#include "ranges.hpp"

namespace dmc {

AttentionShape multi_head_shape(std::uint64_t l, std::uint64_t d, std::uint64_t h,
                                std::uint64_t p) {
  return {.length = l, .width = d, .head_width = d / h, .heads = h, .groups = p};
}

Plan plan_multi_head(AttentionShape shape) {
  const Count l = shape.length;
  const Count d = shape.width;
  const Count product = l * d * d;  // of the output projection
  Plan plan{.arrays = plan_heads(shape, 1)};
  const Count per_head = projection_reads(shape, shape.heads);
  const Count per_group = projection_reads(shape, shape.groups);
  plan.arrays.push_back({.name = "Q", .size = l * d, .accesses = per_head});
  plan.arrays.push_back({.name = "K", .size = l * d, .accesses = per_group});
  plan.arrays.push_back({.name = "V", .size = l * d, .accesses = per_group});
  plan.arrays.push_back(
      {.name = "H", .size = l * d, .accesses = l * d + product, .temporary = true});
  plan.arrays.push_back({.name = "W0", .size = d * d, .accesses = product});
  plan.arrays.push_back({.name = "O", .size = l * d, .accesses = l * d});
  auto alive = head_ranges(shape);
  alive.push_back({l * d, 1});
  plan.recycled = recycled_ranges({alive});
  return plan;
}

std::vector<double> run_multi_head(AttentionShape shape, Tracer& tracer, const InputData& input) {
  Weights weights(tracer, input);
  const auto queries = weights.matrix("Q", shape.length, shape.width);
  const auto keys = weights.matrix("K", shape.length, shape.width);
  const auto values = weights.matrix("V", shape.length, shape.width);
  auto joined = tracer.temporary<double>("H", shape.length, shape.width);
  auto result = tracer.matrix<double>("O", shape.length, shape.width);
  AttentionLayer layer(tracer, weights, shape);
  layer.attend({queries, keys, values}, joined);
  layer.project(joined, result);
  return result.values();
}

std::vector<std::string_view> multi_head_arrays() {
  return {"Q", "K", "V", "WQ", "WK", "WV", "W0", "q", "k", "v", "S", "H", "O"};
}

std::vector<ReuseClass> multi_head_classes() {
  auto classes = attention_classes({"Q", "K", "V"});
  classes.push_back({"output projection reuses", "Lemma 3.3", {"H", "W0"}});
  return classes;
}

}  // namespace dmc

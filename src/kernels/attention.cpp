#include <array>

#include "attention_layer.hpp"
#include "parameters.hpp"
#include "ranges.hpp"
#include "rows.hpp"

namespace dmc {
namespace {

constexpr std::array k_parameters{
    Parameter{.name = "l", .meaning = "length of the sequence", .fallback = 64},
    Parameter{.name = "d", .meaning = "width of the model", .fallback = 64},
    Parameter{.name = "h", .meaning = "heads of the model, a divisor of d", .fallback = 8},
};

Parameters resolve(const Parameters& given) {
  Parameters all = complete(k_parameters, given);
  check_divides("h", all["h"], "d", all["d"]);
  return all;
}

/// One head alone, as wide as one of the model's h.
AttentionShape shape_of(const Parameters& parameters) {
  return {.length = parameters["l"],
          .width = parameters["d"],
          .head_width = parameters["d"] / parameters["h"],
          .heads = 1,
          .groups = 1};
}

Plan plan(const Parameters& parameters) {
  const AttentionShape shape = shape_of(parameters);
  const Count input = Count(shape.length) * shape.width;
  const Count output = Count(shape.length) * shape.head_width;
  Plan plan{.arrays = plan_heads(shape, 1), .recycled = recycled_ranges({head_ranges(shape)})};
  for (const std::string_view name : {"Q", "K", "V"}) {
    plan.arrays.push_back({.name = name, .size = input, .accesses = projection_reads(shape, 1)});
  }
  plan.arrays.push_back({.name = "H", .size = output, .accesses = output});
  return plan;
}

std::vector<double> run(const Parameters& parameters, Tracer& tracer, const InputData& input) {
  const AttentionShape shape = shape_of(parameters);
  Weights weights(tracer, input);
  const auto queries = weights.matrix("Q", shape.length, shape.width);
  const auto keys = weights.matrix("K", shape.length, shape.width);
  const auto values = weights.matrix("V", shape.length, shape.width);
  auto result = tracer.matrix<double>("H", shape.length, shape.head_width);
  AttentionLayer layer(tracer, weights, shape);
  layer.attend({queries, keys, values}, result);
  return result.values();
}

}  // namespace

Kernel attention_kernel() {
  return {.name = "attention",
          .summary = "one attention head with its projections",
          .source = "Section 3.1, Lemma 3.2",
          .task = k_head_task,
          .parameters = k_parameters,
          .arrays = {"Q", "K", "V", "WQ", "WK", "WV", "q", "k", "v", "S", "H"},
          .classes = attention_classes({"Q", "K", "V"}),
          .resolve = resolve,
          .plan = plan,
          .run = run};
}

}  // namespace dmc

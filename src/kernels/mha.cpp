#include <array>

#include "multi_head.hpp"
#include "parameters.hpp"
#include "rows.hpp"

namespace dmc {
namespace {

constexpr std::array k_parameters{
    Parameter{.name = "l", .meaning = "length of the sequence", .fallback = 64},
    Parameter{.name = "d", .meaning = "width of the model", .fallback = 64},
    Parameter{.name = "h", .meaning = "heads, a divisor of d", .fallback = 8},
};

Parameters resolve(const Parameters& given) {
  Parameters all = complete(k_parameters, given);
  check_divides("h", all["h"], "d", all["d"]);
  return all;
}

/// Grouped attention in which every head is a group of its own.
AttentionShape shape_of(const Parameters& parameters) {
  return multi_head_shape(parameters["l"], parameters["d"], parameters["h"], parameters["h"]);
}

Plan plan(const Parameters& parameters) {
  return plan_multi_head(shape_of(parameters));
}

std::vector<double> run(const Parameters& parameters, Tracer& tracer, const InputData& input) {
  return run_multi_head(shape_of(parameters), tracer, input);
}

}  // namespace

Kernel mha_kernel() {
  return {.name = "mha",
          .summary = "multi-head attention and its output projection",
          .source = "Section 3.1, Lemma 3.3",
          .task = k_multi_head_task,
          .parameters = k_parameters,
          .arrays = multi_head_arrays(),
          .classes = multi_head_classes(),
          .resolve = resolve,
          .plan = plan,
          .run = run};
}

}  // namespace dmc

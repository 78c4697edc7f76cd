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
    Parameter{.name = "p",
              .meaning = "groups of heads that share keys and values, a divisor of h",
              .fallback = 2},
};

Parameters resolve(const Parameters& given) {
  Parameters all = complete(k_parameters, given);
  check_divides("h", all["h"], "d", all["d"]);
  check_divides("p", all["p"], "h", all["h"]);
  return all;
}

AttentionShape shape_of(const Parameters& parameters) {
  return multi_head_shape(parameters["l"], parameters["d"], parameters["h"], parameters["p"]);
}

Plan plan(const Parameters& parameters) {
  return plan_multi_head(shape_of(parameters));
}

std::vector<double> run(const Parameters& parameters, Tracer& tracer, const InputData& input) {
  return run_multi_head(shape_of(parameters), tracer, input);
}

}  // namespace

Kernel gqa_kernel() {
  return {.name = "gqa",
          .summary = "grouped query attention: groups of heads share keys and values",
          .source = "Section 3.1, Lemma 3.6",
          .task = k_multi_head_task,
          .parameters = k_parameters,
          .arrays = multi_head_arrays(),
          .classes = multi_head_classes(),
          .resolve = resolve,
          .plan = plan,
          .run = run};
}

}  // namespace dmc

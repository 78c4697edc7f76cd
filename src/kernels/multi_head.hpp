#pragma once

#include <string_view>
#include <vector>

#include "attention_layer.hpp"

namespace dmc {

// What `mha` and `gqa` are made of: a whole attention layer on inputs Q, K and V, giving O.

[[nodiscard]] AttentionShape multi_head_shape(std::uint64_t l, std::uint64_t d, std::uint64_t h,
                                              std::uint64_t p);
[[nodiscard]] Plan plan_multi_head(AttentionShape shape);
[[nodiscard]] std::vector<double> run_multi_head(AttentionShape shape, Tracer& tracer,
                                                 const InputData& input);
[[nodiscard]] std::vector<std::string_view> multi_head_arrays();
[[nodiscard]] std::vector<ReuseClass> multi_head_classes();

}  // namespace dmc

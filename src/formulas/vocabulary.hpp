#pragma once

#include <algorithm>
#include <string_view>

#include "dmc/formulas/expression.hpp"
#include "dmc/kernels/kernel.hpp"
#include "dmc/trace/model.hpp"

// What the formula files share: symbols, exponents as the paper writes them, and conditions.
namespace dmc {

[[nodiscard]] inline Expression symbol(std::string_view name) {
  return Expression::variable(name);
}

/// 3/2 and 5/2 as exponents of the transformer section; the convolution section writes 1.5 and 2.5.
[[nodiscard]] inline Expression three_halves() {
  return Expression::rational(3, 2);
}
[[nodiscard]] inline Expression five_halves() {
  return Expression::rational(5, 2);
}

/// Every access is made, on elements.
[[nodiscard]] inline bool is_plain(const Model& model) {
  return model.block == 1 && model.omit.empty();
}

/// Elements, with just this array in registers.
[[nodiscard]] inline bool omits_only(const Model& model, std::string_view array) {
  return model.block == 1 && !model.omit.empty() &&
         std::all_of(model.omit.begin(), model.omit.end(),
                     [&](const std::string& name) { return name == array; });
}

/// Elements, with or without this array: where the paper does not say, or it makes no difference.
[[nodiscard]] inline bool may_omit(const Model& model, std::string_view array) {
  return is_plain(model) || omits_only(model, array);
}

/// The paper's model of temporaries: none gives its data back.
[[nodiscard]] inline bool is_fresh(const Model& model) {
  return model.temporaries == Temporaries::fresh;
}

/// Every access is made, on elements, and temporaries are fresh.
[[nodiscard]] inline bool is_plain_and_fresh(const Parameters& /*parameters*/, const Model& model) {
  return is_plain(model) && is_fresh(model);
}

}  // namespace dmc

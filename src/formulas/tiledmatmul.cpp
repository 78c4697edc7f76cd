#include "topics.hpp"
#include "vocabulary.hpp"

namespace dmc {
namespace {

bool is_square(const Parameters& parameters) {
  return parameters["m"] == parameters["n"] && parameters["l"] == parameters["n"];
}

/// Cubes that fill the matrices, with the loops in the order of the plain product.
bool has_square_tiles(const Parameters& parameters, const Model& model) {
  constexpr std::uint64_t k_ijk = 0;
  return is_square(parameters) && parameters.has("tile") &&
         parameters["n"] % parameters["tile"] == 0 && parameters["order"] == k_ijk &&
         may_omit(model, "C");
}

bool is_fresh_product(const Parameters& /*parameters*/, const Model& model) {
  return may_omit(model, "C") && is_fresh(model);
}

constexpr std::string_view k_source = "Smith, Goldfarb, Ding, ICS'22";

}  // namespace

// Published bounds of products in tiles of t×t and by recursion, as they stand.
std::vector<Formula> tiledmatmul_formulas() {
  const Expression n = symbol("n"), t = symbol("t");
  return {
      {.id = "smith22.tiled.lower",
       .kernels = {"tiledmatmul"},
       .source = k_source,
       .title = "tiled product of n×n matrices, lower bound",
       .expression = pow(n, 4) / t + pow(n, 3) * t,
       .relation = ">=",
       .applies = has_square_tiles,
       .where = {{"t", symbol("tm")}}},
      {.id = "smith22.tiled.upper",
       .kernels = {"tiledmatmul"},
       .source = k_source,
       .title = "tiled product of n×n matrices, upper bound",
       .expression = (2 * sqrt(3) * pow(n, 4)) / t + sqrt(2) * pow(n, 3) * t,
       .relation = "<=",
       .applies = has_square_tiles,
       .where = {{"t", symbol("tm")}}},
      {.id = "smith22.recursive.lower",
       .kernels = {"recmatmul-tmp"},
       .source = k_source,
       .title = "recursive product with temporaries, lower bound",
       .expression = 12.82 * pow(n, 3.5),
       .relation = ">=",
       .applies = is_fresh_product,
       .note = "Products of 128×128 matrices measure 8.17·n^3.5, which is below it."},
      {.id = "smith22.recursive.upper",
       .kernels = {"recmatmul-tmp"},
       .source = k_source,
       .title = "recursive product with temporaries, upper bound",
       .expression = 13.46 * pow(n, 3.5),
       .relation = "<=",
       .applies = is_fresh_product},
  };
}

}  // namespace dmc

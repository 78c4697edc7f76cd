#include "topics.hpp"
#include "vocabulary.hpp"

namespace dmc {

std::vector<Formula> cold_formulas() {
  const Expression m = symbol("m");
  // First accesses are made to whatever the model calls a datum, so blocks and omissions are no
  // matter.
  return {
      {.id = "lem3.5",
       .kernels = {},
       .source = "Lemma 3.5",
       .title = "cold misses",
       .quantity = Quantity::cold_cost,
       .expression = pow(m, 1.5),
       .relation = "=",
       .applies = [](const Parameters&, const Model& model) { return model.cold == Cold::bound; },
       .note = "m is the number of distinct data.",
       .given = {"m"}},
      {.id = "lem3.5.corrected",
       .kernels = {},
       .source = "Lemma 3.5",
       .title = "cold misses, the i-th new datum at depth i",
       .form = Form::corrected,
       .quantity = Quantity::cold_cost,
       .expression = Expression::rational(2, 3) * pow(m, 1.5),
       .applies = [](const Parameters&, const Model& model) { return model.cold == Cold::stack; },
       .note = "m is the number of distinct data; the printed cost puts all of them at depth m.",
       .given = {"m"}},
      {.id = "lem3.5.exact",
       .kernels = {},
       .source = "Lemma 3.5",
       .title = "cold misses, the i-th new datum at depth i",
       .form = Form::exact,
       .quantity = Quantity::cold_cost,
       .part = "as a sum",
       .expression = sum("i", 1, m, sqrt(symbol("i"))),
       .relation = "=",
       .note = "m is the number of distinct data; too long a sum to be taken in every run.",
       .given = {"m"}},
  };
}

}  // namespace dmc

#include "topics.hpp"
#include "vocabulary.hpp"

namespace dmc {

// What holds of any program, so that no run of one kernel measures it by itself.
std::vector<Formula> definition_formulas() {
  return {
      {.id = "def2.1",
       .kernels = {},
       .source = "Definition 2.1",
       .title = "data movement distance of an access",
       .part = "one access",
       .expression = sqrt(symbol("l")),
       .relation = "=",
       .note = "l is the stack distance of the access; in abbbca the second a has 3.",
       .given = {"l"}},
      {.id = "def2.2",
       .kernels = {},
       .source = "Definition 2.2",
       .title = "data movement complexity",
       .part = "accesses at one distance",
       .expression = sum("i", 1, symbol("N"), sqrt(symbol("l"))),
       .relation = "=",
       .note = "For N accesses at distance l; a run sums over the distances that it measures.",
       .given = {"N", "l"}},
  };
}

std::vector<Formula> granularity_formulas() {
  const Expression s = symbol("s"), D = symbol("D");
  return {{.id = "def3.19",
           .kernels = {},
           .source = "Definition 3.19",
           .title = "granular data movement distance",
           .quantity = Quantity::number,
           .part = "against data of one bit",
           .expression = sqrt(s) * D,
           .relation = "=",
           .note = "D is the cost with data of one bit, s the bits of a datum (--bits).",
           .given = {"D"}}};
}

std::vector<Formula> block_bound_formulas() {
  return {
      {.id = "thm3.21",
       .kernels = {},
       .source = "Theorem 3.21",
       .title = "cost of a block layout",
       .expression = sqrt(symbol("b")) * symbol("f"),
       .relation = "<",
       .applies = [](const Parameters&, const Model& model) { return model.block > 1; },
       .note =
           "f is the cost on elements of one bit. With free first accesses a stream has f = 0 and "
           "breaks it.",
       .given = {"f"}}};
}

}  // namespace dmc

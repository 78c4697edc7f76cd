#include "topics.hpp"
#include "vocabulary.hpp"

namespace dmc {
namespace {

std::vector<Formula> head_formulas() {
  const Expression l = symbol("l"), d = symbol("d"), h = symbol("h"), v = symbol("v");
  return {
      {.id = "lem3.2",
       .kernels = {"attention"},
       .source = "Lemma 3.2",
       .title = "one attention head",
       .expression = l * pow(d, 3) * (1 / sqrt(h)) + h * l * pow(d, five_halves()) +
                     h * pow(l, five_halves()) +
                     h * pow(l, five_halves()) * pow(d, three_halves()) + h * l,
       .note = "Its first term already is all h heads, of one of the three projections."},
      {.id = "lem3.2.simplified",
       .kernels = {"attention"},
       .source = "Lemma 3.2",
       .title = "one attention head, for l and h far below d",
       .expression = l * pow(d, five_halves()) * h + (l * pow(d, 3)) / sqrt(h)},
      {.id = "lem3.2.corrected",
       .kernels = {"attention"},
       .source = "Lemma 3.2",
       .title = "one attention head",
       .form = Form::corrected,
       .expression = 3 * l * pow(d * v, three_halves()) +
                     2 * pow(l, five_halves()) * pow(v, three_halves()) +
                     3 * sqrt(2) * l * pow(d, three_halves()) * v + 2 * pow(l, 3),
       .note = "Three projections, two products with the scores, and the passes over the scores.",
       .where = {{"v", d / h}}},
      {.id = "lem3.2.corrected.all-heads",
       .kernels = {"mha"},
       .source = "Lemma 3.2",
       .title = "all attention heads",
       .form = Form::corrected,
       .stages = {"k projection", "v projection", "q projection", "scores", "softmax",
                  "weighted sum"},
       .expression = (3 * l * pow(d, 3)) / sqrt(h) +
                     (2 * pow(l, five_halves()) * pow(d, three_halves())) / sqrt(h) +
                     3 * sqrt(2) * l * pow(d, five_halves())},
  };
}

}  // namespace

std::vector<Formula> attention_formulas() {
  const Expression l = symbol("l"), d = symbol("d"), h = symbol("h"), v = symbol("v");
  std::vector<Formula> table = head_formulas();
  table.push_back({.id = "lem3.3",
                   .kernels = {"mha"},
                   .source = "Lemma 3.3",
                   .title = "multi-head attention",
                   .expression = l * pow(h * v * d, three_halves()),
                   .note = "The last product, with W0, alone.",
                   .where = {{"v", d / h}}});
  table.push_back({.id = "lem3.3.simplified",
                   .kernels = {"mha"},
                   .source = "Lemma 3.3",
                   .title = "multi-head attention",
                   .expression = l * pow(d, 3),
                   .note = "The last product, with W0, alone; the whole layer depends on h."});
  table.push_back({.id = "lem3.3.product",
                   .kernels = {"mha"},
                   .source = "Lemma 3.3",
                   .title = "product with W0",
                   .form = Form::corrected,
                   .stages = {"output projection"},
                   .expression = l * pow(d, 3) + sqrt(2) * l * pow(d, five_halves()),
                   .note = "What the lemma counts, with the rows of the left factor."});
  table.push_back(
      {.id = "lem3.3.corrected",
       .kernels = {"mha"},
       .source = "Lemma 3.3",
       .title = "multi-head attention",
       .form = Form::corrected,
       .expression = l * pow(d, 3) + (3 * l * pow(d, 3)) / sqrt(h) +
                     (2 * pow(l, five_halves()) * pow(d, three_halves())) / sqrt(h) +
                     4 * sqrt(2) * l * pow(d, five_halves()),
       .note = "The product with W0, three projections, the scores, and the rows of all four."});
  return table;
}

std::vector<Formula> gqa_formulas() {
  const Expression l = symbol("l"), d = symbol("d"), h = symbol("h"), p = symbol("p"),
                   q = symbol("q");
  return {
      {.id = "lem3.6",
       .kernels = {"gqa"},
       .source = "Lemma 3.6",
       .title = "grouped query attention",
       .expression = p * pow(pow(d, 2) + (2 * pow(d, 2)) / h, 1.5) +
                     2 * p * (q - 1) * (pow(d, 2) / h) * sqrt(pow(l, 2) + (4 * pow(d, 2)) / h),
       .note = "Cold misses and weight reuses only; matrix products are left out on purpose.",
       .where = {{"q", h / p}}},
      {.id = "lem3.6.simplified",
       .kernels = {"gqa"},
       .source = "Lemma 3.6",
       .title = "grouped query attention",
       .expression = p * pow(d, 3)},
      {.id = "lem3.6.corrected",
       .kernels = {"gqa"},
       .source = "Lemma 3.6",
       .title = "grouped query attention",
       .form = Form::corrected,
       .expression = l * pow(d, 3) + (1 + (2 * p) / h) * ((l * pow(d, 3)) / sqrt(h)) +
                     (2 * pow(l, five_halves()) * pow(d, three_halves())) / sqrt(h) +
                     2 * sqrt(2) * (1 + p / h) * l * pow(d, five_halves()),
       .note = "The whole layer: groups save key and value projections, nothing else."},
  };
}

}  // namespace dmc

#include <utility>

#include "attention_costs.hpp"
#include "topics.hpp"
#include "vocabulary.hpp"

namespace dmc {
namespace {

// What the corrected forms are written in: the projection of an input, the products with the scores
// and the passes over them, each of one head.
std::vector<Definition> with_parts(std::vector<Definition> symbols,
                                   const std::vector<Definition>& more) {
  const std::vector<Definition> parts = {{"P", one_projection()},
                                         {"S", scores(Mask::none)},
                                         {"W", weighted_sum()},
                                         {"T", score_passes(Mask::none)}};
  symbols.insert(symbols.end(), parts.begin(), parts.end());
  symbols.insert(symbols.end(), more.begin(), more.end());
  return symbols;
}

constexpr std::string_view k_parts_note =
    "About 3l(dv)^1.5 + 2l^2.5·v^1.5 + 2l³: projections P, scores S and their weighted sum W, the "
    "passes over the scores T, and first reads F.";

Formula corrected(std::string_view id, std::string_view kernel, std::string_view source,
                  std::string_view title, const Expression& expression,
                  const std::vector<Definition>& more) {
  return {.id = id,
          .kernels = {kernel},
          .source = source,
          .title = title,
          .form = Form::corrected,
          .expression = expression,
          .applies = kernel == "attention" ? nullptr : is_plain_and_fresh,
          .note = k_parts_note,
          .where = with_parts(kernel == "gqa" ? of_groups() : of_heads(), more)};
}

// Every head is a group of its own.
std::vector<Definition> of_separate_heads() {
  return {{"p", symbol("h")}, {"q", 1}};
}

Formula all_heads() {
  const Expression h = symbol("h");
  Formula formula = corrected(
      "lem3.2.corrected.all-heads", "mha", "Lemma 3.2", "all attention heads, temporaries fresh",
      h * (3 * symbol("P") + symbol("S") + symbol("W") + symbol("T")) + symbol("F") + symbol("G"),
      {});
  formula.stages = {"k projection", "v projection", "q projection",
                    "scores",       "softmax",      "weighted sum"};
  formula.note = "As of one head, h times; and G, the inputs as further heads read them again.";
  for (const Definition& separate : of_separate_heads()) {
    formula.where.push_back(separate);
  }
  formula.where.push_back({"F", first_reads_of_layer()});
  formula.where.push_back({"G", repeated_inputs()});
  return formula;
}

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
      corrected("lem3.2.corrected", "attention", "Lemma 3.2", "one attention head",
                3 * symbol("P") + symbol("S") + symbol("W") + symbol("T") + symbol("F"),
                {{"F", first_reads_of_head()}}),
      all_heads(),
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
  Formula last = corrected("lem3.3.product", "mha", "Lemma 3.3",
                           "product with W0, temporaries fresh", output_projection(), {});
  last.stages = {"output projection"};
  last.note = "What the lemma counts, about ld³, with the rows of the left factor.";
  last.where = of_heads();
  last.where.push_back({"p", symbol("h")});
  table.push_back(std::move(last));
  Formula whole = all_heads();
  whole.id = "lem3.3.corrected";
  whole.source = "Lemma 3.3";
  whole.title = "multi-head attention, temporaries fresh";
  whole.stages = {};
  whole.expression = whole.expression + symbol("O");
  whole.note =
      "About ld³ + 3ld³/√h + 2l^2.5·d^1.5/√h + 2hl³: the heads of Lemma 3.2 as corrected, and O, "
      "the product with W0.";
  whole.where.push_back({"O", output_projection()});
  table.push_back(std::move(whole));
  return table;
}

namespace {

Formula grouped_layer() {
  const Expression h = symbol("h"), p = symbol("p");
  Formula formula = corrected(
      "lem3.6.corrected", "gqa", "Lemma 3.6", "grouped query attention, temporaries fresh",
      (h + 2 * p) * symbol("P") + h * (symbol("S") + symbol("W") + symbol("T")) + symbol("F") +
          symbol("G") + symbol("O"),
      {{"F", first_reads_of_layer()}, {"G", repeated_inputs()}, {"O", output_projection()}});
  formula.note =
      "About ld³ + (1 + 2p/h)·ld³/√h + 2l^2.5·d^1.5/√h + 2hl³: groups save key and value "
      "projections, nothing else.";
  return formula;
}

}  // namespace

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
      grouped_layer(),
  };
}

}  // namespace dmc

#include "topics.hpp"
#include "vocabulary.hpp"

namespace dmc {
namespace {

// A row of Table 1.
Formula stage(std::string_view id, std::string_view stage, const Expression& expression) {
  return {.id = id,
          .kernels = {"transformer"},
          .source = "Table 1",
          .title = stage,
          .stages = {stage},
          .expression = expression};
}

Formula corrected_stage(std::string_view id, std::string_view name, const Expression& expression,
                        std::vector<Definition> where, std::string_view note) {
  Formula formula = stage(id, name, expression);
  formula.form = Form::corrected;
  formula.where = std::move(where);
  formula.note = note;
  return formula;
}

// One multi-head attention without its lower terms: W0, three projections, the scores.
Expression attention() {
  const Expression l = symbol("l"), d = symbol("d"), h = symbol("h");
  return l * pow(d, 3) + (3 * l * pow(d, 3)) / sqrt(h) +
         (2 * pow(l, five_halves()) * pow(d, three_halves())) / sqrt(h);
}

std::vector<Formula> stages() {
  const Expression l = symbol("l"), d = symbol("d"), f = symbol("f"), V = symbol("V");
  return {
      stage("tab1.embedding", "embedding", pow(d * l, three_halves())),
      stage("tab1.position", "positional encoding", pow(d * l, three_halves())),
      stage("tab1.masked-attention", "masked attention", l * pow(d, 3)),
      corrected_stage("tab1.masked-attention.corrected", "masked attention", attention(), {},
                      "The printed term is the last product alone."),
      stage("tab1.attention", "attention", l * pow(d, 3)),
      corrected_stage("tab1.attention.corrected", "attention", attention(), {},
                      "The printed term is the last product alone."),
      stage("tab1.feed-forward", "feed-forward", sqrt(4 * d * f)),
      corrected_stage("tab1.feed-forward.corrected", "feed-forward",
                      2 * l * pow(d * f, three_halves()), {},
                      "Two products by Lemma 3.1 as corrected: 16ld³ at f = 4d."),
      stage("tab1.linear", "linear", 3 * l * pow(d, three_halves())),
      corrected_stage("tab1.linear.corrected", "linear", l * pow(d * V, three_halves()),
                      {{"V", symbol("vocab")}},
                      "A product by Lemma 3.1 as corrected; V is the size of the vocabulary."),
      stage("tab1.softmax", "softmax", 2 * pow(l, five_halves())),
  };
}

}  // namespace

std::vector<Formula> transformer_formulas() {
  const Expression l = symbol("l"), d = symbol("d"), f = symbol("f"), n = symbol("n"),
                   V = symbol("V");
  std::vector<Formula> table = stages();
  table.push_back({.id = "thm3.4",
                   .kernels = {"transformer"},
                   .source = "Theorem 3.4",
                   .title = "forward pass",
                   .expression = n * (2 * l * pow(d, 3)),
                   .note = "Two attentions a layer; the feed-forward network costs more at f = 4d.",
                   .where = {{"n", symbol("layers")}}});
  table.push_back(
      {.id = "thm3.4.corrected",
       .kernels = {"transformer"},
       .source = "Theorem 3.4",
       .title = "forward pass",
       .form = Form::corrected,
       .expression = n * (2 * attention() + 2 * l * pow(d * f, three_halves())) +
                     l * pow(d * V, three_halves()),
       .note = "Two attentions and the feed-forward network a layer, and the last product.",
       .where = {{"n", symbol("layers")}, {"V", symbol("vocab")}}});
  return table;
}

}  // namespace dmc

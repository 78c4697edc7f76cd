#include <utility>

#include "topics.hpp"
#include "vocabulary.hpp"

namespace dmc {
namespace {

bool fits_vocabulary(const Parameters& parameters, const Model& model) {
  return parameters["l"] <= parameters["vocab"] && is_plain(model);
}

// A row of Table 1, about one layer of those that have the stage.
Formula row(std::string_view id, std::string_view stage, const Expression& expression) {
  const bool in_layers = stage.ends_with("attention") || stage == "feed-forward";
  return {.id = id,
          .kernels = {"transformer"},
          .source = "Table 1",
          .title = stage,
          .stages = {stage},
          .per = in_layers ? "layers" : "",
          .expression = expression};
}

Formula corrected(Formula formula, std::string_view note) {
  formula.form = Form::corrected;
  formula.where = {{"V", symbol("vocab")}};
  formula.note = note;
  return formula;
}

Formula exact(Formula formula, std::string_view note,
              bool (*applies)(const Parameters&, const Model&) = nullptr) {
  formula = corrected(std::move(formula), note);
  formula.form = Form::exact;
  formula.relation = "=";
  formula.applies = applies;
  return formula;
}

// One multi-head attention: W0, three projections, the scores, and the rows of the factors.
Expression attention() {
  const Expression l = symbol("l"), d = symbol("d"), h = symbol("h");
  return l * pow(d, 3) + (3 * l * pow(d, 3)) / sqrt(h) +
         (2 * pow(l, five_halves()) * pow(d, three_halves())) / sqrt(h) +
         4 * sqrt(2) * l * pow(d, five_halves());
}

// x is read where it was written one step before: after the rest of the embedding and what the
// positions have come to.
Expression position_reuses() {
  const Expression l = symbol("l"), d = symbol("d"), i = symbol("i");
  return d * sum("i", 0, l - 1, sqrt(2 * l * d + l - 2 - i)) + sqrt(2) * l * d;
}

// The first pass over a row of logits reads what the last product wrote: all logits lie between,
// and what of x and WL the product had still to read. The other two passes come a row later, and
// write what they have just read.
Expression softmax_reuses() {
  const Expression l = symbol("l"), d = symbol("d"), i = symbol("i"), j = symbol("j"),
                   V = symbol("V");
  const Expression rows =
      sum("i", 1, l - 1, (V - 1) * sqrt(l * V + d * V + d * (i + 1)) + sqrt(l * V + d * V + d * i));
  const Expression last_row = sum("j", 0, V - 2, sqrt(l * V + d * (V - j))) + sqrt(l * V);
  return rows + last_row + 2 * l * V * sqrt(V) + 2 * l * V;
}

std::vector<Formula> rows_of_layers() {
  const Expression l = symbol("l"), d = symbol("d"), f = symbol("f");
  const std::string_view last_alone = "The printed term is the last product alone.";
  return {
      row("tab1.masked-attention", "masked attention", l * pow(d, 3)),
      corrected(row("tab1.masked-attention.corrected", "masked attention", attention()),
                last_alone),
      row("tab1.attention", "attention", l * pow(d, 3)),
      corrected(row("tab1.attention.corrected", "attention", attention()), last_alone),
      row("tab1.feed-forward", "feed-forward", sqrt(4 * d * f)),
      corrected(row("tab1.feed-forward.corrected", "feed-forward",
                    2 * l * pow(d * f, three_halves()) + sqrt(2) * l * d * f * (sqrt(d) + sqrt(f))),
                "Two products by Lemma 3.1 as corrected: 16ld³ at f = 4d."),
  };
}

std::vector<Formula> rows_of_table() {
  const Expression l = symbol("l"), d = symbol("d"), V = symbol("V");
  std::vector<Formula> table = {
      row("tab1.embedding", "embedding", pow(d * l, three_halves())),
      exact(row("tab1.embedding.exact", "embedding", d * max(0, l - V) * sqrt(2 * d * V + V)),
            "Rows of the embedding are read again only where a word returns, after V others."),
      row("tab1.position", "positional encoding", pow(d * l, three_halves())),
      corrected(row("tab1.position.corrected", "positional encoding",
                    sqrt(2) * pow(d * l, three_halves())),
                "What is read lies behind both the embedding and the positions."),
      exact(row("tab1.position.exact", "positional encoding", position_reuses()),
            "For l up to the size of the vocabulary.", fits_vocabulary),
  };
  const std::vector<Formula> layers = rows_of_layers();
  table.insert(table.end(), layers.begin(), layers.end());
  const std::vector<Formula> last = {
      row("tab1.linear", "linear", 3 * l * pow(d, three_halves())),
      corrected(row("tab1.linear.corrected", "linear",
                    l * pow(d * V, three_halves()) + sqrt(2) * l * V * pow(d, three_halves())),
                "A product by Lemma 3.1 as corrected; V is the size of the vocabulary."),
      row("tab1.softmax", "softmax", 2 * pow(l, five_halves())),
      corrected(row("tab1.softmax.corrected", "softmax",
                    l * V * sqrt(V * (l + d)) + 2 * l * pow(V, three_halves())),
                "Of the logits, l rows of V, and not of l×l scores, which are in the attentions."),
      exact(row("tab1.softmax.exact", "softmax", softmax_reuses()), "Of the logits, l rows of V."),
  };
  table.insert(table.end(), last.begin(), last.end());
  return table;
}

}  // namespace

std::vector<Formula> transformer_formulas() {
  const Expression l = symbol("l"), d = symbol("d"), f = symbol("f"), n = symbol("n"),
                   V = symbol("V");
  std::vector<Formula> table = rows_of_table();
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

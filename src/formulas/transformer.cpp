#include <utility>

#include "attention_costs.hpp"
#include "products.hpp"
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

// The feed-forward network's two products. x was left by the last norm, and relu is read once all
// of it is there.
Expression feed_forward() {
  const Expression l = symbol("l"), d = symbol("d"), f = symbol("f");
  const Expression both = d * f, input = l * d;
  return product(l, d, f) + product(l, f, d) +
         (d / f) * root_integral(input + both, input + both + l * f) +
         l * f * sqrt(l * f + input + 2 * both);
}

// A product with WL, whose input was left by the last norm.
Expression last_product() {
  const Expression l = symbol("l"), d = symbol("d"), V = symbol("V");
  const Expression before = l * d + d * V;
  return product(l, d, V) + (d / V) * root_integral(before, before + l * V);
}

// What is read was written one step before, of which min(l, V) steps lie a full step back: rows of
// the embedding that the rest of the words share count once.
Expression position_in_short() {
  const Expression l = symbol("l"), d = symbol("d"), u = symbol("u");
  const Expression words = (l + u) / 2;
  return root_integral(d * (l + u) + words, 2 * d * l + words) + d * u * sqrt(2 * d * l + u / 2) +
         sqrt(2) * l * d;
}

// The first pass finds all logits in between, and what of x and WL the last product had still to
// read, which in its last row is WL alone.
Expression softmax_in_short() {
  const Expression l = symbol("l"), d = symbol("d"), V = symbol("V");
  const Expression all = V * (l + d);
  return (V / d) * root_integral(all + d, all + l * d) + root_integral(l * V, all) / d +
         2 * l * pow(V, three_halves()) + 2 * l * V;
}

// Three additions and three norms: x after an attention's scores or the network's relu, the stage's
// result, and rows within a norm.
Expression sums_and_norms() {
  const Expression l = symbol("l"), d = symbol("d"), f = symbol("f");
  const Expression x = l * d, weights = d * f;
  const Expression attentions =
      2 * x * (sqrt(pow(l, 2) + 3 * x + pow(d, 2)) + sqrt(2 * x + pow(d, 2)));
  const Expression network = x * (sqrt(l * f + 2 * weights + 2 * x) +
                                  sqrt(Expression::rational(3, 2) * x + l * f / 2 + weights));
  const Expression norm = root_integral(x, 2 * x) + (l / 2) * root_integral(d, 3 * d) +
                          sqrt(3) * x + 2 * (l - 1) * d * sqrt(3 * d);
  return attentions + network + 3 * sqrt(2) * x + 3 * norm;
}

// Rows of the embedding that a word returns to.
Expression embedding_reuses() {
  const Expression l = symbol("l"), d = symbol("d"), V = symbol("V");
  return d * max(0, l - V) * sqrt(2 * d * V + V);
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

Formula attention_row(std::string_view id, std::string_view stage, Mask mask) {
  Formula formula = corrected(row(id, stage, self_attention(mask)),
                              "About ld³ + 3ld³/√h + 2l^2.5·d^1.5/√h + 2hl³, and the mask; the "
                              "printed term is the last product alone.");
  formula.title =
      mask == Mask::shared ? "masked attention, temporaries fresh" : "attention, temporaries fresh";
  formula.where = of_heads();
  formula.applies = is_plain_and_fresh;
  return formula;
}

std::vector<Formula> rows_of_layers() {
  const Expression l = symbol("l"), d = symbol("d"), f = symbol("f");
  Formula network =
      corrected(row("tab1.feed-forward.corrected", "feed-forward", feed_forward()),
                "About 2l(df)^1.5, two products by Lemma 3.1 as corrected: 16ld³ at f = 4d.");
  network.title = "feed-forward, temporaries fresh";
  network.applies = is_plain_and_fresh;
  return {row("tab1.masked-attention", "masked attention", l * pow(d, 3)),
          attention_row("tab1.masked-attention.corrected", "masked attention", Mask::shared),
          row("tab1.attention", "attention", l * pow(d, 3)),
          attention_row("tab1.attention.corrected", "attention", Mask::none),
          row("tab1.feed-forward", "feed-forward", sqrt(4 * d * f)),
          network};
}

std::vector<Formula> rows_of_table() {
  const Expression l = symbol("l"), d = symbol("d"), V = symbol("V");
  Formula position =
      corrected(row("tab1.position.corrected", "positional encoding", position_in_short()),
                "About √2·(dl)^1.5 for l up to V: what is read lies behind both the embedding and "
                "the positions.");
  position.where.push_back({"u", min(l, V)});
  std::vector<Formula> table = {
      row("tab1.embedding", "embedding", pow(d * l, three_halves())),
      exact(row("tab1.embedding.exact", "embedding", embedding_reuses()),
            "Rows of the embedding are read again only where a word returns, after V others."),
      row("tab1.position", "positional encoding", pow(d * l, three_halves())),
      position,
      exact(row("tab1.position.exact", "positional encoding", position_reuses()),
            "For l up to the size of the vocabulary.", fits_vocabulary),
  };
  const std::vector<Formula> layers = rows_of_layers();
  table.insert(table.end(), layers.begin(), layers.end());
  const std::vector<Formula> last = {
      row("tab1.linear", "linear", 3 * l * pow(d, three_halves())),
      corrected(row("tab1.linear.corrected", "linear", last_product()),
                "About l(dV)^1.5, a product by Lemma 3.1 as corrected; V is the size of the "
                "vocabulary."),
      row("tab1.softmax", "softmax", 2 * pow(l, five_halves())),
      corrected(row("tab1.softmax.corrected", "softmax", softmax_in_short()),
                "Of the logits, l rows of V, and not of l×l scores, which are in the attentions."),
      exact(row("tab1.softmax.exact", "softmax", softmax_reuses()), "Of the logits, l rows of V."),
  };
  table.insert(table.end(), last.begin(), last.end());
  return table;
}

}  // namespace

std::vector<Formula> transformer_formulas() {
  const Expression l = symbol("l"), d = symbol("d"), n = symbol("n"), V = symbol("V");
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
       .title = "forward pass, temporaries fresh",
       .form = Form::corrected,
       .expression = n * (symbol("M") + symbol("A") + symbol("F") + symbol("N")) + symbol("E") +
                     symbol("P") + symbol("L") + symbol("S"),
       .applies = is_plain_and_fresh,
       .note = "The rows of Table 1 as corrected: attentions M and A, the feed-forward network F, "
               "sums and norms N; embedding E, positions P, linear L and softmax S.",
       .where = {{"n", symbol("layers")},
                 {"V", symbol("vocab")},
                 {"v", d / symbol("h")},
                 {"u", min(l, V)},
                 {"M", self_attention(Mask::shared)},
                 {"A", self_attention(Mask::none)},
                 {"F", feed_forward()},
                 {"N", sums_and_norms()},
                 {"E", embedding_reuses()},
                 {"P", position_in_short()},
                 {"L", last_product()},
                 {"S", softmax_in_short()}}});
  return table;
}

}  // namespace dmc

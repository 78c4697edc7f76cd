#include <cmath>

#include "questions.hpp"
#include "topics.hpp"

namespace dmc {
namespace {

SizeSweep decoder(Effort effort) {
  return {"d", doubling(64, effort == Effort::quick ? 512 : 1024),
          [](std::uint64_t d) {
            return run_of(
                "transformer",
                {{"l", d / 8}, {"d", d}, {"h", 4}, {"f", 4 * d}, {"layers", 1}, {"vocab", 2 * d}});
          },
          half_powers(), "l = d/8, h = 4, f = 4d, one layer, vocabulary 2d"};
}

/// Lemma 3.5's price of a stage's first accesses: m^1.5 for m data.
Measurand first_accesses(std::string_view stage) {
  return {"cost of first accesses, " + std::string(stage), [stage](const RunResult& run) {
            for (const StageTotals& one : run.stages) {
              if (one.name == stage) {
                return std::pow(static_cast<double>(one.cold_misses), 1.5);
              }
            }
            return 0.0;
          }};
}

Expression symbol(std::string_view name) {
  return Expression::variable(name);
}

std::vector<Question> embedding_questions(Effort effort) {
  const SizeSweep sweep = decoder(effort);
  const Expression printed = pow(symbol("d") * symbol("l"), 1.5);
  const std::string_view free = "first accesses free", charged = "first accesses charged";
  return {read_as(free, tends("tab1.embedding", sweep)),
          read_as(free, tends("tab1.embedding.exact", sweep)),
          read_as(charged, tends(Role::formula, first_accesses("embedding"), printed, sweep)),
          read_as(charged, tends(Role::corrected, first_accesses("embedding"),
                                 pow(2 * symbol("d") * symbol("l"), 1.5), sweep))};
}

std::vector<Question> position_questions(Effort effort) {
  const SizeSweep sweep = decoder(effort);
  return {tends("tab1.position", sweep), tends("tab1.position.corrected", sweep),
          tends("tab1.position.exact", sweep)};
}

std::vector<Question> masked_questions(Effort effort) {
  const SizeSweep sweep = decoder(effort);
  return {tends("tab1.masked-attention", sweep), tends("tab1.masked-attention.corrected", sweep)};
}

std::vector<Question> attention_questions(Effort effort) {
  const SizeSweep sweep = decoder(effort);
  return {tends("tab1.attention", sweep), tends("tab1.attention.corrected", sweep)};
}

std::vector<Question> feed_forward_questions(Effort effort) {
  const SizeSweep sweep = decoder(effort);
  return {tends("tab1.feed-forward", sweep), tends("tab1.feed-forward.corrected", sweep)};
}

std::vector<Question> linear_questions(Effort effort) {
  const SizeSweep sweep = decoder(effort);
  return {tends("tab1.linear", sweep), tends("tab1.linear.corrected", sweep)};
}

std::vector<Question> softmax_questions(Effort effort) {
  const SizeSweep sweep = decoder(effort);
  return {tends("tab1.softmax", sweep), tends("tab1.softmax.corrected", sweep),
          tends("tab1.softmax.exact", sweep)};
}

std::vector<Question> largest_questions(Effort effort) {
  const SizeSweep sweep = decoder(effort);
  std::vector<Item> items;
  for (const std::uint64_t d : sweep.sizes) {
    items.push_back(versus(static_cast<double>(d), sweep.run(d), stage_dmd("attention"),
                           sweep.run(d), stage_dmd("feed-forward")));
  }
  return {asked(Role::statement, "whether attention costs more than the feed-forward network", "d",
                std::move(items),
                [](Rows rows) { return strictly_bounded(rows, BoundSide::at_least, "d"); })};
}

std::vector<Question> pass_questions(Effort effort) {
  const SizeSweep sweep = decoder(effort);
  return {tends("thm3.4", sweep), tends("thm3.4.corrected", sweep)};
}

}  // namespace

std::vector<Claim> transformer_claims() {
  return {
      {"tab1", "Table 1", "stages of a transformer",
       "The largest asymptotic term is the multi-head attention.", largest_questions,
       AuditVerdict::refuted,
       "At f = 4d the feed-forward network's two products cost 16ld³, against about ld³(1 + 3/√h) "
       "for an attention."},
      {"tab1.embedding", "Table 1", "embedding", "(dl)^(3/2)", embedding_questions,
       AuditVerdict::slip,
       "The stage makes first accesses only, which cost nothing; charged by Lemma 3.5, they are "
       "2dl, rows of the embedding and elements of x, and not dl."},
      {"tab1.position", "Table 1", "positional encoding", "(dl)^(3/2)", position_questions,
       AuditVerdict::slip,
       "Each element of x comes back after all of x and of the embedding's rows: dl reuses at "
       "2dl."},
      {"tab1.masked-attention", "Table 1", "masked attention", "ld³", masked_questions,
       AuditVerdict::slip, "ld³ is the last product alone, as in Lemma 3.3."},
      {"tab1.attention", "Table 1", "attention", "ld³", attention_questions, AuditVerdict::slip,
       "ld³ is the last product alone, as in Lemma 3.3."},
      {"tab1.feed-forward", "Table 1", "feed-forward network", "√(4df)", feed_forward_questions,
       AuditVerdict::slip,
       "Two products of l×d with d×f and back cost l(df)^(3/2) each; the printed term has the size "
       "of a single access."},
      {"tab1.linear", "Table 1", "linear", "3ld^(3/2)", linear_questions, AuditVerdict::slip,
       "The product with the d×V matrix of the vocabulary costs l(dV)^(3/2)."},
      {"tab1.softmax", "Table 1", "softmax", "2l^(5/2)", softmax_questions, AuditVerdict::slip,
       "The rows have V elements, not l, and their first pass finds them as far away as the last "
       "product left them."},
      {"thm3.4", "Theorem 3.4", "forward pass of a transformer", "D ~ n(2ld³)", pass_questions,
       AuditVerdict::slip,
       "It counts the last product of two attentions a layer; the feed-forward network alone is "
       "eight times that at f = 4d."},
  };
}

}  // namespace dmc

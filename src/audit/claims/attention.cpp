#include <cmath>

#include "questions.hpp"
#include "topics.hpp"

namespace dmc {
namespace {

constexpr std::uint64_t k_heads = 4;

SizeSweep one_head(Effort effort) {
  return {"d", doubling(64, effort == Effort::quick ? 512 : 1024),
          [](std::uint64_t d) {
            return run_of("attention", {{"l", d / 8}, {"d", d}, {"h", k_heads}});
          },
          half_powers(), "l = d/8, h = 4"};
}

/// A sequence far shorter than the model is wide, as the simplified formula has it.
SizeSweep short_sequence() {
  return {"d",
          {16, 64, 256, 1024},
          [](std::uint64_t d) {
            const auto l = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(d)));
            return run_of("attention", {{"l", l}, {"d", d}, {"h", k_heads}});
          },
          half_powers(),
          "l = √d, h = 4"};
}

SizeSweep all_heads(Effort effort) {
  return {"d", doubling(64, effort == Effort::quick ? 512 : 1024),
          [](std::uint64_t d) {
            return run_of("mha", {{"l", d / 8}, {"d", d}, {"h", k_heads}});
          },
          half_powers(), "l = d/8, h = 4"};
}

std::vector<Question> head_questions(Effort effort) {
  const SizeSweep head = one_head(effort);
  return {tends("lem3.2", head), tends("lem3.2.simplified", short_sequence()),
          tends("lem3.2.corrected", head)};
}

std::vector<Question> layer_questions(Effort effort) {
  const SizeSweep layer = all_heads(effort);
  std::vector<Item> heads;
  for (const std::uint64_t h : Sizes{2, 4, 8, 16}) {
    heads.push_back(versus(static_cast<double>(h), run_of("mha", {{"l", 64}, {"d", 128}, {"h", h}}),
                           dmd(), run_of("mha", {{"l", 64}, {"d", 128}, {"h", 1}}), dmd()));
  }
  return {tends("lem3.3", layer), tends("lem3.3.corrected", layer),
          asked(Role::statement, "whether the cost is the same for every number of heads", "h",
                std::move(heads), [](Rows rows) { return near(rows, 0.05); })};
}

}  // namespace

std::vector<Claim> attention_claims() {
  return {
      {"lem3.2", "Lemma 3.2", "one attention head",
       "D_head ~ ld³/√h + hld^(5/2) + hl^(5/2) + hl^(5/2)d^(3/2) + hl ~ ld^(5/2)h + ld³/√h",
       head_questions, AuditVerdict::slip,
       "ld³/√h is one projection of all h heads together, and there are three; a head's own part "
       "is 3l(d·d/h)^(3/2), and its products with the l×l scores cost 2l^(5/2)(d/h)^(3/2)."},
      {"lem3.3", "Lemma 3.3", "multi-head attention",
       "D_MHA ~ l(hvd)^(3/2) = ld³; interestingly, this is independent of the number of heads.",
       layer_questions, AuditVerdict::refuted,
       "ld³ is the last product alone; the projections of all heads add 3ld³/√h and the scores "
       "2l^(5/2)d^(3/2)/√h, so more heads cost less."},
  };
}

}  // namespace dmc

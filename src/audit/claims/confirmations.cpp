#include <fmt/format.h>

#include "questions.hpp"
#include "topics.hpp"

namespace dmc {
namespace {

std::vector<Question> batching_questions(Effort /*effort*/) {
  std::vector<Item> items;
  for (const std::uint64_t n : Sizes{64, 128, 256, 512}) {
    const auto batched = [n](std::uint64_t x) {
      return run_of("batchconv", {{"n", n}, {"k", 3}, {"c", 10}, {"x", x}});
    };
    items.push_back(versus(static_cast<double>(n), batched(10), dmd(), batched(1), dmd()));
  }
  return {asked(Role::statement, "whether one batch of 10 channels always costs less (k = 3)", "n",
                std::move(items),
                [](Rows rows) { return strictly_bounded(rows, BoundSide::at_most, "n"); })};
}

std::vector<Question> preparation_questions(Effort effort) {
  std::vector<Item> preparing, beside_conv, using_it;
  for (const std::uint64_t k : Sizes{3, 5, 7}) {
    for (const std::uint64_t n : doubling(64, effort == Effort::quick ? 256 : 512)) {
      const RunRequest im2col = run_of("im2col", {{"n", n}, {"k", k}});
      const RunRequest conv = run_of("conv", {{"n", n}, {"k", k}});
      const auto x = static_cast<double>(n);
      preparing.push_back(versus(x, im2col, stage_dmd("unfold"), im2col, stage_dmd("product")));
      beside_conv.push_back(versus(x, im2col, stage_dmd("unfold"), conv, dmd()));
      using_it.push_back(versus(x, im2col, dmd(), conv, dmd()));
    }
  }
  const auto less = [](Rows rows) { return strictly_bounded(rows, BoundSide::at_most, "n"); };
  return {asked(Role::statement, "whether unfolding costs less than the product it prepares", "n",
                std::move(preparing), less),
          asked(Role::context, "whether unfolding costs less than the convolution itself", "n",
                std::move(beside_conv), less),
          asked(Role::context, "whether unfolding and product together do", "n",
                std::move(using_it), less)};
}

std::vector<Question> spatial_questions(Effort effort) {
  std::vector<Question> all;
  for (const Model& model : {Model{}, reusing_temporaries()}) {
    const bool fresh = model.temporaries == Temporaries::fresh;
    for (const std::uint64_t k : Sizes{3, 5, 7}) {
      // At the largest size the quick audit has one kernel only.
      const bool all_sizes = effort == Effort::full || k == 3;
      std::vector<Item> items;
      for (const std::uint64_t n : doubling(64, all_sizes ? 512 : 256)) {
        items.push_back(versus(static_cast<double>(n), run_of("conv", {{"n", n}, {"k", k}}), dmd(),
                               run_of("fftconv", {{"n", n}, {"k", k}}, model), dmd()));
      }
      all.push_back(
          asked(Role::statement,
                fmt::format("whether convolution costs less than FFT (k = {}, temporaries {})", k,
                            fresh ? "fresh" : "reused"),
                "n", std::move(items),
                [](Rows rows) { return strictly_bounded(rows, BoundSide::at_most, "n"); }));
    }
  }
  return all;
}

}  // namespace

std::vector<Claim> confirmation_claims() {
  return {
      {"confirm1", "Section 3.5.3", "batching",
       "Batching is always beneficial for spatial convolution.", batching_questions,
       AuditVerdict::refuted,
       "Small images are cheaper one channel at a time, as the paper's own Figures 3 and 4 have "
       "it."},
      {"confirm2", "Section 3.5.3", "im2col's preparation",
       "The memory cost of im2col pre-processing is not large for practical image and kernel "
       "sizes.",
       preparation_questions, AuditVerdict::holds,
       "Unfolding costs about as much as convolution without im2col would; what costs is the "
       "product's pass over the unfolded matrix."},
      {"confirm3", "Section 3.5.3", "Winograd convolution",
       "The Winograd algorithm is beneficial in reducing expensive operations but not memory cost.",
       winograd_questions, AuditVerdict::refuted, k_why_winograd},
      {"confirm4", "Section 3.5.3", "convolution and FFT",
       "For practical image and kernel sizes, spatial convolution is more efficient than FFT.",
       spatial_questions, AuditVerdict::holds,
       "By more than the paper says, since FFT's cost has an n³ term."},
  };
}

}  // namespace dmc

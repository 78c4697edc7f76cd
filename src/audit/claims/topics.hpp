#pragma once

#include <vector>

#include "dmc/audit/audit.hpp"
#include "dmc/audit/question.hpp"

namespace dmc {

// One function a file, each giving its topic's rows of the table in the order of the paper.
[[nodiscard]] std::vector<Claim> definition_claims();    // Definitions 2.1 and 2.2
[[nodiscard]] std::vector<Claim> matmul_claims();        // Lemma 3.1
[[nodiscard]] std::vector<Claim> attention_claims();     // Lemmas 3.2 and 3.3
[[nodiscard]] std::vector<Claim> transformer_claims();   // Table 1, Theorem 3.4
[[nodiscard]] std::vector<Claim> cold_claims();          // Lemma 3.5
[[nodiscard]] std::vector<Claim> gqa_claims();           // Lemma 3.6, Figure 2
[[nodiscard]] std::vector<Claim> conv_claims();          // Lemmas 3.7 to 3.9, Theorem 3.10
[[nodiscard]] std::vector<Claim> batch_claims();         // Theorem 3.11, Figures 3 and 4
[[nodiscard]] std::vector<Claim> im2col_claims();        // Theorem 3.12
[[nodiscard]] std::vector<Claim> winograd_claims();      // Section 3.3
[[nodiscard]] std::vector<Claim> fft_claims();           // Lemmas 3.13 to 3.15
[[nodiscard]] std::vector<Claim> root_claims();          // Lemmas 3.16 and 3.17
[[nodiscard]] std::vector<Claim> fft_bound_claims();     // Theorem 3.18
[[nodiscard]] std::vector<Claim> fftconv_claims();       // Section 3.5.1
[[nodiscard]] std::vector<Claim> block_claims();         // Definition 3.19 to Theorem 3.21
[[nodiscard]] std::vector<Claim> confirmation_claims();  // Section 3.5.3

/// What Section 3.3 and the third confirmation both ask.
[[nodiscard]] std::vector<Question> winograd_questions(Effort effort);
constexpr std::string_view k_why_winograd =
    "A tile of 4×4 pixels gives four results at once, so kernel and image are read for four "
    "windows "
    "together; that is the tile's merit, and any convolution by tiles would have it.";

}  // namespace dmc

#pragma once

#include <vector>

#include "dmc/formulas/formula.hpp"

namespace dmc {

// One function a file, each giving its topic's rows of the table in the order of the paper.
[[nodiscard]] std::vector<Formula> definition_formulas();   // Definitions 2.1 and 2.2
[[nodiscard]] std::vector<Formula> matmul_formulas();       // Lemma 3.1
[[nodiscard]] std::vector<Formula> tiledmatmul_formulas();  // of ICS'22, for tiles and recursion
[[nodiscard]] std::vector<Formula> attention_formulas();    // Lemmas 3.2 and 3.3
[[nodiscard]] std::vector<Formula> transformer_formulas();  // Table 1, Theorem 3.4
[[nodiscard]] std::vector<Formula> cold_formulas();         // Lemma 3.5
[[nodiscard]] std::vector<Formula> gqa_formulas();          // Lemma 3.6
[[nodiscard]] std::vector<Formula> conv_class_formulas();   // Lemmas 3.7 to 3.9
[[nodiscard]] std::vector<Formula> conv_formulas();         // Theorem 3.10
[[nodiscard]] std::vector<Formula> asymmetry_formulas();    // Section 3.2
[[nodiscard]] std::vector<Formula> batchconv_formulas();    // Theorem 3.11
[[nodiscard]] std::vector<Formula> im2col_formulas();       // Theorem 3.12
[[nodiscard]] std::vector<Formula> winograd_formulas();     // Section 3.3
[[nodiscard]] std::vector<Formula> fft_formulas();          // Lemma 3.13, Theorem 3.18
[[nodiscard]] std::vector<Formula> fft_class_formulas();    // Lemmas 3.14 to 3.17
[[nodiscard]] std::vector<Formula> fftconv_formulas();      // Section 3.5.1
[[nodiscard]] std::vector<Formula> granularity_formulas();  // Definition 3.19
[[nodiscard]] std::vector<Formula> block_formulas();        // Theorem 3.20
[[nodiscard]] std::vector<Formula> block_bound_formulas();  // Theorem 3.21

}  // namespace dmc

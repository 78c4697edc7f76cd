#include <cmath>
#include <cstdint>

#include "dmc/formulas/formula.hpp"

#include "catch.hpp"

// Printed formulas against the paper's own numbers, and against the same arithmetic done by hand.
namespace dmc {
namespace {

double value(const char* id, const Parameters& parameters, const Model& model = {}) {
  return evaluate(find_formula(id), parameters, model);
}

double millions(double value) {
  return std::round(value / 1e6);
}

Parameters square(std::uint64_t n, std::uint64_t k) {
  return {{"n", n}, {"h", n}, {"w", n}, {"k", k}};
}

TEST_CASE("Section 3.5.1: convolution costs 51, 159 and 364 million at n = 512") {
  CHECK(millions(value("thm3.10", square(512, 3))) == 51);
  CHECK(millions(value("thm3.10", square(512, 5))) == 159);
  CHECK(millions(value("thm3.10", square(512, 7))) == 364);
  CHECK(value("thm3.10", square(512, 3)) == Approx(50.84e6).epsilon(1e-4));
}

TEST_CASE("Section 3.5.1: FFT costs 376 million at n = 512 with the logarithm to base ten only") {
  const Parameters n{{"n", 512}, {"k", 3}};
  CHECK(millions(value("fftconv.log10", n)) == 376);
  CHECK(millions(value("fftconv.ln", n)) == 570);
  CHECK(millions(value("fftconv.log2", n)) == 685);
}

TEST_CASE("Section 3.3: batching pays from n = 448 on, and up to 25 channels at n = 1024") {
  const auto batched = [](std::uint64_t n, std::uint64_t c, std::uint64_t x) {
    return value("thm3.11", {{"n", n}, {"k", 3}, {"c", c}, {"x", x}, {"layout", 0}});
  };
  CHECK(batched(440, 10, 10) > batched(440, 10, 1));
  CHECK(batched(456, 10, 10) < batched(456, 10, 1));
  CHECK(batched(1024, 25, 25) < batched(1024, 25, 1));
  CHECK(batched(1024, 26, 26) > batched(1024, 26, 1));
}

TEST_CASE("one batch of one channel is a convolution") {
  CHECK(value("thm3.11", {{"n", 64}, {"k", 3}, {"c", 1}, {"x", 1}, {"layout", 0}}) ==
        Approx(value("thm3.10", square(64, 3))).epsilon(1e-14));
}

TEST_CASE(
    "Section 3.3: im2col adds its last term, about twelve times the second at n = 1024, k = 7") {
  const double conv = value("thm3.10", square(1024, 7));
  const double im2col = value("thm3.12", {{"n", 1024}, {"k", 7}, {"variant", 0}});
  const double second = std::pow(7, 1.5) * std::pow(1024, 2.5);
  CHECK((im2col - conv) / second == Approx(std::sqrt(1024.0 / 7)).epsilon(1e-9));
  CHECK(im2col / conv == Approx(5.6).epsilon(0.01));
}

TEST_CASE("the corrected theorem fits the measured convolutions of the ledger") {
  // Measured with R counted and omitted, n = 512: the corrected form is asymptotic, so some per
  // cent.
  Model no_r;
  no_r.omit = {"R"};
  CHECK(value("thm3.10.corrected", square(512, 3)) == Approx(40.06e6).epsilon(0.02));
  CHECK(value("thm3.10.corrected", square(512, 7)) == Approx(329.71e6).epsilon(0.03));
  CHECK(value("thm3.10.exact.no-R", square(512, 3), no_r) == Approx(36.46e6).epsilon(2e-4));
  CHECK(value("thm3.10.exact.no-R", square(512, 5), no_r) == Approx(133.72e6).epsilon(1e-4));
  CHECK(value("thm3.10.exact.no-R", square(512, 7), no_r) == Approx(322.30e6).epsilon(1e-4));
  CHECK(value("thm3.10.exact", square(512, 5)) == Approx(139.47e6).epsilon(1e-4));
  CHECK(value("thm3.10.exact", square(512, 7)) == Approx(329.71e6).epsilon(1e-4));
}

TEST_CASE("corrected forms approach the exact ones as images grow") {
  const auto miss = [](std::uint64_t n) {
    const Parameters p = square(n, 3);
    return std::abs(value("thm3.10.corrected", p) / value("thm3.10.exact", p) - 1);
  };
  CHECK(miss(4096) < 2.5e-3);
  CHECK(miss(4096) < miss(1024));
  CHECK(miss(1024) < miss(256));
  const Parameters wide{{"h", 2000}, {"w", 4096}, {"k", 3}};
  CHECK(value("thm3.10.hw.corrected", wide) / value("thm3.10.exact", wide) ==
        Approx(1).epsilon(0.01));
  const Parameters unfolded{{"n", 4096}, {"k", 3}, {"variant", 0}};
  CHECK(value("thm3.12.corrected", unfolded) / value("thm3.12.exact", unfolded) ==
        Approx(1).epsilon(0.005));
}

TEST_CASE("both shapes of Theorem 3.10 agree on a square") {
  CHECK(value("thm3.10.hw", square(100, 4)) ==
        Approx(value("thm3.10", square(100, 4))).epsilon(1e-14));
}

TEST_CASE("lemmas of convolution by hand at n = 10, k = 3") {
  // 9·63·√17; 3·2·3·7·√17; 2·35·√39
  CHECK(value("lem3.7", square(10, 3)) == Approx(567 * std::sqrt(17.0)).epsilon(1e-14));
  CHECK(value("lem3.8", square(10, 3)) == Approx(126 * std::sqrt(17.0)).epsilon(1e-14));
  CHECK(value("lem3.9", square(10, 3)) == Approx(70 * std::sqrt(39.0)).epsilon(1e-14));
}

TEST_CASE("a convolution with one window has no reuse, and no minus sign either") {
  for (const char* id : {"lem3.7", "lem3.8", "lem3.9", "lem3.8.exact"}) {
    CAPTURE(id);
    CHECK(value(id, square(8, 8)) == 0);
    CHECK_FALSE(std::signbit(value(id, square(8, 8))));
  }
}

TEST_CASE("attention by hand at l = 4, d = 16, h = 4, p = 2") {
  const Parameters p{{"l", 4}, {"d", 16}, {"h", 4}, {"p", 2}};
  CHECK(value("lem3.1", {{"m", 4}, {"n", 9}, {"l", 16}}) == Approx(13824).epsilon(1e-14));
  // 4·4096/2 + 4·4·1024 + 4·32 + 4·32·64 + 16
  CHECK(value("lem3.2", p) == Approx(8192 + 16384 + 128 + 8192 + 16).epsilon(1e-14));
  CHECK(value("lem3.2.simplified", p) == Approx(16384 + 8192).epsilon(1e-14));
  CHECK(value("lem3.3", p) == Approx(16384).epsilon(1e-14));
  CHECK(value("lem3.3.simplified", p) == Approx(16384).epsilon(1e-14));
  // 2·(256 + 128)^1.5 + 2·2·1·64·√(16 + 256), q = h/p = 2
  CHECK(value("lem3.6", p) ==
        Approx(2 * std::pow(384, 1.5) + 256 * std::sqrt(272.0)).epsilon(1e-14));
  CHECK(value("lem3.6.simplified", p) == Approx(8192).epsilon(1e-14));
}

TEST_CASE("grouped attention with as many groups as heads is multi-head attention") {
  const Parameters mha{{"l", 24}, {"d", 64}, {"h", 8}};
  Parameters gqa = mha;
  gqa.set("p", 8);
  CHECK(value("lem3.6.corrected", gqa) == Approx(value("lem3.3.corrected", mha)).epsilon(1e-13));
}

TEST_CASE("the transformer by hand at l = 4, d = 16, f = 64, layers = 3, vocab = 25") {
  const Parameters p{{"l", 4}, {"d", 16}, {"h", 4}, {"f", 64}, {"layers", 3}, {"vocab", 25}};
  CHECK(value("tab1.embedding", p) == Approx(512).epsilon(1e-14));
  CHECK(value("tab1.position", p) == Approx(512).epsilon(1e-14));
  CHECK(value("tab1.masked-attention", p) == Approx(16384).epsilon(1e-14));
  CHECK(value("tab1.attention", p) == Approx(16384).epsilon(1e-14));
  CHECK(value("tab1.feed-forward", p) == Approx(64).epsilon(1e-14));
  CHECK(value("tab1.linear", p) == Approx(768).epsilon(1e-14));
  CHECK(value("tab1.softmax", p) == Approx(64).epsilon(1e-14));
  CHECK(value("thm3.4", p) == Approx(3 * 2 * 16384).epsilon(1e-14));
}

TEST_CASE("the bounds of Theorem 3.18 by hand at n = 1024") {
  const Parameters n{{"n", 1024}};
  CHECK(value("thm3.18.lower.log2", n) == Approx(6.4 * 32768 * std::sqrt(10.0)).epsilon(1e-14));
  CHECK(value("thm3.18.upper.log2", n) == Approx(6.5 * 32768 * std::sqrt(10.0)).epsilon(1e-14));
  CHECK(value("thm3.18.lower.ln", n) ==
        Approx(6.4 * 32768 * std::sqrt(std::log(1024.0))).epsilon(1e-14));
  CHECK(value("thm3.18.upper.log10", n) ==
        Approx(6.5 * 32768 * std::sqrt(std::log10(1024.0))).epsilon(1e-14));
}

TEST_CASE("Theorem 3.20 divides by the root of the block") {
  Model blocks;
  blocks.block = 16;
  CHECK(value("thm3.20", square(512, 3), blocks) ==
        Approx(value("thm3.10", square(512, 3)) / 4).epsilon(1e-14));
}

}  // namespace
}  // namespace dmc

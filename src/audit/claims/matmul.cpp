#include "questions.hpp"
#include "topics.hpp"

namespace dmc {
namespace {

std::vector<Question> matmul_questions(Effort effort) {
  const SizeSweep square{"n", doubling(64, 512),
                         [](std::uint64_t n) {
                           return run_of("matmul", {{"m", n}, {"n", n}, {"l", n}});
                         },
                         half_powers(), "m = n = l"};
  SizeSweep oblong = square;
  oblong.sizes = doubling(64, effort == Effort::quick ? 512 : 1024);
  oblong.run = [](std::uint64_t n) {
    return run_of("matmul", {{"m", n / 2}, {"n", n}, {"l", n / 4}});
  };
  oblong.at = "m = n/2, l = n/4";
  return {tends("lem3.1", square), tends("lem3.1.corrected", square),
          tends("lem3.1.corrected", oblong), tends("lem3.1.exact", square)};
}

}  // namespace

std::vector<Claim> matmul_claims() {
  return {{"lem3.1", "Lemma 3.1", "matrix product", "D(m, n, l) ~ (mnl)^(3/2)", matmul_questions,
           AuditVerdict::slip,
           "Every row of A has all of B read again at a distance of nl, which is m·nl reuses of "
           "√(nl) each: m stands outside of the root, m(nl)^(3/2)."}};
}

}  // namespace dmc

#include <cmath>

#include <fmt/format.h>

#include "questions.hpp"
#include "topics.hpp"

namespace dmc {
namespace {

RunRequest unfolded(std::uint64_t n, std::uint64_t k) {
  return run_of("im2col", {{"n", n}, {"k", k}});
}

std::vector<Question> im2col_questions(Effort effort) {
  const bool quick = effort == Effort::quick;
  const SizeSweep three{"n", doubling(64, quick ? 512 : 1024),
                        [](std::uint64_t n) { return unfolded(n, 3); }, half_powers(), "k = 3"};
  const SizeSweep seven{"n", doubling(64, quick ? 512 : 1024),
                        [](std::uint64_t n) { return unfolded(n, 7); }, half_powers(), "k = 7"};
  const Parameters printed{{"n", 1024}, {"k", 7}};
  std::vector<Item> measured;
  for (const std::uint64_t n : seven.sizes) {
    measured.push_back(quotient(static_cast<double>(n), unfolded(n, 7),
                                run_of("conv", {{"n", n}, {"k", 7}}), dmd(),
                                std::sqrt(static_cast<double>(n) / 7)));
  }
  return {tends("thm3.12", three),
          tends("thm3.12", seven),
          tends("thm3.12.corrected", three),
          tends("thm3.12.corrected", seven),
          tends("thm3.12.exact", three),
          asked(Role::formula, "whether √n/√k is around 12 at n = 1024, k = 7", "",
                {arithmetic(0, "thm3.12.factor", formula_command("thm3.12.factor", printed),
                            value_of("thm3.12.factor", printed), 12)},
                [](Rows rows) { return reproduces(rows, 0.5); }),
          asked(Role::context, "whether im2col costs √n/√k times what convolution does (k = 7)",
                "n", std::move(measured), [](Rows rows) { return near(rows, 0.5); }),
          asked(Role::context,
                "how the formulas of im2col and convolution relate at n = 1024, k = 7", "",
                {arithmetic(0, "thm3.12 over thm3.10",
                            formula_command("thm3.12", printed) + "; " +
                                formula_command("thm3.10", printed),
                            value_of("thm3.12", printed) / value_of("thm3.10", printed), 12)},
                [](Rows rows) { return reproduces(rows, 0.5); })};
}

}  // namespace

std::vector<Claim> im2col_claims() {
  return {{"thm3.12", "Theorem 3.12", "im2col",
           "D(n, k) ~ 2√2k³n² + k^1.5n^2.5 + kn³; the last term represents a factor of √n/√k, "
           "around 12x at n = 1024, k = 7.",
           im2col_questions, AuditVerdict::slip,
           "The unfolded matrix has k²n² elements, written in one pass and read in the next at a "
           "distance of (k² + 1)n²: the last term is k²√(k² + 1)n³, about k³n³."}};
}

}  // namespace dmc

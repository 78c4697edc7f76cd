#include "questions.hpp"
#include "topics.hpp"

namespace dmc {

std::vector<Question> winograd_questions(Effort effort) {
  const Sizes sizes = doubling(32, effort == Effort::quick ? 512 : 1024);
  std::vector<Item> items;
  items.reserve(sizes.size());
  for (const std::uint64_t n : sizes) {
    items.push_back(versus(static_cast<double>(n), run_of("winograd", {{"n", n}}), dmd(),
                           run_of("conv", {{"n", n}, {"k", 3}}), dmd()));
  }
  const SizeSweep sweep{"n", sizes,
                        [](std::uint64_t n) {
                          return run_of("winograd", {{"n", n}});
                        },
                        half_powers(), ""};
  // 4×4 products for 2×2 results, where Algorithm 1 takes 3×3 for each.
  const Item products = arithmetic(0, "multiplications of a 2x2 tile, against Algorithm 1",
                                   "awk 'BEGIN { print 4 * 4, 4 * 3 * 3 }'", 16, 36);
  return {
      asked(Role::statement, "whether it multiplies less often", "", {products},
            [](Rows rows) { return strictly_bounded(rows, BoundSide::at_most, ""); }),
      asked(Role::statement, "whether it moves no less data than convolution with k = 3", "n",
            std::move(items), [](Rows rows) { return bounded(rows, BoundSide::at_least, "n"); }),
      as(Role::context, tends("winograd.corrected", sweep))};
}

std::vector<Claim> winograd_claims() {
  return {
      {"winograd", "Section 3.3", "Winograd convolution",
       "It reduces the number of expensive multiplications: a purely compute optimization, not a "
       "data movement based optimization.",
       winograd_questions, AuditVerdict::refuted, k_why_winograd}};
}

}  // namespace dmc

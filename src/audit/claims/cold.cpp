#include "questions.hpp"
#include "topics.hpp"

namespace dmc {
namespace {

Measurand cold_cost_of_run() {
  return {"cold cost", [](const RunResult& run) { return run.cold_cost; }};
}

RunRequest run_with(Cold cold, std::uint64_t n) {
  Model model;
  model.cold = cold;
  return run_of("conv", {{"n", n}, {"k", 3}}, model);
}

std::vector<Question> cold_questions(Effort /*effort*/) {
  const Sizes sizes = doubling(16, 512);
  std::vector<Item> items;
  items.reserve(sizes.size());
  for (const std::uint64_t n : sizes) {
    items.push_back(versus(static_cast<double>(n), run_with(Cold::stack, n), cold_cost_of_run(),
                           run_with(Cold::bound, n), cold_cost_of_run()));
  }
  const SizeSweep stacked{"n", sizes, [](std::uint64_t n) { return run_with(Cold::stack, n); },
                          whole_powers(), "the i-th datum at depth i"};
  return {
      asked(Role::bound,
            "whether first accesses cost at least m^1.5 with the i-th datum at depth i", "n",
            std::move(items), [](Rows rows) { return bounded(rows, BoundSide::at_least, "n"); }),
      as(Role::context, tends("lem3.5.corrected", stacked))};
}

}  // namespace

std::vector<Claim> cold_claims() {
  return {{"lem3.5", "Lemma 3.5, Section 3.5.2", "cold misses",
           "D_coldmiss = m^1.5: a lower bound, noting that to load m pieces of distant data, each "
           "of them must have been at least m units away.",
           cold_questions, AuditVerdict::bound_violated,
           "The i-th new datum need not lie deeper than i, which costs (2/3)m^1.5; m^1.5 is the "
           "price of having all of them at depth m."}};
}

}  // namespace dmc

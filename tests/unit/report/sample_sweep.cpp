#include "sample_sweep.hpp"

namespace dmc::test {

void SampleSweep::add(const Parameters& given, double dmd, const Model& model) {
  plan.points.push_back({plan.kernel, resolve_parameters(*plan.kernel, given), model});
  rows.push_back({.parameters = plan.points.back().parameters,
                  .model = model,
                  .accesses = 1000,
                  .data = 100,
                  .reuses = 900,
                  .dmd = dmd,
                  .mean_distance = 0.5,
                  .max_distance = 12,
                  .ratios = {{"lem3.8", 3.5}, {"thm3.10", 0.75}},
                  .classes = {{"kernel reuses", 600, 4000}, {"row-wise reuses", 300, 2000}}});
}

SampleSweep sample_sweep() {
  SampleSweep sample{.plan = {.kernel = &find_kernel("conv"), .points = {}}, .rows = {}};
  for (const std::uint64_t n : {64U, 8U}) {
    for (const std::uint64_t k : {3U, 5U}) {
      sample.add({{"n", n}, {"k", k}}, static_cast<double>(10 * n * k));
    }
  }
  return sample;
}

}  // namespace dmc::test

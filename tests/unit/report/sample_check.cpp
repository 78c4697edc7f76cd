#include "sample_check.hpp"

#include <utility>

namespace dmc::test {

Finding finding(Expectation expectation, std::uint64_t measured, Verdict verdict) {
  return {.expectation = std::move(expectation), .measured = measured, .verdict = verdict};
}

CheckResult sample_check() {
  CheckOutcome first;
  first.check = {.name = R"(small & <odd> "name")",
                 .place = "checks[0]",
                 .kernel = &find_kernel("conv"),
                 .parameters = {{"n", 9}, {"h", 9}, {"w", 9}, {"k", 3}},
                 .has_classes = true};
  first.findings = {
      finding({.quantity = "accesses", .value = std::uint64_t{930}}, 931, Verdict::fails),
      finding({.quantity = "data", .min = std::uint64_t{100}, .max = std::uint64_t{138}}, 139,
              Verdict::fails),
      finding({.quantity = "reuses", .subject = {.reuse_class = "kernel reuses"}, .value = 432.0},
              432, Verdict::holds),
      {.expectation = {.quantity = "dmd", .value = 3600.0, .tolerance = 36, .tolerance_text = "1%"},
       .measured = 3572.5,
       .verdict = Verdict::holds},
      {.expectation = {.quantity = "reuses",
                       .subject = {.array = "L", .carried_by = "j"},
                       .min = std::uint64_t{1}},
       .verdict = Verdict::fails,
       .why = "no array 'L' & no reuses"}};
  first.changes = {{"I", "i", {108, 680}, {100, 612}}, {"K", "j", {}, {7, 21}}};
  first.seconds = 0.25;
  CheckOutcome second;
  second.check = {.name = "file", .result = "out.json"};
  second.findings = {
      finding({.quantity = "data", .value = std::uint64_t{172}}, 172, Verdict::holds)};
  return {.expectations = {.file = "some.json"}, .outcomes = {first, second}, .seconds = 0.5};
}

}  // namespace dmc::test

#include <cmath>

#include "dmc/analysis/measure.hpp"
#include "dmc/cost/dmd.hpp"

#include "questions.hpp"
#include "topics.hpp"

namespace dmc {
namespace {

constexpr std::string_view k_example =
    "printf '%s\\n' a b b b c a | dmc analyze - --input-format csv --keys text";

/// The paper's example: abbbca.
Measurement example() {
  return measure({}, [](Tracer& tracer) {
    auto a = tracer.array<int>("a", 1);
    auto b = tracer.array<int>("b", 1);
    auto c = tracer.array<int>("c", 1);
    static_cast<void>(a.read(0));
    for (int i = 0; i < 3; ++i) {
      static_cast<void>(b.read(0));
    }
    static_cast<void>(c.read(0));
    static_cast<void>(a.read(0));
  });
}

std::vector<Question> distance_questions(Effort /*effort*/) {
  const Measurement run = example();
  const ReuseTotals a = run.arrays.front().totals;
  return {asked(Role::definition, "whether the second a of abbbca has distance 3, DMD √3", "",
                {arithmetic(0, "abbbca: distance of the second a", k_example,
                            static_cast<double>(a.max_distance), 3),
                 arithmetic(0, "abbbca: DMD of the second a", "awk 'BEGIN { print sqrt(3) }'",
                            a.dmd, std::sqrt(3.0)),
                 arithmetic(0, "abbbca: DMD of all, two times b after b included", k_example,
                            run.dmd, 2 + std::sqrt(3.0))},
                equal)};
}

std::vector<Question> total_questions(Effort /*effort*/) {
  const Measurand summed{
      "sum of √distance", [](const RunResult& run) {
        CompensatedSum sum;
        for (const Histogram::Bin& bin : run.histogram.bins) {
          sum.add(static_cast<double>(bin.reuses) * std::sqrt(static_cast<double>(bin.distance)));
        }
        return sum.value();
      }};
  std::vector<Item> items;
  for (const RunRequest& run : {run_of("conv", {{"n", 32}, {"k", 3}}), run_of("fft", {{"n", 256}}),
                                run_of("mha", {{"l", 16}, {"d", 32}, {"h", 4}})}) {
    items.push_back(versus(0, run, dmd(), run, summed));
  }
  return {asked(Role::definition, "whether a program's DMD is the sum over its accesses", "",
                std::move(items), equal)};
}

}  // namespace

std::vector<Claim> definition_claims() {
  return {
      {"def2.1", "Definition 2.1", "data movement distance",
       "The DMD of an access is the square root of its stack distance; in abbbca, the reuse "
       "distance of the second a is 3.",
       distance_questions, AuditVerdict::definition,
       "The distance counts the data accessed since, the datum itself among them: b, c and a."},
      {"def2.2", "Definition 2.2", "data movement complexity",
       "The DMC of an algorithm is the total DMD of all its memory accesses.", total_questions,
       AuditVerdict::definition,
       "The total is summed from the exact histogram of distances; first accesses have none and "
       "cost nothing unless asked for."},
  };
}

}  // namespace dmc

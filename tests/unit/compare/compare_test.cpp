#include "dmc/analysis/compare.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <numeric>

#include "catch.hpp"
#include "problems.hpp"

namespace dmc::test {
namespace {

RunResult alone(std::string_view kernel, const Parameters& parameters, const Model& model = {}) {
  return run({&find_kernel(kernel), parameters, model});
}

double sum_of(const std::vector<CostPart>& parts) {
  return std::accumulate(parts.begin(), parts.end(), 0.0,
                         [](double sum, const CostPart& part) { return sum + part.cost; });
}

void check_same(const RunResult& a, const RunResult& b) {
  CHECK(a.kernel == b.kernel);
  CHECK(a.parameters.entries() == b.parameters.entries());
  CHECK(a.accesses == b.accesses);
  CHECK(a.data == b.data);
  CHECK(a.reuses == b.reuses);
  CHECK(a.dmd == b.dmd);
  CHECK(a.cold_cost == b.cold_cost);
  CHECK(a.max_distance == b.max_distance);
  CHECK(a.histogram.bins.size() == b.histogram.bins.size());
  CHECK(a.named.size() == b.named.size());
  CHECK(a.formulas.size() == b.formulas.size());
}

TEST_CASE("a comparison holds what each kernel's own run gives, and who wins by how much") {
  const CompareResult result =
      compare(request_for({"conv", "im2col", "fftconv"}, {{"n", {16}}, {"k", {3}}}));
  REQUIRE(result.problems.size() == 1);
  const Problem& problem = result.problems.front();
  REQUIRE(problem.contenders.size() == 3);
  const Parameters parameters{{"n", 16}, {"k", 3}};
  const RunResult conv = alone("conv", parameters);
  const RunResult im2col = alone("im2col", parameters);
  const RunResult fftconv = alone("fftconv", parameters);
  check_same(problem.contenders[0].run, conv);
  check_same(problem.contenders[1].run, im2col);
  check_same(problem.contenders[2].run, fftconv);
  CHECK(problem.contenders[0].cost == conv.dmd);
  CHECK(problem.contenders[0].ratio == 1);
  CHECK(problem.contenders[1].ratio == im2col.dmd / conv.dmd);
  CHECK(problem.contenders[2].ratio == fftconv.dmd / conv.dmd);
  REQUIRE(conv.dmd < std::min(im2col.dmd, fftconv.dmd));
  CHECK(problem.winner == 0);
  CHECK(problem.factor == std::min(im2col.dmd, fftconv.dmd) / conv.dmd);
}

TEST_CASE("ratios are to the first kernel, whoever wins") {
  const CompareResult result = compare(request_for({"fftconv", "conv"}, {{"n", {8}}, {"k", {3}}}));
  const Problem& problem = result.problems.front();
  CHECK(problem.winner == 1);
  CHECK(problem.contenders[0].ratio == 1);
  CHECK(problem.contenders[1].ratio * problem.factor == Approx(1).epsilon(1e-14));
  CHECK(problem.contenders[1].why.empty());
  // The reference value of the kernel's definition.
  CHECK(problem.contenders[0].cost == Approx(20221.1029023).epsilon(1e-11));
}

TEST_CASE("the classes that make the difference add up to it") {
  for (const Cold cold : {Cold::free, Cold::bound, Cold::stack}) {
    Model model;
    model.cold = cold;
    for (const auto& request :
         {request_for({"conv", "im2col", "fftconv", "winograd"}, {{"n", {16}}}, model),
          request_for({"mha", "gqa"}, {{"l", {5}}, {"d", {12}}, {"h", {6}}, {"p", {2}}}, model)}) {
      const CompareResult result = compare(request);
      const Problem& problem = result.problems.front();
      const Contender& winner = problem.contenders[problem.winner];
      for (const Contender& contender : problem.contenders) {
        INFO(contender.run.kernel->name);
        CHECK(contender.cost == Approx(contender.run.dmd + contender.run.cold_cost));
        CHECK(sum_of(cost_parts(contender.run)) == Approx(contender.cost).epsilon(1e-12));
        CHECK(sum_of(contender.why) == Approx(contender.cost - winner.cost).epsilon(1e-9));
        CHECK(std::is_sorted(
            contender.why.begin(), contender.why.end(),
            [](const auto& a, const auto& b) { return std::abs(a.cost) > std::abs(b.cost); }));
      }
    }
  }
}

TEST_CASE("a difference is the loser's class less the winner's, by name") {
  const CompareResult result = compare(request_for({"conv", "winograd"}, {{"n", {16}}}));
  const Problem& problem = result.problems.front();
  REQUIRE(problem.winner == 1);
  const auto dmd_of = [](const RunResult& run, const std::string& name) {
    const auto found = std::find_if(run.named.begin(), run.named.end(),
                                    [&](const NamedTotals& named) { return named.name == name; });
    return found == run.named.end() ? 0 : found->totals.dmd;
  };
  const Contender& loser = problem.contenders[0];
  const RunResult& winner = problem.contenders[1].run;
  REQUIRE(loser.why.size() == 3);
  for (const CostPart& part : loser.why) {
    INFO(part.name);
    CHECK(part.cost == dmd_of(loser.run, part.name) - dmd_of(winner, part.name));
  }
}

TEST_CASE("the cost of first accesses counts, and can decide") {
  Model model;
  model.cold = Cold::bound;
  const CompareResult result =
      compare(request_for({"fftconv", "im2col"}, {{"n", {8}}, {"k", {3}}}, model));
  const Contender& fftconv = result.problems.front().contenders[0];
  CHECK(fftconv.run.cold_cost == Approx(std::pow(2536, 1.5)).epsilon(1e-14));
  CHECK(fftconv.cost == fftconv.run.dmd + fftconv.run.cold_cost);
  REQUIRE_FALSE(fftconv.why.empty());
  CHECK(fftconv.why.front().name == "first accesses");
}

TEST_CASE("equal costs have the first as winner and nothing that makes a difference") {
  // Multi-head attention is grouped query attention with as many groups as heads.
  const CompareResult result =
      compare(request_for({"gqa", "mha"}, {{"l", {5}}, {"d", {12}}, {"h", {6}}, {"p", {6}}}));
  const Problem& problem = result.problems.front();
  CHECK(problem.winner == 0);
  CHECK(problem.factor == 1);
  CHECK(problem.contenders[1].ratio == 1);
  CHECK(problem.contenders[1].why.empty());
}

TEST_CASE("a run without any reuse costs nothing, and wins") {
  const CompareResult result = compare(request_for({"conv", "im2col"}, {{"n", {1}}, {"k", {1}}}));
  const Problem& problem = result.problems.front();
  REQUIRE(problem.contenders[0].cost == 0);
  CHECK(problem.contenders[0].ratio == 1);
  // im2col reads back the one value that it has written.
  CHECK(problem.contenders[1].cost > 0);
  CHECK(problem.contenders[1].ratio == std::numeric_limits<double>::infinity());
  CHECK(problem.winner == 0);
}

TEST_CASE("in the company of a convolution, fft stands for fftconv, and the result says so") {
  const CompareResult result = compare(request_for({"fft", "conv"}, {{"n", {8}}, {"k", {3}}}));
  REQUIRE(result.kernels.size() == 2);
  CHECK(result.kernels[0]->name == "fftconv");
  CHECK(result.problems[0].contenders[0].run.kernel->name == "fftconv");
  CHECK(result.problems[0].contenders[0].run.accesses == 7176);
  REQUIRE(result.notes.size() == 1);
  CHECK(result.notes[0].find("fft stands for fftconv") == 0);
  CHECK(compare(request_for({"conv", "im2col"}, {{"n", {8}}})).notes.empty());
}

TEST_CASE("an array is omitted in the kernels that have it") {
  Model model;
  model.omit = {"R", "U"};
  const CompareResult result = compare(request_for({"conv", "winograd"}, {{"n", {10}}}, model));
  const auto& contenders = result.problems.front().contenders;
  Model conv_model;
  conv_model.omit = {"R"};
  check_same(contenders[0].run, alone("conv", {{"n", 10}, {"k", 3}}, conv_model));
  check_same(contenders[1].run, alone("winograd", {{"n", 10}}, model));
  CHECK(contenders[0].run.model.omit == std::vector<std::string>{"R"});
  CHECK(contenders[1].run.model.omit == model.omit);
  CHECK(result.model.omit == model.omit);
}

TEST_CASE("what one kernel is fixed to, the others are given") {
  const CompareResult result = compare(request_for({"im2col", "winograd"}, {{"n", {10}}}));
  CHECK(result.problems[0].contenders[0].run.parameters["k"] == 3);
  CHECK(fixed_by_others(find_kernel("conv"), {&find_kernel("winograd")}).entries().at("k") == 3);
  CHECK(fixed_by_others(find_kernel("conv"), {&find_kernel("fftconv")}).entries().empty());
}

TEST_CASE("lists give every combination, the last parameter varying fastest") {
  const CompareResult result =
      compare(request_for({"conv", "im2col"}, {{"n", {8, 5}}, {"k", {3, 1, 2}}}));
  const std::vector<std::pair<std::uint64_t, std::uint64_t>> wanted{{8, 3}, {8, 1}, {8, 2},
                                                                    {5, 3}, {5, 1}, {5, 2}};
  REQUIRE(result.problems.size() == wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const Problem& problem = result.problems[i];
    CHECK(problem.given["n"] == wanted[i].first);
    CHECK(problem.given["k"] == wanted[i].second);
    for (const Contender& contender : problem.contenders) {
      check_same(contender.run, alone(contender.run.kernel->name, problem.given));
    }
  }
}

TEST_CASE("a kernel that does not have what varies is the same in every problem") {
  const CompareResult result =
      compare(request_for({"mha", "gqa"}, {{"l", {5}}, {"d", {12}}, {"h", {6}}, {"p", {1, 2, 3}}}));
  const RunResult mha = alone("mha", {{"l", 5}, {"d", 12}, {"h", 6}});
  REQUIRE(result.problems.size() == 3);
  for (const Problem& problem : result.problems) {
    check_same(problem.contenders[0].run, mha);
    check_same(problem.contenders[1].run,
               alone("gqa", {{"l", 5}, {"d", 12}, {"h", 6}, {"p", problem.given["p"]}}));
  }
  CHECK(result.problems[1].contenders[1].run.dmd == Approx(36624.5814948).epsilon(1e-11));
}

TEST_CASE("the result does not depend on the number of threads") {
  CompareRequest request =
      request_for({"conv", "im2col", "fftconv"}, {{"n", {8, 16}}, {"k", {1, 3}}});
  const CompareResult one = compare(request);
  request.threads = 4;
  const CompareResult four = compare(request);
  REQUIRE(one.problems.size() == four.problems.size());
  for (std::size_t i = 0; i < one.problems.size(); ++i) {
    CHECK(one.problems[i].winner == four.problems[i].winner);
    CHECK(one.problems[i].factor == four.problems[i].factor);
    for (std::size_t c = 0; c < 3; ++c) {
      check_same(one.problems[i].contenders[c].run, four.problems[i].contenders[c].run);
      CHECK(one.problems[i].contenders[c].why.size() == four.problems[i].contenders[c].why.size());
    }
  }
}

TEST_CASE("progress comes to the accesses of all runs") {
  CompareRequest request = request_for({"conv", "im2col"}, {{"n", {32}}, {"k", {3, 5}}});
  std::atomic<std::uint64_t> most = 0;
  std::atomic<std::uint64_t> all = 0;
  std::atomic<bool> within = true;
  request.threads = 2;
  request.progress = [&](std::uint64_t done, std::uint64_t total) {
    within = within && done <= total;
    all = total;
    for (std::uint64_t before = most; before < done && !most.compare_exchange_weak(before, done);) {
    }
  };
  const CompareResult result = compare(request);
  std::uint64_t accesses = 0;
  for (const Problem& problem : result.problems) {
    for (const Contender& contender : problem.contenders) {
      accesses += contender.run.accesses;
    }
  }
  CHECK(within);
  CHECK(all == accesses);
  CHECK(most == accesses);
}

}  // namespace
}  // namespace dmc::test

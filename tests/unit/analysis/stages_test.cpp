#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "dmc/analysis/run.hpp"

#include "catch.hpp"
#include "naive_lru.hpp"
#include "reference_values.hpp"

namespace dmc::test {
namespace {

/// Accesses by the outermost open block, which in kernels with stages is a stage: from the scope
/// events alone, with distances from the definition.
class StageOracle {
 public:
  struct Totals {
    std::uint64_t accesses = 0;
    std::uint64_t cold_misses = 0;
    std::map<std::uint64_t, std::uint64_t> reuses;  // by distance
  };

  void consume(const Batch& batch) {
    auto event = batch.events.begin();
    for (std::size_t i = 0; i < batch.count; ++i) {
      for (; event != batch.events.end() && event->position <= i; ++event) {
        apply(*event);
      }
      count(lru_.access(batch.storage[i].datum()));
    }
    std::for_each(event, batch.events.end(), [&](const ScopeEvent& one) { apply(one); });
  }

  [[nodiscard]] const std::map<std::optional<LabelId>, Totals>& stages() const { return stages_; }

 private:
  void apply(const ScopeEvent& event) {
    if (event.kind == ScopeEvent::Kind::enter_block) {
      blocks_.push_back(event.label);
    } else if (event.kind == ScopeEvent::Kind::leave_block) {
      blocks_.pop_back();
    }
  }

  void count(std::uint64_t distance) {
    Totals& totals = stages_[blocks_.empty() ? std::nullopt : std::optional(blocks_.front())];
    ++totals.accesses;
    if (distance == 0) {
      ++totals.cold_misses;
    } else {
      ++totals.reuses[distance];
    }
  }

  NaiveLru lru_;
  std::vector<LabelId> blocks_;
  std::map<std::optional<LabelId>, Totals> stages_;
};

double dmd_of(const std::map<std::uint64_t, std::uint64_t>& reuses) {
  double dmd = 0;
  for (const auto& [distance, count] : reuses) {
    dmd += static_cast<double>(count) * std::sqrt(static_cast<double>(distance));
  }
  return dmd;
}

struct Case {
  std::string_view kernel;
  Parameters parameters;
  Model model;
};

std::vector<Case> cases() {
  const Parameters decoder{{"l", 5}, {"d", 6}, {"h", 2}, {"f", 7}, {"layers", 2}, {"vocab", 3}};
  Model reuse;
  reuse.temporaries = Temporaries::reuse;
  Model blocks;
  blocks.block = 4;
  blocks.omit = {"x"};
  return {{"transformer", decoder, {}},
          {"transformer", decoder, reuse},
          {"transformer", decoder, blocks},
          {"mha", {{"l", 4}, {"d", 6}, {"h", 3}}, {}},
          {"gqa", {{"l", 4}, {"d", 8}, {"h", 4}, {"p", 2}}, reuse},
          {"attention", {{"l", 4}, {"d", 6}, {"h", 2}}, {}},
          {"im2col", {{"n", 9}, {"k", 3}}, {}},
          {"fftconv", {{"n", 8}, {"k", 3}}, {}},
          {"winograd", {{"n", 10}}, {}}};
}

TEST_CASE("stages are what an oracle of scopes and distances finds") {
  for (const Case& some : cases()) {
    CAPTURE(some.kernel);
    const Kernel& kernel = find_kernel(some.kernel);
    const Parameters parameters = resolve_parameters(kernel, some.parameters);
    StageOracle oracle;
    Tracer tracer(some.model, [&](Batch& batch) { oracle.consume(batch); });
    (void)kernel.run(parameters, tracer, InputData());
    tracer.finish();
    const RunResult result = run({&kernel, parameters, some.model});
    REQUIRE(result.stages.size() == oracle.stages().size());
    for (const auto& [label, expected] : oracle.stages()) {
      const std::string name = label ? tracer.names().labels[*label] : "";
      CAPTURE(name);
      const auto found = std::find_if(result.stages.begin(), result.stages.end(),
                                      [&](const StageTotals& stage) { return stage.name == name; });
      REQUIRE(found != result.stages.end());
      CHECK(found->accesses == expected.accesses);
      CHECK(found->cold_misses == expected.cold_misses);
      CHECK(found->totals.reuses == expected.accesses - expected.cold_misses);
      CHECK(found->totals.dmd == Approx(dmd_of(expected.reuses)).epsilon(1e-12));
      if (!expected.reuses.empty()) {
        CHECK(found->totals.min_distance == expected.reuses.begin()->first);
        CHECK(found->totals.max_distance == expected.reuses.rbegin()->first);
      }
    }
  }
}

TEST_CASE("stages add up to the whole") {
  for (const ReferenceValue& reference : reference_values()) {
    const RunResult result =
        run({&find_kernel(reference.kernel), reference.parameters, reference.model});
    if (result.stages.empty()) {
      continue;
    }
    CAPTURE(reference.kernel);
    StageTotals sum;
    for (const StageTotals& stage : result.stages) {
      sum.accesses += stage.accesses;
      sum.cold_misses += stage.cold_misses;
      sum.totals.reuses += stage.totals.reuses;
      sum.totals.dmd += stage.totals.dmd;
      CHECK(stage.accesses == stage.cold_misses + stage.totals.reuses);
    }
    CHECK(sum.accesses == result.accesses);
    CHECK(sum.cold_misses == result.data);
    CHECK(sum.totals.reuses == result.reuses);
    CHECK(sum.totals.dmd == Approx(result.dmd).epsilon(1e-13));
  }
}

TEST_CASE("the decoder's stages are those of Table 1, in the order they are run") {
  const RunResult result = run({&find_kernel("transformer"), {{"l", 4}, {"d", 8}}, {}});
  std::vector<std::string> names;
  for (const StageTotals& stage : result.stages) {
    names.push_back(stage.name);
  }
  CHECK(names == std::vector<std::string>{"embedding", "positional encoding", "masked attention",
                                          "add", "norm", "attention", "feed-forward", "linear",
                                          "softmax"});
}

TEST_CASE("stages do not depend on the number of threads") {
  RunRequest request{
      &find_kernel("transformer"), {{"l", 48}, {"d", 64}, {"vocab", 64}, {"layers", 1}}, {}};
  const RunResult one = run(request);
  REQUIRE(one.accesses > std::uint64_t{1} << 22);  // enough for threads to be used
  request.threads = 3;
  const RunResult three = run(request);
  REQUIRE(one.stages.size() == three.stages.size());
  for (std::size_t i = 0; i < one.stages.size(); ++i) {
    CHECK(one.stages[i].name == three.stages[i].name);
    CHECK(one.stages[i].accesses == three.stages[i].accesses);
    CHECK(one.stages[i].totals.reuses == three.stages[i].totals.reuses);
    CHECK(one.stages[i].totals.dmd == three.stages[i].totals.dmd);
  }
}

TEST_CASE("a program without phases has no stages") {
  CHECK(run({&find_kernel("conv"), {{"n", 8}, {"k", 3}}, {}}).stages.empty());
  CHECK(run({&find_kernel("fft"), {{"n", 8}}, {}}).stages.empty());
}

TEST_CASE("accesses outside of stages are a stage without a name") {
  const Measurement cost = measure({}, [](Tracer& tracer) {
    const auto a = tracer.array<int>("a", 2);
    (void)a.read(0);
    {
      const Block phase = tracer.phase("again");
      (void)a.read(0);
      (void)a.read(1);
    }
    (void)a.read(0);
  });
  REQUIRE(cost.stages.size() == 2);
  CHECK(cost.stages[0].name == "again");
  CHECK(cost.stages[0].accesses == 2);
  CHECK(cost.stages[0].cold_misses == 1);
  CHECK(cost.stages[0].totals.dmd == 1);
  CHECK(cost.stages[1].name.empty());
  CHECK(cost.stages[1].totals.dmd == Approx(std::sqrt(2.0)));
  REQUIRE(cost.arrays.size() == 1);  // one array, whatever the stages
  CHECK(cost.arrays[0].accesses == 4);
  CHECK(cost.arrays[0].totals.dmd == Approx(1 + std::sqrt(2.0)));
}

TEST_CASE("formulas of Table 1 are held against their stage") {
  const RunResult result = run({&find_kernel("transformer"), {{"l", 4}, {"d", 8}}, {}});
  std::size_t held = 0;
  for (const FormulaResult& one : result.formulas) {
    if (one.formula->source == "Table 1") {
      REQUIRE(one.formula->stages.size() == 1);
      const auto stage = std::find_if(
          result.stages.begin(), result.stages.end(),
          [&](const StageTotals& some) { return some.name == one.formula->stages.front(); });
      REQUIRE(stage != result.stages.end());
      CHECK((one.formula->per.empty() || one.formula->per == "layers"));
      const double layers = one.formula->per.empty() ? 1 : 2;  // the table is about one layer
      CHECK(one.measured == Approx(stage->totals.dmd / layers).epsilon(1e-14));
      ++held;
    }
  }
  CHECK(held >= 7);
}

}  // namespace
}  // namespace dmc::test

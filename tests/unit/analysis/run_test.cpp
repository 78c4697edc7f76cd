#include "dmc/analysis/run.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "dmc/util/error.hpp"

#include "catch.hpp"
#include "reference_values.hpp"

namespace dmc::test {
namespace {

TEST_CASE("parts add up to the whole, and a run is what its kernel announced") {
  for (const ReferenceValue& reference : reference_values()) {
    CAPTURE(reference.kernel, reference.accesses, reference.data);
    const Kernel& kernel = find_kernel(reference.kernel);
    const RunResult result = run({&kernel, reference.parameters, reference.model});
    const Footprint announced = footprint(kernel.plan(result.parameters), reference.model);
    CHECK(result.accesses == announced.accesses);
    REQUIRE(announced.data_is_exact);
    CHECK(result.data == announced.data);
    CHECK(result.reuses + result.data == result.accesses);

    ReuseTotals by_array;
    std::uint64_t accesses = 0;
    for (const ArrayTotals& array : result.arrays) {
      accesses += array.accesses;
      by_array.reuses += array.totals.reuses;
      by_array.dmd += array.totals.dmd;
      CHECK(array.totals.max_distance <= result.max_distance);
    }
    CHECK(accesses == result.accesses);
    CHECK(by_array.reuses == result.reuses);
    CHECK(by_array.dmd == Approx(result.dmd).epsilon(1e-13));

    ReuseTotals by_class;
    double last = HUGE_VAL;
    for (const ClassTotals& part : result.classes) {
      by_class.reuses += part.totals.reuses;
      by_class.dmd += part.totals.dmd;
      CHECK(part.totals.reuses > 0);
      CHECK(part.totals.dmd <= last);
      last = part.totals.dmd;
    }
    CHECK(by_class.reuses == result.reuses);
    CHECK(by_class.dmd == Approx(result.dmd).epsilon(1e-13));
  }
}

TEST_CASE("named classes are sums of classes, each of which has one name at most") {
  for (const ReferenceValue& reference : reference_values()) {
    CAPTURE(reference.kernel, reference.accesses);
    const RunResult result =
        run({&find_kernel(reference.kernel), reference.parameters, reference.model});
    for (const NamedTotals& named : result.named) {
      CAPTURE(named.name);
      ReuseTotals sum;
      for (const ClassTotals& part : result.classes) {
        if (part.reuse_class == named.name) {
          sum.reuses += part.totals.reuses;
          sum.dmd += part.totals.dmd;
          CHECK(part.totals.min_distance >= named.totals.min_distance);
          CHECK(part.totals.max_distance <= named.totals.max_distance);
        }
      }
      CHECK(sum.reuses == named.totals.reuses);
      CHECK(sum.reuses > 0);
      CHECK(sum.dmd == Approx(named.totals.dmd).epsilon(1e-13));
    }
  }
}

// R is only ever written once, so every reuse of a convolution belongs to one of the three lemmas.
TEST_CASE("the lemmas' classes make up a convolution") {
  for (const auto& [h, w, k] : std::vector<std::array<std::uint64_t, 3>>{
           {9, 9, 3}, {7, 12, 3}, {30, 11, 5}, {6, 6, 6}, {8, 8, 1}, {64, 64, 7}}) {
    CAPTURE(h, w, k);
    const RunResult result = run({&find_kernel("conv"), {{"h", h}, {"w", w}, {"k", k}}, {}});
    ReuseTotals sum;
    for (const NamedTotals& named : result.named) {
      sum.reuses += named.totals.reuses;
      sum.dmd += named.totals.dmd;
    }
    CHECK(sum.reuses == result.reuses);
    CHECK(sum.dmd == Approx(result.dmd).epsilon(1e-13));
    for (const ClassTotals& part : result.classes) {
      CHECK(part.array != "R");
      CHECK(!part.reuse_class.empty());
    }
  }
}

TEST_CASE("the lemmas' classes have the exact counts of their proofs") {
  // n = 9, k = 3, o = 7: k²(o²−1), k(k−1)o(o−1) and (k−1)n(n−k) reuses.
  const RunResult result = run({&find_kernel("conv"), {{"n", 9}, {"k", 3}}, {}});
  REQUIRE(result.named.size() == 3);
  CHECK(result.named[0].name == "kernel reuses");
  CHECK(result.named[0].source == "Lemma 3.7");
  CHECK(result.named[0].totals.reuses == 9 * 48);
  CHECK(result.named[0].totals.min_distance == 18);
  CHECK(result.named[0].totals.max_distance == 19);
  CHECK(result.named[1].name == "row-wise reuses");
  CHECK(result.named[1].totals.reuses == 6 * 7 * 6);
  CHECK(result.named[1].totals.min_distance == 17);
  CHECK(result.named[1].totals.max_distance == 17);
  CHECK(result.named[2].name == "column-wise reuses");
  CHECK(result.named[2].totals.reuses == 2 * 9 * 6);
}

std::vector<ReferenceValue> grid() {
  std::vector<ReferenceValue> all = reference_values();
  Model without_r;
  without_r.omit = {"R"};
  for (const std::uint64_t n : {6U, 10U, 33U}) {
    for (const std::uint64_t k : {1U, 2U, 3U, 5U}) {
      for (const Model& model : {Model{}, without_r}) {
        all.push_back({"conv", {{"n", n}, {"k", k}}, model, 0, 0, 0, ""});
        all.push_back({"conv", {{"h", n}, {"w", 2 * n}, {"k", k}}, model, 0, 0, 0, ""});
      }
    }
  }
  for (const std::uint64_t n : {2U, 8U, 256U}) {
    all.push_back({"fft", {{"n", n}}, {}, 0, 0, 0, ""});
  }
  return all;
}

TEST_CASE("formulas that claim to be exact are, and every ratio is a number") {
  std::size_t exact_counts = 0;
  std::size_t exact_sums = 0;
  for (const ReferenceValue& some : grid()) {
    const RunResult result = run({&find_kernel(some.kernel), some.parameters, some.model});
    for (const FormulaResult& formula : result.formulas) {
      CAPTURE(some.kernel, some.parameters.entries(), some.model.omit, formula.formula->id,
              formula.value, formula.measured);
      CHECK(std::isfinite(formula.value));
      CHECK(std::isfinite(formula.measured));
      const bool finite = std::isfinite(formula.ratio);
      CHECK(
          (finite || formula.value == 0));  // a printed lemma may have nothing where there is some
      if (formula.formula->form != Form::exact) {
        continue;
      }
      const bool is_count = formula.formula->quantity == Quantity::reuses ||
                            formula.formula->quantity == Quantity::data;
      if (is_count) {
        ++exact_counts;
        CHECK(formula.ratio == 1.0);
      } else {
        ++exact_sums;
        CHECK(formula.ratio == Approx(1).epsilon(1e-12));
      }
    }
  }
  CHECK(exact_counts > 50);
  CHECK(exact_sums > 50);
}

TEST_CASE("a formula is shown where it speaks about the run") {
  const auto ids = [](std::string_view kernel, const Parameters& parameters, const Model& model) {
    std::vector<std::string_view> all;
    for (const FormulaResult& formula : run({&find_kernel(kernel), parameters, model}).formulas) {
      all.push_back(formula.formula->id);
    }
    return all;
  };
  const auto has = [](const std::vector<std::string_view>& all, std::string_view id) {
    return std::find(all.begin(), all.end(), id) != all.end();
  };
  const auto square = ids("conv", {{"n", 16}, {"k", 3}}, {});
  CHECK(has(square, "thm3.10"));
  CHECK(has(square, "lem3.7"));
  CHECK_FALSE(has(square, "thm3.10.hw"));
  CHECK_FALSE(has(square, "lem3.1"));
  CHECK_FALSE(has(square, "lem3.5"));  // first accesses are free
  const auto oblong = ids("conv", {{"h", 16}, {"w", 20}, {"k", 3}}, {});
  CHECK(has(oblong, "thm3.10.hw"));
  CHECK_FALSE(has(oblong, "thm3.10"));
  Model bound;
  bound.cold = Cold::bound;
  CHECK(has(ids("conv", {{"n", 16}, {"k", 3}}, bound), "lem3.5"));
}

TEST_CASE("the paper's bound on first accesses is what the cold cost of that name is") {
  Model model;
  model.cold = Cold::bound;
  const RunResult result = run({&find_kernel("matmul"), {{"m", 5}, {"n", 6}, {"l", 7}}, model});
  for (const FormulaResult& formula : result.formulas) {
    if (formula.formula->id == "lem3.5") {
      CHECK(formula.ratio == Approx(1).epsilon(1e-14));
      CHECK(formula.measured == Approx(std::pow(107, 1.5)).epsilon(1e-14));
    }
  }
}

TEST_CASE("a result says what was run") {
  const Kernel& kernel = find_kernel("conv");
  Model model;
  model.omit = {"R"};
  const RunResult result = run({&kernel, {{"n", 16}}, model});
  CHECK(result.kernel == &kernel);
  CHECK(result.parameters["h"] == 16);
  CHECK(result.parameters["w"] == 16);
  CHECK(result.parameters["k"] == 3);
  CHECK(result.model.omit == model.omit);
  CHECK(result.seconds >= 0);
  CHECK(result.seconds < 10);
}

TEST_CASE("progress goes from nothing to everything") {
  std::uint64_t last = 0;
  std::uint64_t total = 0;
  bool ordered = true;
  RunRequest request{&find_kernel("conv"), {{"n", 64}, {"k", 3}}, {}};
  request.progress = [&](std::uint64_t done, std::uint64_t of) {
    ordered = ordered && done >= last && done <= of;
    last = done;
    total = of;
  };
  const RunResult result = run(request);
  CHECK(ordered);
  CHECK(last == result.accesses);
  CHECK(total == result.accesses);
}

/// A kernel that must not come to run.
Kernel refused_kernel(Plan (*plan)(const Parameters&)) {
  Kernel kernel;
  kernel.name = "refused";
  kernel.arrays = {"a"};
  kernel.resolve = [](const Parameters& given) { return given; };
  kernel.plan = plan;
  kernel.run = [](const Parameters&, Tracer&, const InputData&) -> std::vector<double> {
    throw std::logic_error("it ran");
  };
  return kernel;
}

std::string message_of(const RunRequest& request) {
  try {
    (void)run(request);
  } catch (const Error& error) {
    return error.what();
  }
  return "it was not refused";
}

TEST_CASE("a run that cannot fit in memory is refused before it starts") {
  const Kernel kernel = refused_kernel([](const Parameters&) -> Plan {
    const Count huge = std::uint64_t{1} << 55;
    return {.arrays = {{.name = "a", .size = huge, .accesses = huge}}};
  });
  const std::string message = message_of({&kernel, {}, {}});
  CHECK(message.find("memory") != std::string::npos);
  CHECK(message.find("36,028,797,018,963,968") != std::string::npos);

  const Kernel fits = refused_kernel([](const Parameters&) -> Plan {
    return {.arrays = {{.name = "a", .size = 10, .accesses = 10}}};
  });
  CHECK_THROWS_AS(run({&fits, {}, {}}), std::logic_error);
}

TEST_CASE("huge parameters are refused, whether they can be counted or not") {
  const std::uint64_t most = 0xffffffff;
  CHECK_THROWS_AS(run({&find_kernel("conv"), {{"n", 3'000'000}, {"k", 3}}, {}}), Error);
  CHECK_THROWS_AS(run({&find_kernel("conv"), {{"n", most}, {"k", 3}}, {}}), Error);
  CHECK_THROWS_AS(run({&find_kernel("conv"), {{"n", most}, {"k", most / 2}}, {}}), Error);
  CHECK_THROWS_AS(run({&find_kernel("matmul"), {{"m", most}, {"n", most}, {"l", most}}, {}}),
                  Error);
  CHECK_THROWS_AS(run({&find_kernel("fft"), {{"n", std::uint64_t{1} << 31}}, {}}), Error);
}

TEST_CASE("memory needed grows with data and values, and does not wrap") {
  const Footprint small{.accesses = 0, .data = 1000, .data_is_exact = true, .value_bytes = 500};
  const Footprint more_data{.accesses = 0, .data = 2000, .data_is_exact = true, .value_bytes = 500};
  CHECK(memory_needed(small) >= 1000 * 12 + 500);
  CHECK(memory_needed(more_data) > memory_needed(small));
  const Footprint endless{
      .accesses = 0, .data = ~std::uint64_t{0} / 2, .data_is_exact = true, .value_bytes = 0};
  CHECK_THROWS_AS(memory_needed(endless), Error);
}

TEST_CASE("bad requests are refused with the option named") {
  Model model;
  model.omit = {"R", "Q"};
  const std::string omitted = message_of({&find_kernel("conv"), {{"n", 9}, {"k", 3}}, model});
  CHECK(omitted.find("--omit Q") != std::string::npos);
  CHECK(omitted.find("K, I, R") != std::string::npos);
  CHECK(message_of({&find_kernel("conv"), {{"n", 9}, {"k", 10}}, {}}).find("--k") !=
        std::string::npos);
  CHECK(message_of({&find_kernel("fft"), {{"n", 12}}, {}}).find("--n") != std::string::npos);
}

}  // namespace
}  // namespace dmc::test

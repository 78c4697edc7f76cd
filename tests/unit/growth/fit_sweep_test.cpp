#include "dmc/analysis/fit_sweep.hpp"

#include <cmath>

#include "dmc/util/error.hpp"

#include "catch.hpp"

namespace dmc::test {
namespace {

/// A sweep as it would be if the DMD were this function of the parameters.
template <class Law>
Sweep made_up(std::string_view kernel, const std::vector<Parameters>& given, Law law) {
  Sweep sweep{.kernel = &find_kernel(kernel)};
  for (const Parameters& some : given) {
    SweepRow row{.parameters = resolve_parameters(*sweep.kernel, some), .model = {}};
    row.dmd = law(row.parameters);
    sweep.rows.push_back(row);
  }
  return sweep;
}

double real(const Parameters& row, const char* name) {
  return static_cast<double>(row[name]);
}

std::vector<Parameters> grid(const char* a, const std::vector<std::uint64_t>& of_a, const char* b,
                             const std::vector<std::uint64_t>& of_b) {
  std::vector<Parameters> all;
  for (const std::uint64_t one : of_a) {
    for (const std::uint64_t other : of_b) {
      all.push_back({{a, one}, {b, other}});
    }
  }
  return all;
}

/// 3·n²·k + n, on a grid whose rows are not in order.
Sweep known_law() {
  return made_up("conv", grid("n", {512, 32, 64, 128, 256}, "k", {8, 32, 2, 4, 16}),
                 [](const Parameters& row) {
                   return 3 * std::pow(real(row, "n"), 2) * real(row, "k") + real(row, "n");
                 });
}

std::string error_of(const SweepFitRequest& request) {
  try {
    static_cast<void>(fit_sweep(request));
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("each parameter's exponent and coefficient are found with the others at their largest") {
  const Sweep sweep = known_law();
  const FitResult result = fit_sweep({.sweep = &sweep, .path = "a.csv"});
  CHECK(result.sweep == "a.csv");
  CHECK(result.kernel->name == "conv");
  REQUIRE(result.slices.size() == 2);  // --h and --w are what --n is
  const FitSlice& by_n = result.slices[0];
  CHECK((by_n.parameter == "n" && by_n.others["k"] == 32 && by_n.others["n"] == 512));
  REQUIRE(by_n.growth.is_decided());
  CHECK(by_n.growth.laws.front().law.exponent == 2);
  CHECK(by_n.growth.laws.front().coefficient.contains(3 * 32));
  const FitSlice& by_k = result.slices[1];
  CHECK((by_k.parameter == "k" && by_k.others["n"] == 512));
  REQUIRE(by_k.growth.is_decided());
  CHECK(by_k.growth.laws.front().law.exponent == 1);
  CHECK(by_k.growth.laws.front().coefficient.contains(3.0 * 512 * 512));
}

TEST_CASE("some of the rows can be chosen") {
  const Sweep sweep = known_law();
  SweepFitRequest request{.sweep = &sweep, .path = "a.csv"};
  request.only.values = {{"k", {2}}, {"n", {64, 256}}};
  const FitResult result = fit_sweep(request);
  REQUIRE(result.slices.size() == 1);
  const std::vector<SizedValue>& points = result.slices[0].growth.points;
  REQUIRE(points.size() == 2);
  CHECK((points[0].x == 64 && points[0].y == 6.0 * 64 * 64 + 64));
  CHECK((points[1].x == 256 && points[1].y == 6.0 * 256 * 256 + 256));
  request.only.values = {{"k", {2, 3}}};
  CHECK(error_of(request) ==
        "a.csv: --k 3: the sweep has no such row; its values are 2, 4, 8, 16, 32");
  request.only.values = {{"k", {2}}, {"n", {64}}};
  CHECK_THAT(error_of(request), Catch::Contains("a.csv: nothing varies"));
}

TEST_CASE("along the diagonal of a grid parameters are the same") {
  std::vector<Parameters> all;
  for (const std::uint64_t m : {8U, 16U, 32U, 64U, 128U}) {
    for (const std::uint64_t n : {8U, 16U, 32U, 64U, 128U}) {
      all.push_back({{"m", m}, {"n", n}, {"l", n}});
    }
  }
  const Sweep sweep = made_up("matmul", all, [](const Parameters& row) {
    return real(row, "m") * std::pow(real(row, "n") * real(row, "l"), 1.5);
  });
  SweepFitRequest request{.sweep = &sweep, .path = "a.csv"};
  request.only.same = {{"m", "n"}, {"l", "n"}};
  const FitResult result = fit_sweep(request);
  REQUIRE(result.slices.size() == 1);
  CHECK(result.slices[0].parameter == "n");
  CHECK(result.slices[0].growth.points.size() == 5);
  CHECK(result.slices[0].growth.laws.front().law.exponent == 4);
  CHECK(result.slices[0].growth.laws.front().coefficient.contains(1));
}

TEST_CASE("parameters that follow from others are not varied by themselves") {
  const auto first = [](const Parameters& row) { return real(row, "d"); };
  // The feed-forward width f is 4d unless given.
  const Sweep widths = made_up("transformer", {{{"d", 8}, {"h", 2}}, {{"d", 16}, {"h", 2}}}, first);
  const FitResult by_width = fit_sweep({.sweep = &widths, .path = "a"});
  REQUIRE(by_width.slices.size() == 1);
  CHECK(by_width.slices[0].parameter == "d");
  // Where f is given it is a parameter like any other, and where only f varies it is the one.
  const Sweep layers =
      made_up("transformer", {{{"d", 8}, {"h", 2}, {"f", 8}}, {{"d", 8}, {"h", 2}, {"f", 16}}},
              [](const Parameters& row) { return real(row, "f"); });
  const FitResult by_layer = fit_sweep({.sweep = &layers, .path = "a"});
  REQUIRE(by_layer.slices.size() == 1);
  CHECK(by_layer.slices[0].parameter == "f");
  // Images that are not square have no n; one side may stay.
  const Sweep images = made_up("conv", {{{"h", 8}, {"w", 16}}, {{"h", 32}, {"w", 16}}},
                               [](const Parameters& row) { return real(row, "h"); });
  const FitResult by_height = fit_sweep({.sweep = &images, .path = "a"});
  REQUIRE(by_height.slices.size() == 1);
  CHECK(by_height.slices[0].parameter == "h");
}

TEST_CASE("rows of several models are not mixed") {
  Sweep sweep = made_up("conv", grid("n", {32, 64, 128, 256, 512}, "k", {3}),
                        [](const Parameters& row) { return real(row, "n"); });
  const std::vector<SweepRow> elements = sweep.rows;
  for (SweepRow row : elements) {
    row.model.block = 8;
    row.model.omit = {"R", "K"};
    row.dmd *= row.dmd;
    sweep.rows.push_back(row);
  }
  SweepFitRequest request{.sweep = &sweep, .path = "a.csv"};
  CHECK_THAT(error_of(request),
             Catch::Contains("several models") && Catch::Contains("--block and --omit"));
  request.only.block = 8;
  const FitResult blocks = fit_sweep(request);
  CHECK(blocks.model.block == 8);
  CHECK(blocks.slices.at(0).growth.laws.front().law.exponent == 2);
  request.only.block.reset();
  request.only.omit = std::set<std::string>{};
  CHECK(fit_sweep(request).slices.at(0).growth.laws.front().law.exponent == 1);
  request.only.omit = std::set<std::string>{"K", "R"};
  CHECK(fit_sweep(request).slices.at(0).growth.laws.front().law.exponent == 2);
  request.only.omit = std::set<std::string>{"R"};
  CHECK(error_of(request) == "a.csv: --omit R: the sweep has no such row");
  request.only = {.cold = Cold::bound};
  CHECK(error_of(request) == "a.csv: --cold bound: the sweep has no such row");
}

TEST_CASE("combinations that were left out leave too little to fit, which is said") {
  const Sweep sweep =
      made_up("conv", {{{"n", 4}, {"k", 3}}, {{"n", 8}, {"k", 3}}, {{"n", 8}, {"k", 5}}},
              [](const Parameters& row) { return real(row, "n"); });
  CHECK(error_of({.sweep = &sweep, .path = "a.csv"}) ==
        "a.csv: --n: at --k 5 the sweep has 1 of its values, and a fit needs two; choose smaller "
        "others, with one value each");
  const FitResult fitted =
      fit_sweep({.sweep = &sweep, .path = "a.csv", .only = {.values = {{"k", {3}}}}});
  CHECK(fitted.slices.at(0).growth.points.size() == 2);
}

TEST_CASE("what a sweep measures is fitted as the same runs are") {
  FitRequest runs{.kernel = &find_kernel("conv"),
                  .values = {{"n", {16, 24, 32, 48, 64}}, {"k", {3}}}};
  const SweepPlan plan = plan_sweep({.kernel = runs.kernel, .values = runs.values});
  Sweep read{.kernel = runs.kernel, .rows = std::vector<SweepRow>(plan.points.size())};
  sweep(plan, [&](std::size_t place, const SweepRow& row) { read.rows[place] = row; }, {});
  for (const char* reuse_class : {"", "column-wise reuses"}) {
    for (const Fitted fitted : {Fitted::dmd, Fitted::reuses}) {
      runs.reuse_class = reuse_class;
      runs.fitted = fitted;
      const FitSlice direct = fit_growth(runs).slices.at(0);
      const FitSlice later =
          fit_sweep({.sweep = &read, .path = "a", .fitted = fitted, .reuse_class = reuse_class})
              .slices.at(0);
      CHECK(later.growth.line.exponent.value == direct.growth.line.exponent.value);
      REQUIRE(later.growth.laws.size() == direct.growth.laws.size());
      REQUIRE(later.formulas.size() == direct.formulas.size());
      CHECK((fitted != Fitted::dmd || !later.formulas.empty()));
      for (std::size_t i = 0; i < later.formulas.size(); ++i) {
        CHECK(later.formulas[i].formula == direct.formulas[i].formula);
        CHECK(later.formulas[i].ratios == direct.formulas[i].ratios);
      }
    }
  }
}

TEST_CASE("classes need a sweep that was made with them") {
  const Sweep sweep = known_law();
  CHECK_THAT(error_of({.sweep = &sweep, .path = "a.csv", .reuse_class = "column-wise reuses"}),
             Catch::Contains("make it with --classes"));
  CHECK_THAT(error_of({.sweep = &sweep, .path = "a.csv", .reuse_class = "columns"}),
             Catch::Contains("its classes are: kernel reuses"));
  const Sweep empty{.kernel = sweep.kernel};
  CHECK(error_of({.sweep = &empty, .path = "a.csv"}) == "a.csv: the sweep has no rows");
}

}  // namespace dmc::test

// A formula that is offered as corrected tends to what it corrects, whichever of its sizes grow:
// each alone, any two, all together, and one as the square of another. It is held against its exact
// form far beyond what can be run or, where there is none, against the measurement. Every corrected
// formula of the table is tried, and one that cannot be is a failure.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dmc/analysis/run.hpp"
#include "dmc/formulas/formula.hpp"
#include "dmc/util/error.hpp"

#include "catch.hpp"

namespace dmc::test {
namespace {

/// Where growth begins, and how far it goes.
struct Start {
  std::string_view kernel;
  Parameters sizes;                         ///< all that can grow
  std::vector<Parameters> settings = {{}};  ///< what is chosen besides
  std::vector<std::vector<std::string>> omit = {{}};
  std::uint64_t largest = 1U << 20;    ///< of any size where there is an exact form
  std::uint64_t accesses = 1'000'000;  ///< of a run where there is none
  std::uint64_t factor = 2;            ///< of each step
};

std::vector<Start> starts() {
  return {
      {.kernel = "matmul", .sizes = {{"m", 16}, {"n", 16}, {"l", 16}}},
      {.kernel = "attention", .sizes = {{"l", 16}, {"d", 32}, {"h", 4}}},
      {.kernel = "mha", .sizes = {{"l", 16}, {"d", 32}, {"h", 4}}},
      {.kernel = "gqa", .sizes = {{"l", 16}, {"d", 32}, {"h", 4}, {"p", 2}}},
      {.kernel = "transformer",
       .sizes = {{"l", 16}, {"d", 16}, {"h", 2}, {"f", 32}, {"layers", 1}, {"vocab", 16}},
       .accesses = 500'000},
      {.kernel = "conv",
       .sizes = {{"h", 24}, {"w", 24}, {"k", 3}},
       .omit = {{}, {"R"}},
       .largest = 1U << 12},
      {.kernel = "conv",
       .sizes = {{"h", 24}, {"w", 40}, {"k", 2}},
       .omit = {{}, {"R"}},
       .largest = 1U << 12},
      {.kernel = "conv",
       .sizes = {{"h", 16}, {"w", 16}, {"k", 1}},
       .omit = {{}, {"R"}},
       .largest = 1U << 12},
      {.kernel = "batchconv",
       .sizes = {{"n", 24}, {"k", 3}, {"c", 5}, {"x", 2}},
       .settings = {{{"layout", 0}}, {{"layout", 1}}},
       .largest = 256},
      {.kernel = "im2col", .sizes = {{"n", 24}, {"k", 3}}, .largest = 1U << 11},
      {.kernel = "winograd", .sizes = {{"n", 16}}},
      {.kernel = "fft", .sizes = {{"n", 16}}},
      {.kernel = "fftconv", .sizes = {{"n", 16}, {"k", 3}}, .accesses = 4'000'000},
  };
}

/// The power of the growth that each size goes with; none: it stays.
using Direction = std::map<std::string, unsigned>;

std::vector<Direction> directions(const Parameters& sizes) {
  std::vector<std::string> names;
  for (const auto& [name, value] : sizes.entries()) {
    names.push_back(name);
  }
  std::vector<Direction> all;
  Direction together;
  for (std::size_t i = 0; i < names.size(); ++i) {
    all.push_back({{names[i], 1}});
    together[names[i]] = 1;
    for (std::size_t j = i + 1; j < names.size(); ++j) {
      all.push_back({{names[i], 1}, {names[j], 1}});
      all.push_back({{names[i], 2}, {names[j], 1}});
      all.push_back({{names[i], 1}, {names[j], 2}});
    }
  }
  all.push_back(together);
  return all;
}

std::string text(const Direction& direction) {
  std::string all;
  for (const auto& [name, power] : direction) {
    all += name + (power == 2 ? "^2 " : " ");
  }
  return all;
}

/// The sizes after so many steps; none where the kernel does not take them.
std::optional<Parameters> grown(const Start& start, const Parameters& settings,
                                const Direction& direction, unsigned step) {
  Parameters sizes = settings;
  for (const auto& [name, value] : start.sizes.entries()) {
    const auto found = direction.find(name);
    std::uint64_t size = value;
    for (unsigned i = 0; found != direction.end() && i < step * found->second; ++i) {
      size *= start.factor;
    }
    if (size > (std::uint64_t{1} << 30)) {
      return std::nullopt;
    }
    sizes.set(name, size);
  }
  try {
    return resolve_parameters(find_kernel(start.kernel), sizes);
  } catch (const Error&) {
    return std::nullopt;
  }
}

/// Runs, each made once however many formulas are held against it.
class Measured {
 public:
  /// None where a run would take more than so many accesses.
  const RunResult* of(const Start& start, const Parameters& sizes, const Model& model) {
    const std::string key = text_of(start, sizes, model);
    const auto known = runs_.find(key);
    if (known != runs_.end()) {
      return known->second ? &*known->second : nullptr;
    }
    const RunRequest request{&find_kernel(start.kernel), sizes, model};
    auto& place = runs_[key];
    if (is_short(request, start.accesses)) {
      place = run(request);
    }
    return place ? &*place : nullptr;
  }

 private:
  static bool is_short(const RunRequest& request, std::uint64_t most) {
    try {
      return footprint(request.kernel->plan(request.parameters), request.model).accesses <= most;
    } catch (const Error&) {
      return false;  // more than 64 bits can count
    }
  }
  static std::string text_of(const Start& start, const Parameters& sizes, const Model& model) {
    std::string key(start.kernel);
    for (const auto& [name, value] : sizes.entries()) {
      key += " " + name + "=" + std::to_string(value);
    }
    return key + (model.omit.empty() ? "" : " without " + model.omit.front());
  }

  std::map<std::string, std::optional<RunResult>> runs_;
};

/// An exact form of the same quantity where the corrected one is offered.
const Formula* exact_form(const Formula& formula, const Parameters& sizes, const Model& model) {
  for (const Formula* other : other_forms(formula)) {
    if (other->form == Form::exact && applies(*other, sizes, model)) {
      return other;
    }
  }
  return nullptr;
}

bool fits(const Start& start, const Parameters& sizes) {
  return std::all_of(start.sizes.entries().begin(), start.sizes.entries().end(),
                     [&](const auto& size) { return sizes[size.first] <= start.largest; });
}

/// What is right over what the formula gives; none where it is not offered or nothing can be told.
std::optional<double> ratio(const Formula& formula, const Start& start, const Parameters& sizes,
                            const Model& model, Measured& measured) {
  if (!applies(formula, sizes, model)) {
    return std::nullopt;
  }
  if (const Formula* exact = exact_form(formula, sizes, model)) {
    if (!fits(start, sizes)) {
      return std::nullopt;
    }
    return evaluate(*exact, sizes, model) / evaluate(formula, sizes, model);
  }
  const RunResult* result = measured.of(start, sizes, model);
  return result == nullptr
             ? std::nullopt
             : std::optional(measured_for(formula, *result) / evaluate(formula, sizes, model));
}

/// The ratios in one direction, as far as it goes.
std::vector<double> ratios(const Formula& formula, const Start& start, const Parameters& settings,
                           const Model& model, const Direction& direction, Measured& measured) {
  std::vector<double> all;
  for (unsigned step = 0; step <= 30; ++step) {
    if (const auto sizes = grown(start, settings, direction, step)) {
      if (const auto one = ratio(formula, start, *sizes, model, measured)) {
        all.push_back(*one);
      }
    }
  }
  return all;
}

/// In the end within 1%, or within 4% and nearer than where it began.
bool tends_to_one(const std::vector<double>& ratios) {
  const double last = std::abs(ratios.back() - 1);
  return last <= 0.01 || (last <= 0.04 && last < std::abs(ratios.front() - 1));
}

/// Tries a formula in every direction and returns in how many it could be.
std::size_t check_growth(const Formula& formula, const Start& start, Measured& measured) {
  std::size_t tried = 0;
  for (const Parameters& settings : start.settings) {
    for (const auto& omit : start.omit) {
      Model model;
      model.omit = omit;
      for (const Direction& direction : directions(start.sizes)) {
        const std::vector<double> all =
            ratios(formula, start, settings, model, direction, measured);
        if (all.size() >= 2) {
          ++tried;
          CAPTURE(formula.id, start.kernel, omit, text(direction), all);
          CHECK(tends_to_one(all));
        }
      }
    }
  }
  return tried;
}

double column_wise(std::uint64_t h, std::uint64_t w) {
  Model model;
  model.omit = {"R"};
  return evaluate(find_formula("lem3.9.exact.no-R"), {{"h", h}, {"w", w}, {"k", 3}}, model);
}

/// Factors and thresholds, which no run measures: what they speak about, worked out in another way.
std::optional<double> ratio_of_number(std::string_view id, double n) {
  const auto side = static_cast<std::uint64_t>(n);
  // A portrait of 16 n², and images of other shapes with as many pixels.
  const double portrait = column_wise(8 * side, 2 * side);
  const Variables m{{"m", 4}};
  if (id == "asymmetry.square.corrected") {
    return column_wise(4 * side, 4 * side) / portrait / evaluate(find_formula(id), {}, {}, m);
  }
  if (id == "asymmetry.landscape.corrected") {
    return column_wise(2 * side, 8 * side) / portrait / evaluate(find_formula(id), {}, {}, m);
  }
  if (id == "fftconv.threshold.corrected") {
    // The k³ at which the printed bound is as large as the first term of Theorem 3.10.
    const double bound = evaluate(find_formula("fftconv.log2"), {{"n", side}}, {});
    return bound / (2 * std::sqrt(2.0) * n * n) / evaluate(find_formula(id), {{"n", side}}, {});
  }
  return std::nullopt;
}

TEST_CASE("corrected formulas tend to the measurement, whichever sizes grow") {
  Measured measured;
  for (const Formula& formula : formulas()) {
    if (formula.form != Form::corrected || !formula.part.empty() || formula.kernels.empty()) {
      continue;
    }
    std::size_t tried = 0;
    for (const Start& start : starts()) {
      if (speaks_about(formula, start.kernel)) {
        tried += check_growth(formula, start, measured);
      }
    }
    CAPTURE(formula.id);
    CHECK(tried > 0);
  }
}

TEST_CASE("corrected numbers are approached by what they speak about") {
  for (const Formula& formula : formulas()) {
    if (formula.form == Form::corrected && !formula.part.empty()) {
      CAPTURE(formula.id);
      const auto value = ratio_of_number(formula.id, 1 << 16);
      REQUIRE(value.has_value());
      CHECK(*value == Approx(1).epsilon(0.001));
    }
  }
}

TEST_CASE("corrected formulas about every kernel tend to their exact form") {
  for (const Formula& formula : formulas()) {
    if (formula.form == Form::corrected && formula.part.empty() && formula.kernels.empty()) {
      CAPTURE(formula.id);
      REQUIRE(formula.id == "lem3.5.corrected");
      const Variables m{{"m", 1e6}};
      CHECK(evaluate(find_formula("lem3.5.exact"), {}, {}, m) / evaluate(formula, {}, {}, m) ==
            Approx(1).epsilon(1e-5));
    }
  }
}

/// Every combination of small sizes that the kernel takes.
std::vector<Parameters> small_sizes(const Start& start) {
  std::vector<Parameters> all{{}};
  for (const auto& [name, value] : start.sizes.entries()) {
    std::vector<Parameters> longer;
    for (const Parameters& some : all) {
      for (const std::uint64_t size : {1U, 2U, 5U}) {
        longer.push_back(some);
        longer.back().set(name, size);
      }
    }
    all = longer;
  }
  std::vector<Parameters> taken;
  for (const Parameters& some : all) {
    try {
      taken.push_back(resolve_parameters(find_kernel(start.kernel), some));
    } catch (const Error&) {
      continue;
    }
  }
  return taken;
}

TEST_CASE("no formula is offered where it is negative or has no value") {
  std::size_t seen = 0;
  for (const Start& start : starts()) {
    for (const Formula& formula : formulas()) {
      if (!speaks_about(formula, start.kernel) || !formula.given.empty()) {
        continue;
      }
      for (const Parameters& sizes : small_sizes(start)) {
        if (is_about(formula, sizes, {})) {
          ++seen;
          CAPTURE(formula.id, sizes.entries());
          CHECK(evaluate(formula, sizes, {}) >= 0);
        }
      }
    }
  }
  CHECK(seen > 1000);
}

}  // namespace
}  // namespace dmc::test

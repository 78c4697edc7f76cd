// Whatever a fit claims of a kernel must be true: exact formulas give the values that a user's
// sweep would measure, and, far beyond what can be run, what they tend to.
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/analysis/growth.hpp"
#include "dmc/formulas/formula.hpp"
#include "dmc/kernels/kernel.hpp"
#include "dmc/util/error.hpp"

#include "catch.hpp"

namespace dmc::test {
namespace {

/// Where a user's sweep would begin, and how far the formula is evaluated besides.
struct Ladder {
  std::string_view kernel;
  Parameters sizes;  ///< all that can grow, with their first values
  std::uint64_t farthest = 1U << 18;
};

std::vector<Ladder> ladders() {
  return {{"matmul", {{"m", 8}, {"n", 8}, {"l", 8}}},
          {"attention", {{"l", 16}, {"d", 16}, {"h", 2}}},
          {"mha", {{"l", 16}, {"d", 16}, {"h", 2}}},
          {"gqa", {{"l", 16}, {"d", 16}, {"h", 4}, {"p", 2}}},
          {"conv", {{"h", 16}, {"w", 16}, {"k", 3}}, 1U << 12},
          {"batchconv", {{"n", 16}, {"k", 3}, {"c", 4}, {"x", 2}}, 1U << 10},
          {"im2col", {{"n", 16}, {"k", 3}}, 1U << 10},
          {"winograd", {{"n", 8}}, 1U << 18},
          {"fft", {{"n", 16}}, 1U << 28}};
}

/// The formula where the named sizes are `factor` times the first ones; none where it says nothing.
std::optional<double> value_at(const Formula& formula, const Ladder& ladder,
                               const std::vector<std::string>& growing, std::uint64_t factor) {
  Parameters sizes = ladder.sizes;
  for (const std::string& name : growing) {
    sizes.set(name, sizes[name] * factor);
    if (sizes[name] > ladder.farthest) {
      return std::nullopt;
    }
  }
  try {
    sizes = resolve_parameters(find_kernel(ladder.kernel), sizes);
    const double value = applies(formula, sizes, {}) ? evaluate(formula, sizes, {}) : 0;
    return value > 0 ? std::optional(value) : std::nullopt;
  } catch (const Error&) {  // no such size, or more terms than are added up
    return std::nullopt;
  }
}

/// As far as it goes, each size twice the one before.
std::vector<SizedValue> values_of(const Formula& formula, const Ladder& ladder,
                                  const std::vector<std::string>& growing) {
  std::vector<SizedValue> points;
  for (std::uint64_t factor = 1; factor <= ladder.farthest; factor *= 2) {
    const auto value = value_at(formula, ladder, growing, factor);
    if (value) {
      points.push_back({static_cast<double>(ladder.sizes[growing.front()] * factor), *value});
    } else if (!points.empty()) {
      break;
    }
  }
  return points;
}

/// Inside of the interval, or as near as what is still to come allows.
bool is_near(const Estimate& claimed, double truth, double to_come) {
  const double rounding = 1e-9 * std::abs(truth);
  return claimed.low - to_come - rounding <= truth && truth <= claimed.high + to_come + rounding;
}

/// The claim against the largest sizes at which the formula is evaluated: what is left of lower
/// terms there is no more than what went away since the root of that size.
void check_claim(const std::vector<SizedValue>& values, const Growth& growth) {
  const LawFit& claim = growth.laws.front();
  const std::size_t last = values.size() - 1;
  const std::size_t middle = last / 2;
  const auto scaled = [&](std::size_t i) { return values[i].y / claim.law.of(values[i].x); };
  const auto power = [&](std::size_t i) {
    return values[i].y / std::pow(std::log2(values[i].x), claim.law.log_power);
  };
  const auto local = [&](std::size_t i) { return std::log2(power(i) / power(i - 1)); };
  const double still = std::abs(scaled(last) - scaled(middle));
  CAPTURE(claim.law.text("x"), claim.coefficient.low, claim.coefficient.high, scaled(last), still);
  CHECK(is_near(claim.coefficient, scaled(last), still));
  // A law that is wrong moves on and on.
  CHECK(still <= std::abs(scaled(middle) - scaled(0)) + 1e-9 * std::abs(scaled(last)));
  REQUIRE(growth.exponent);
  CHECK(is_near(*growth.exponent, local(last), std::abs(local(last) - local(middle))));
}

std::vector<std::vector<std::string>> ways(const Ladder& ladder) {
  std::vector<std::vector<std::string>> all;
  std::vector<std::string> together;
  for (const auto& [name, value] : ladder.sizes.entries()) {
    all.push_back({name});
    together.push_back(name);
  }
  if (together.size() > 1) {
    all.push_back(together);
  }
  return all;
}

}  // namespace

TEST_CASE("what is claimed from the sizes of a sweep holds far beyond them, for every exact form") {
  std::size_t tried = 0;
  std::size_t claimed = 0;
  for (const Ladder& ladder : ladders()) {
    for (const Formula& formula : formulas()) {
      if (formula.form != Form::exact || formula.quantity != Quantity::dmd ||
          !speaks_about(formula, ladder.kernel)) {
        continue;
      }
      for (const auto& growing : ways(ladder)) {
        const std::vector<SizedValue> values = values_of(formula, ladder, growing);
        for (std::size_t sizes = 5; sizes <= 9 && 2 * sizes < values.size() + 3; ++sizes) {
          const Growth growth = growth_of(std::span(values).first(sizes));
          ++tried;
          if (growth.is_decided()) {
            ++claimed;
            CAPTURE(ladder.kernel, formula.id, growing.front(), growing.size(), sizes);
            check_claim(values, growth);
          }
        }
      }
    }
  }
  CAPTURE(tried, claimed);
  CHECK(tried > 100);
  CHECK(3 * claimed > tried);  // honesty alone would be had by saying nothing
}

}  // namespace dmc::test

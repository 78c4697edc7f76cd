#include "dmc/analysis/growth.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

namespace dmc {
namespace {

constexpr std::size_t k_sizes = 5;  // that a law is fitted to: two more than it has terms
constexpr double k_steepest = 6;
constexpr double k_tolerance = 3;          // how much more than the best another law may leave
constexpr double k_spread_tolerance = 10;  // how much less well its coefficient may be known
constexpr double k_rounding = 1e-12;       // what is left of values that a law fits exactly
constexpr double k_least_share = 0.1;      // of a leading term: less could as well be nothing
constexpr double k_greatest_share = 2;     // more is a leading term that lower ones take back

Term constant() {
  return {"1", [](double) { return 1.0; }};
}

/// The lower terms of a law, relative to its leading one.
std::vector<Term> fading_terms(double log_power) {
  return log_power == 0 ? std::vector{power_term(-0.5), power_term(-1)}
                        : std::vector{log_term(-1), log_term(-2)};
}

std::vector<SizedValue> sorted_points(std::span<const SizedValue> points) {
  std::vector<SizedValue> sorted(points.begin(), points.end());
  std::sort(sorted.begin(), sorted.end(), [](SizedValue a, SizedValue b) { return a.x < b.x; });
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (sorted[i].x == sorted[i - 1].x) {
      throw Error(fmt::format("size {} is there twice; give each size once", sorted[i].x));
    }
  }
  return sorted;
}

/// The law with two lower terms, by least squares of the relative errors.
LawFit fit_law(const GrowthLaw& law, std::span<const SizedValue> points) {
  std::vector<SizedValue> ones;
  for (const SizedValue& point : points) {
    ones.push_back({point.x, 1});
  }
  const auto value_at = [&](double x) {
    return std::find_if(points.begin(), points.end(), [&](SizedValue one) { return one.x == x; })
        ->y;
  };
  std::vector<Term> terms{constant()};
  for (Term& fading : fading_terms(law.log_power)) {
    terms.push_back(std::move(fading));
  }
  for (Term& term : terms) {
    term.of = [of = term.of, law, &value_at](double x) { return of(x) * law.of(x) / value_at(x); };
  }
  const TermFit fit = fit_terms(ones, terms);
  const double largest = points.back().x;
  std::vector<SizedValue> scaled;
  for (const SizedValue& point : points) {
    scaled.push_back({point.x, point.y / law.of(point.x)});
  }
  return {law, fit.rms, fit.coefficients.front().value * terms.front().of(largest),
          fit_limit(scaled, fading_terms(law.log_power))};
}

std::vector<LawFit> all_laws(std::span<const SizedValue> points) {
  std::vector<LawFit> laws;
  for (const double log_power : {0.0, 0.5, 1.0}) {
    for (double exponent = 0; exponent <= k_steepest; exponent += 0.5) {
      laws.push_back(fit_law({exponent, log_power}, points));
    }
  }
  return laws;
}

/// How far the coefficient is known, relative to itself.
double spread(const LawFit& law) {
  return std::max(law.coefficient.half_width() / law.coefficient.value, k_rounding);
}

double left(const LawFit& law) {
  return std::max(law.error, k_rounding);
}

/// A leading term that is next to nothing, or that lower ones take back.
bool is_hollow(const LawFit& law) {
  return law.share < k_least_share || law.share > k_greatest_share;
}

void keep_best_known(std::vector<LawFit>& laws) {
  double least = std::numeric_limits<double>::infinity();
  for (const LawFit& law : laws) {
    least = std::min(least, spread(law));
  }
  std::erase_if(laws, [&](const LawFit& law) { return spread(law) > k_spread_tolerance * least; });
}

/// A law that fits well, but whose leading term may be none, is not allowed; nor are then those
/// that fit worse.
std::vector<LawFit> allowed_laws(std::span<const SizedValue> points) {
  if (points.size() < k_sizes || points[points.size() - k_sizes].x < 2) {
    return {};  // the logarithm of 1 divides nothing
  }
  std::vector<LawFit> laws = all_laws(points.last(k_sizes));
  std::erase_if(laws, is_hollow);
  if (laws.empty()) {
    return laws;
  }
  std::stable_sort(laws.begin(), laws.end(),
                   [](const LawFit& a, const LawFit& b) { return left(a) < left(b); });
  const double least_left = left(laws.front());
  std::erase_if(laws, [&](const LawFit& law) {
    return left(law) > k_tolerance * least_left || !(law.coefficient.low > 0);
  });
  keep_best_known(laws);
  return laws;
}

void widen(Estimate& estimate, double low, double high) {
  estimate.low = std::min(estimate.low, low);
  estimate.high = std::max(estimate.high, high);
}

std::optional<Estimate> limit_exponent(const Growth& growth) {
  if (growth.laws.empty()) {
    return std::nullopt;
  }
  const GrowthLaw& best = growth.laws.front().law;
  Estimate exponent = fit_exponent(growth.points, fading_terms(best.log_power));
  exponent.value = best.exponent;
  for (const LawFit& law : growth.laws) {
    widen(exponent, law.law.exponent, law.law.exponent);
  }
  return exponent;
}

double left_by(std::span<const SizedValue> points, double log_power) {
  std::vector<Term> terms{constant()};
  for (Term& fading : fading_terms(log_power)) {
    terms.push_back(std::move(fading));
  }
  return std::max(fit_terms(points, terms).rms, k_rounding);
}

}  // namespace

double GrowthLaw::of(double x) const {
  return std::pow(x, exponent) * (log_power == 0 ? 1 : std::pow(std::log2(x), log_power));
}

std::string GrowthLaw::text(std::string_view variable) const {
  std::string power =
      exponent == 1 ? std::string(variable) : fmt::format("{}^{}", variable, exponent);
  if (log_power == 0) {
    return exponent == 0 ? "a constant" : power;
  }
  const std::string log =
      log_power == 0.5 ? fmt::format("√log₂ {}", variable) : fmt::format("log₂ {}", variable);
  return exponent == 0 ? log : power + "·" + log;
}

Growth growth_of(std::span<const SizedValue> points) {
  Growth growth;
  growth.points = sorted_points(points);
  growth.line = fit_power(growth.points);
  for (std::size_t i = 1; i < growth.points.size(); ++i) {
    const SizedValue a = growth.points[i - 1];
    const SizedValue b = growth.points[i];
    growth.local.push_back(std::log(b.y / a.y) / std::log(b.x / a.x));
  }
  growth.laws = allowed_laws(growth.points);
  growth.exponent = limit_exponent(growth);
  return growth;
}

std::optional<Estimate> limit_of(std::span<const SizedValue> points) {
  const std::vector<SizedValue> sorted = sorted_points(points);
  if (sorted.size() < k_sizes || sorted[sorted.size() - k_sizes].x < 2) {
    return std::nullopt;
  }
  const auto largest = std::span(sorted).last(k_sizes);
  const double by_powers = left_by(largest, 0);
  const double by_logs = left_by(largest, 1);
  const double better = by_powers <= by_logs ? 0.0 : 1.0;
  Estimate limit = fit_limit(largest, fading_terms(better));
  if (std::max(by_powers, by_logs) <= k_tolerance * std::min(by_powers, by_logs)) {
    const Estimate other = fit_limit(largest, fading_terms(1 - better));
    widen(limit, other.low, other.high);
  }
  return limit;
}

}  // namespace dmc

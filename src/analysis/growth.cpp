#include "dmc/analysis/growth.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "dmc/util/error.hpp"
#include "dmc/util/number.hpp"

#include "growth_trial.hpp"

namespace dmc {
namespace {

using RankedTrials = std::vector<Trial>;

constexpr std::size_t k_sizes = 5;           // fewer support no claim
constexpr double k_sum_rounding = 2e-13;     // of values that a sum of terms gives exactly
constexpr double k_roughest = 0.002;         // a law must predict the largest sizes as well as this
constexpr double k_rival = 6;                // times what the best misses, what a rival may miss
constexpr double k_relative = 30;            // the same for sums that lead to the same law
constexpr double k_relative_log = 1000;      // where it has a logarithm: their series fade slowly
constexpr double k_odd_missed = 1e-9;        // what an odd law may miss
constexpr double k_free_missed = 1e-4;       // and one whose exponent is no multiple of ½
constexpr std::size_t k_free_unknowns = 3;   // with how many it may need where it is not exact
constexpr double k_free_width = 0.1;         // and how well its exponent must be known
constexpr std::size_t k_exact_unknowns = 4;  // more can be exact by chance
constexpr double k_least_share = 1e-7;       // of a leading term that rounding cannot feign
constexpr double k_rival_share = 0.25;       // of one that may be nothing and may be much
constexpr double k_known = 0.5;              // of the coefficient, its interval's half at most
constexpr double k_digits = 1e-9;            // no coefficient is known better than that

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

double missed(const Trial& trial) {
  return std::max(trial.missed, k_sum_rounding);
}

bool is_same(const GrowthLaw& a, const GrowthLaw& b) {
  return a.exponent == b.exponent && a.log_power == b.log_power;
}

void widen(Estimate& estimate, const Estimate& other) {
  estimate.low = std::min(estimate.low, other.low);
  estimate.high = std::max(estimate.high, other.high);
}

/// Chooses among trials, and says in the growth what they lead to.
class Choice {
 public:
  Choice(Growth& growth, RankedTrials trials) : growth_(growth), trials_(std::move(trials)) {
    std::erase_if(trials_, [](const Trial& trial) {
      return trial.shape->is_odd && trial.missed > k_odd_missed;
    });
    std::stable_sort(trials_.begin(), trials_.end(),
                     [](const Trial& a, const Trial& b) { return missed(a) < missed(b); });
  }

  void decide() {
    if (trials_.empty() || missed(trials_.front()) > k_roughest) {
      growth_.missed = trials_.empty() ? 0 : missed(trials_.front());
      doubt(Doubt::rough);
      return;
    }
    best_ = missed(trials_.front());
    growth_.missed = best_;
    find_rivals();
    if (rivals_.empty()) {
      doubt(Doubt::several);
      return;
    }
    span_exponents();
    for (const Trial& one : rivals_) {
      if (!one.is_free()) {
        add_law(one);
      }
    }
    growth_.laws.empty() ? claim_free_law() : claim_law();
  }

 private:
  void doubt(Doubt why) {
    growth_.doubt = why;
    growth_.laws.clear();
    growth_.exponent.reset();
  }

  /// Those that predict about as well as the best and need about as few unknowns as the simplest.
  /// A leading term that may be nothing does not count, unless it may be a good part of the value.
  void find_rivals() {
    exact_ = std::any_of(trials_.begin(), trials_.end(), [](const Trial& one) {
      return missed(one) <= k_sum_rounding && one.unknowns() <= k_exact_unknowns;
    });
    RankedTrials near;
    for (const Trial& one : trials_) {
      if (missed(one) <= k_rival * best_) {
        near.push_back(one);
        widen_by_noise(near.back());
      }
    }
    std::size_t fewest = trials_.front().points.size();
    for (const Trial& one : near) {
      if (is_solid(one)) {
        fewest = std::min(fewest, one.unknowns());
      }
    }
    const std::size_t most = fewest + (exact_ ? 0 : 1);
    for (const Trial& one : near) {
      if (one.unknowns() <= most && (is_solid(one) || is_possible(one))) {
        rivals_.push_back(one);
      }
    }
  }

  [[nodiscard]] bool is_solid(const Trial& one) const {
    return one.coefficient.low > 0 && (!exact_ || one.share(one.coefficient.value) > k_least_share);
  }

  [[nodiscard]] bool is_possible(const Trial& one) const {
    return !exact_ && one.coefficient.value > 0 && one.share(one.coefficient.high) > k_rival_share;
  }

  void span_exponents() {
    Estimate all = rivals_.front().exponent;
    for (const Trial& one : rivals_) {
      widen(all, one.exponent);
    }
    growth_.exponent = all;
  }

  [[nodiscard]] bool is_wide(double most) const {
    return growth_.exponent->high - growth_.exponent->low > most;
  }

  void add_law(const Trial& one) {
    const bool known = std::any_of(growth_.laws.begin(), growth_.laws.end(),
                                   [&](const LawFit& law) { return is_same(law.law, one.law()); });
    if (!known) {
      growth_.laws.push_back(
          {one.law(), one.missed, one.share(one.coefficient.value), one.coefficient});
    }
  }

  void claim_law() {
    if (is_wide(k_widest_exponent)) {
      doubt(Doubt::exponent);
      return;
    }
    const bool any_free =
        std::any_of(rivals_.begin(), rivals_.end(), [](const Trial& one) { return one.is_free(); });
    if (growth_.laws.size() > 1 || (any_free && growth_.laws.front().law.log_power != 0)) {
      growth_.doubt = Doubt::several;
      return;
    }
    LawFit& law = growth_.laws.front();
    growth_.exponent->value = law.law.exponent;
    for (Trial& one : trials_) {
      if (is_relative(one, law.law)) {
        widen_by_noise(one);
        widen(law.coefficient, one.coefficient);
      }
    }
    if (!exact_ && law.law.log_power != 0) {
      law.coefficient.low -= law.coefficient.value - law.coefficient.low;
      law.coefficient.high += law.coefficient.high - law.coefficient.value;
    }
    check_coefficient();
  }

  /// Another way to the same law.
  [[nodiscard]] bool is_relative(const Trial& one, const GrowthLaw& law) const {
    const double tolerance = law.log_power == 0 ? k_relative : k_relative_log;
    const double share = one.share(one.coefficient.value);
    return !exact_ && !one.is_free() && is_same(one.law(), law) && one.unknowns() > 1 &&
           missed(one) <= tolerance * best_ && share > 0.02 && share < 3;
  }

  /// A law with an exponent that is no multiple of ½: all that is left must agree on it.
  void claim_free_law() {
    const Trial& best = rivals_.front();
    const bool agree = std::all_of(rivals_.begin(), rivals_.end(), [&](const Trial& one) {
      return one.shape->log_power == best.shape->log_power;
    });
    const bool is_plain = exact_ || (best_ <= k_free_missed && best.unknowns() <= k_free_unknowns);
    if (!agree || is_wide(k_free_width) || !is_plain) {
      doubt(is_wide(k_free_width) ? Doubt::exponent : Doubt::several);
      return;
    }
    add_law(best);
    for (const Trial& one : rivals_) {
      widen(growth_.laws.front().coefficient, one.coefficient);
    }
    growth_.laws.front().law.exponent = rounded_exponent();
    growth_.exponent->value = growth_.laws.front().law.exponent;
    check_coefficient();
  }

  /// With as few decimals as its interval gives meaning.
  [[nodiscard]] double rounded_exponent() const {
    const Estimate& all = *growth_.exponent;
    const double half = std::max((all.high - all.low) / 2, k_digits);
    double rounded = rivals_.front().fit.exponent;
    for (double scale = 10; scale < 1e10; scale *= 10) {
      rounded = std::round(rivals_.front().fit.exponent * scale) / scale;
      if (std::abs(rounded - rivals_.front().fit.exponent) <= half) {
        break;
      }
    }
    return rounded;
  }

  void check_coefficient() {
    Estimate& known = growth_.laws.front().coefficient;
    const double digits = k_digits * std::abs(known.value);
    known.low = std::min(known.low, known.value - digits);
    known.high = std::max(known.high, known.value + digits);
    growth_.exponent->low = std::min(growth_.exponent->low, growth_.exponent->value);
    growth_.exponent->high = std::max(growth_.exponent->high, growth_.exponent->value);
    if (!(known.low > 0) || known.half_width() > k_known * known.value) {
      doubt(Doubt::coefficient);
    }
  }

  Growth& growth_;
  RankedTrials trials_;  // the best first
  RankedTrials rivals_;
  double best_ = 0;
  bool exact_ = false;
};

std::string log_text(double power, std::string_view variable) {
  if (power == 0.5) {
    return fmt::format("√log₂ {}", variable);
  }
  return power == 1 ? fmt::format("log₂ {}", variable)
                    : fmt::format("(log₂ {})^{}", variable, power);
}

}  // namespace

double GrowthLaw::of(double x) const {
  return std::pow(x, exponent) * (log_power == 0 ? 1 : std::pow(std::log2(x), log_power));
}

std::string GrowthLaw::text(std::string_view variable) const {
  const std::string power = exponent == 1
                                ? std::string(variable)
                                : fmt::format("{}^{}", variable, significant(exponent, 6));
  if (log_power == 0) {
    return exponent == 0 ? "a constant" : power;
  }
  if (log_power < 0) {
    return fmt::format("{}/{}", exponent == 0 ? "1" : power, log_text(-log_power, variable));
  }
  const std::string log = log_text(log_power, variable);
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
  if (growth.points.size() < k_sizes) {
    growth.doubt = Doubt::few_sizes;
    return growth;
  }
  Choice(growth, all_trials(growth.points)).decide();
  return growth;
}

std::optional<Estimate> limit_of(const Growth& growth) {
  return growth.is_constant() ? std::optional(growth.laws.front().coefficient) : std::nullopt;
}

std::optional<Estimate> limit_of(std::span<const SizedValue> points) {
  return limit_of(growth_of(points));
}

}  // namespace dmc

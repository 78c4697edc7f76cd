#include "dmc/audit/deciders.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "dmc/util/number.hpp"

namespace dmc {
namespace {

bool is_equal(const EvidenceRow& row) {
  return std::abs(row.ratio - 1) <= k_equality_tolerance;
}

/// Whether the ratio has a logarithm: where nothing is measured, or nothing claimed, it has none.
bool has_trend(const EvidenceRow& row) {
  return row.ratio > 0 && std::isfinite(row.ratio);
}

const EvidenceRow& furthest(Rows rows) {
  return *std::max_element(rows.begin(), rows.end(),
                           [](const auto& a, const auto& b) { return a.x < b.x; });
}

std::string at(const std::string& along, double x) {
  return along.empty() ? std::string() : fmt::format(" at {} = {}", along, shortest(x));
}

std::string ratio_at(const EvidenceRow& row, const std::string& along) {
  if (row.claimed == 0 || row.measured == 0) {
    return fmt::format("{} measured, {} claimed{}", human(row.measured), human(row.claimed),
                       at(along, row.x));
  }
  return fmt::format("ratio {}{}", ratio_text(row.ratio), at(along, row.x));
}

std::string with_error(const Estimate& estimate) {
  const double half = estimate.half_width();
  if (!std::isfinite(half) || half < 5e-7) {
    return significant(estimate.value, std::isfinite(half) ? 7 : 4);
  }
  // As many digits of the value as its error leaves meaning, two of the error itself.
  const double magnitude = half > 0 ? std::floor(std::log10(half)) : -6;
  const int digits = std::clamp(static_cast<int>(1 - magnitude), 1, 6);
  return fmt::format("{:.{}f} ± {:.{}f}", estimate.value, digits, half, digits);
}

std::vector<SizedValue> ratios(Rows rows) {
  std::vector<SizedValue> points;
  for (const EvidenceRow& row : rows) {
    points.push_back({row.x, row.ratio});
  }
  return points;
}

/// Whether the last three sizes lead further and further from 1.
bool leaves_one(Rows rows) {
  std::vector<SizedValue> points = ratios(rows);
  std::sort(points.begin(), points.end(), [](auto a, auto b) { return a.x < b.x; });
  const auto off = [&](std::size_t i) { return std::abs(std::log(points[i].y)); };
  const std::size_t last = points.size() - 1;
  return points.size() >= 3 && off(last) > off(last - 1) && off(last - 1) > off(last - 2) &&
         off(last) > k_limit_tolerance;
}

Trend trend_of(Rows rows, const std::string& along, std::span<const Term> fading) {
  const std::vector<SizedValue> points = ratios(rows);
  const PowerFit line = fit_power(points);
  Trend trend{line.exponent, line.coefficient, fit_limit(points, fading), {}};
  for (const Term& term : fading) {
    std::string text = term.text;
    std::replace(text.begin(), text.end(), 'x', along.empty() ? 'x' : along.front());
    trend.fading += (trend.fading.empty() ? "" : ", ") + text;
  }
  return trend;
}

Outcome outcome_of(const Estimate& limit, bool leaves) {
  const double low = 1 - k_limit_tolerance;
  const double high = 1 + k_limit_tolerance;
  if (limit.high < low || limit.low > high) {
    return Outcome::fails;
  }
  if (limit.half_width() <= k_limit_width && !leaves) {
    return Outcome::in_the_limit;
  }
  return leaves ? Outcome::fails : Outcome::undecided;
}

template <class Holds>
const EvidenceRow* first_not(Rows rows, Holds holds) {
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const EvidenceRow& row) { return !holds(row); });
  return found == rows.end() ? nullptr : &*found;
}

Decision decide_bound(Rows rows, BoundSide side, const std::string& along, bool strict) {
  const bool least = side == BoundSide::at_least;
  Decision decision;
  decision.rule =
      fmt::format("holds if measured is {} claimed at every row",
                  strict ? (least ? "more than" : "less than") : (least ? "at least" : "at most"));
  const double slack = strict ? 0 : k_equality_tolerance * (least ? -1 : 1);
  const auto holds = [&](const EvidenceRow& row) {
    const double limit = row.claimed * (1 + slack);
    return strict ? (least ? row.measured > limit : row.measured < limit)
                  : (least ? row.measured >= limit : row.measured <= limit);
  };
  const EvidenceRow* violated = first_not(rows, holds);
  decision.outcome = violated == nullptr ? Outcome::holds : Outcome::fails;
  const auto [low, high] = std::minmax_element(
      rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.ratio < b.ratio; });
  decision.brief = violated == nullptr
                       ? (rows.size() == 1 ? ratio_at(rows.front(), along)
                                           : fmt::format("ratio {} to {}", ratio_text(low->ratio),
                                                         ratio_text(high->ratio)))
                       : ratio_at(*violated, along);
  return decision;
}

/// Where the line between two rows, on logarithmic axes, passes ratio 1.
double crossing_between(const EvidenceRow& a, const EvidenceRow& b) {
  const double share = std::log(a.ratio) / (std::log(a.ratio) - std::log(b.ratio));
  return std::exp(std::log(a.x) + share * (std::log(b.x) - std::log(a.x)));
}

std::vector<EvidenceRow> by_x(Rows rows) {
  std::vector<EvidenceRow> sorted(rows.begin(), rows.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.x < b.x; });
  return sorted;
}

}  // namespace

Decision equal(Rows rows) {
  Decision decision;
  decision.rule = "holds if measured and claimed are equal at every row";
  const EvidenceRow* other = first_not(rows, is_equal);
  decision.outcome = other == nullptr ? Outcome::holds : Outcome::fails;
  decision.brief = other == nullptr ? fmt::format("equal in all {} cases", rows.size())
                                    : ratio_at(*other, "") + " for " + other->subject;
  return decision;
}

Decision tends_to_claimed(Rows rows, const std::string& along, std::span<const Term> fading) {
  Decision decision;
  decision.rule = fmt::format(
      "holds if equal at every size; in the limit, if measured / claimed tends to within {} of 1, "
      "known to ±{}; fails if it tends elsewhere, or away from 1 at the largest sizes",
      percent(k_limit_tolerance), percent(k_limit_width));
  const EvidenceRow& last = furthest(rows);
  if (std::all_of(rows.begin(), rows.end(), is_equal)) {
    decision.outcome = Outcome::holds;
    decision.brief = fmt::format("equal at all {} sizes", rows.size());
    return decision;
  }
  if (!std::all_of(rows.begin(), rows.end(), has_trend)) {
    decision.outcome = Outcome::fails;
    decision.brief = ratio_at(last, along);
    return decision;
  }
  decision.trend = trend_of(rows, along, fading);
  const Estimate& limit = decision.trend->limit;
  const bool leaves = leaves_one(rows);
  decision.outcome = outcome_of(limit, leaves);
  // A ratio that runs away has no limit worth printing.
  const bool runs_away = leaves && std::abs(decision.trend->slope.value) > 0.25;
  decision.brief =
      runs_away ? fmt::format("ratio goes as {}^{:.2f}; ", along, decision.trend->slope.value)
                : fmt::format("ratio tends to {}; ", with_error(limit));
  decision.brief += fmt::format("{}{}", ratio_text(last.ratio), at(along, last.x));
  return decision;
}

Decision bounded(Rows rows, BoundSide side, const std::string& along) {
  return decide_bound(rows, side, along, false);
}

Decision strictly_bounded(Rows rows, BoundSide side, const std::string& along) {
  return decide_bound(rows, side, along, true);
}

Decision reproduces(Rows rows, double slack) {
  Decision decision;
  decision.rule =
      fmt::format("holds if what is computed is no further than {} from what is printed", slack);
  const auto holds = [&](const EvidenceRow& row) {
    return std::abs(row.measured - row.claimed) <= slack * (1 + 1e-12);
  };
  const EvidenceRow* other = first_not(rows, holds);
  decision.outcome = other == nullptr ? Outcome::holds : Outcome::fails;
  const EvidenceRow& shown = other == nullptr ? rows.front() : *other;
  decision.brief = fmt::format("{} computed, {} printed", significant(shown.measured, 4),
                               significant(shown.claimed, 4));
  return decision;
}

Decision near(Rows rows, double share) {
  Decision decision;
  decision.rule =
      fmt::format("holds if measured is within {} of claimed at every row", percent(share));
  const auto holds = [&](const EvidenceRow& row) { return std::abs(row.ratio - 1) <= share; };
  const EvidenceRow* other = first_not(rows, holds);
  decision.outcome = other == nullptr ? Outcome::holds : Outcome::fails;
  const EvidenceRow& shown = other == nullptr ? rows.back() : *other;
  decision.brief =
      fmt::format("{} measured, {} claimed", human(shown.measured), human(shown.claimed));
  return decision;
}

Decision crosses(Rows rows, const std::string& along, double at_x, double margin) {
  Decision decision;
  decision.rule = fmt::format(
      "holds if measured / claimed passes 1 once, and at {} = {}: between the rows on both sides, "
      "or "
      "within {} of where a line between them passes",
      along, shortest(at_x), percent(margin));
  const std::vector<EvidenceRow> sorted = by_x(rows);
  std::vector<std::size_t> passes;
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if ((sorted[i - 1].ratio < 1) != (sorted[i].ratio < 1)) {
      passes.push_back(i);
    }
  }
  if (passes.size() != 1) {
    decision.outcome = Outcome::fails;
    decision.brief = fmt::format("ratio passes 1 {} times between {} = {} and {}", passes.size(),
                                 along, shortest(sorted.front().x), shortest(sorted.back().x));
    return decision;
  }
  const EvidenceRow& before = sorted[passes.front() - 1];
  const EvidenceRow& after = sorted[passes.front()];
  const double crossing = crossing_between(before, after);
  const bool inside = before.x <= at_x && at_x <= after.x;
  decision.outcome =
      inside || std::abs(crossing / at_x - 1) <= margin ? Outcome::holds : Outcome::fails;
  decision.brief = fmt::format("ratio passes 1 near {} = {}", along, significant(crossing, 3));
  return decision;
}

Decision least_at(Rows rows, const std::string& along, double at_x) {
  Decision decision;
  decision.rule = fmt::format("holds if measured is least at {} = {}", along, shortest(at_x));
  const auto least = std::min_element(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.measured < b.measured;
  });
  decision.outcome = least->x == at_x ? Outcome::holds : Outcome::fails;
  decision.brief = fmt::format("least{}: {}", at(along, least->x), human(least->measured));
  return decision;
}

Decision grows_as(Rows rows, const std::string& along, double exponent, double margin) {
  Decision decision;
  decision.rule = fmt::format(
      "holds if the exponent fitted to measured over all sizes is within {} "
      "of {}",
      margin, exponent);
  std::vector<SizedValue> points;
  for (const EvidenceRow& row : rows) {
    points.push_back({row.x, row.measured});
  }
  const Estimate fitted = fit_power(points).exponent;
  decision.outcome = std::abs(fitted.value - exponent) <= margin ? Outcome::holds : Outcome::fails;
  decision.brief = fmt::format("grows as {}^({})", along, with_error(fitted));
  return decision;
}

Decision widens(Rows rows, const std::string& along) {
  Decision decision;
  decision.rule = "holds if measured / claimed grows from each row to the next";
  const std::vector<EvidenceRow> sorted = by_x(rows);
  const bool grows = std::is_sorted(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.ratio <= b.ratio;
  });
  decision.outcome = grows ? Outcome::holds : Outcome::fails;
  decision.brief = fmt::format("ratio goes from {}{} to {}{}", ratio_text(sorted.front().ratio),
                               at(along, sorted.front().x), ratio_text(sorted.back().ratio),
                               at(along, sorted.back().x));
  return decision;
}

}  // namespace dmc

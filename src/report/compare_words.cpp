#include <algorithm>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/report/run_report.hpp"
#include "dmc/util/number.hpp"

#include "compare_parts.hpp"

namespace dmc {
namespace {

/// A difference below this share of the largest is not worth a word.
constexpr double k_telling_share = 0.02;
constexpr std::size_t k_most_classes = 3;

std::string_view name_of(const Contender& contender) {
  return contender.run.kernel->name;
}

/// "a, b and c".
std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool last = i + 1 == words.size();
    text += (i == 0 ? "" : last ? " and " : ", ") + words[i];
  }
  return text;
}

/// "112x", "1.27x"; a few percent of difference as such.
std::string times_text(double factor) {
  if (factor < 1.1) {
    return percent(factor - 1);
  }
  return factor < 1000 ? fmt::format("{:.3g}x", factor) : human(factor) + "x";
}

std::string cost_text(double factor) {
  return times_text(factor) + (factor < 1.1 ? " more" : " as much");
}

/// "2.100 G more in rows to columns, 30.00 M less in row-wise reuses".
std::string reasons_text(const Contender& loser) {
  std::vector<std::string> reasons;
  for (const CostPart& part : loser.why) {
    const bool matters = std::abs(part.cost) >= k_telling_share * std::abs(loser.why.front().cost);
    if (matters && reasons.size() < k_most_classes) {
      reasons.push_back(fmt::format("{} {} in {}", human(std::abs(part.cost)),
                                    part.cost > 0 ? "more" : "less", part.name));
    }
  }
  return fmt::format("{}", fmt::join(reasons, ", "));
}

std::string prefix_text(const Problem& problem, const std::vector<std::string>& varying) {
  std::vector<std::string> parts;
  for (const auto& [name, value] : problem_parameters(problem)) {
    if (std::find(varying.begin(), varying.end(), name) != varying.end()) {
      parts.push_back(name + "=" + parameter_text(value));
    }
  }
  return parts.empty() ? "" : fmt::format("{}: ", fmt::join(parts, " "));
}

std::string winner_text(const Problem& problem, const std::vector<std::string>& winners) {
  if (winners.size() == problem.contenders.size()) {
    return fmt::format("{} cost the same", listed(winners));
  }
  if (winners.size() > 1) {
    return fmt::format("{} win with the same cost", listed(winners));
  }
  return std::isfinite(problem.factor)
             ? fmt::format("{} wins by {}", winners.front(), times_text(problem.factor))
             : fmt::format("{} wins: it costs nothing", winners.front());
}

}  // namespace

Object problem_parameters(const Problem& problem) {
  const auto is_common = [&](const std::string& name) {
    return std::all_of(
        problem.contenders.begin(), problem.contenders.end(),
        [&](const Contender& contender) { return contender.run.parameters.has(name); });
  };
  Object parameters;
  for (const Contender& contender : problem.contenders) {
    const Kernel& kernel = *contender.run.kernel;
    for (auto& [name, value] : parameters_object(kernel, contender.run.parameters)) {
      const bool is_known =
          std::any_of(parameters.begin(), parameters.end(),
                      [&key = name](const auto& pair) { return pair.first == key; });
      const bool is_derived = std::any_of(
          kernel.parameters.begin(), kernel.parameters.end(),
          [&key = name](const Parameter& one) { return one.name == key && one.derived; });
      if (!is_known && (problem.given.has(name) || !is_derived || is_common(name))) {
        parameters.emplace_back(name, value);
      }
    }
  }
  return parameters;
}

std::vector<std::string> varying_parameters(const CompareResult& result) {
  std::vector<std::string> varying;
  if (result.problems.empty()) {
    return varying;
  }
  const Object first = problem_parameters(result.problems.front());
  for (std::size_t p = 0; p < first.size(); ++p) {
    const bool same =
        std::all_of(result.problems.begin(), result.problems.end(), [&](const Problem& problem) {
          return parameter_text(problem_parameters(problem)[p].second) ==
                 parameter_text(first[p].second);
        });
    if (!same) {
      varying.push_back(first[p].first);
    }
  }
  return varying;
}

std::vector<std::string> verdict_sentences(const Problem& problem,
                                           const std::vector<std::string>& varying) {
  const Contender& winner = problem.contenders[problem.winner];
  std::vector<std::string> winners;
  std::vector<const Contender*> losers;
  for (const Contender& contender : problem.contenders) {
    if (contender.cost == winner.cost) {
      winners.emplace_back(name_of(contender));
    } else {
      losers.push_back(&contender);
    }
  }
  const std::string prefix = prefix_text(problem, varying);
  const std::string verdict = prefix + winner_text(problem, winners);
  if (losers.size() == 1 && std::isfinite(problem.factor)) {
    return {fmt::format("{}: {} pays {}.", verdict, name_of(*losers[0]), reasons_text(*losers[0]))};
  }
  std::vector<std::string> sentences{verdict + "."};
  for (const Contender* loser : losers) {
    const double factor = loser->cost / winner.cost;
    sentences.push_back(fmt::format("{}{} costs {}: {}.", prefix, name_of(*loser),
                                    std::isfinite(factor) ? cost_text(factor) : human(loser->cost),
                                    reasons_text(*loser)));
  }
  return sentences;
}

}  // namespace dmc

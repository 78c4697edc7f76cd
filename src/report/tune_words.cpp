#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/analysis/compare.hpp"
#include "dmc/report/run_report.hpp"
#include "dmc/report/tune_report.hpp"
#include "dmc/util/number.hpp"

#include "tune_parts.hpp"

// The answers of dmc tune in sentences.
namespace dmc {
namespace {

/// Near 1 another digit tells it from 1.
std::string digits_of(double ratio) {
  return significant(ratio, std::abs(ratio - 1) < 0.1 ? 4 : 3);
}

/// What a formula makes of the least cost.
std::string value_text(double ratio) {
  return std::abs(ratio - 1) < 1e-9
             ? "gives its cost exactly"
             : fmt::format("puts its cost at {} times what it is", digits_of(ratio));
}

std::string rounded_times(double ratio) {
  return fmt::format("{} times", digits_of(ratio));
}

/// "12.3 M more in result reuses, 3.1 M less in kernel reuses": what a choice pays beyond another,
/// the largest parts.
std::string difference_text(const RunResult& dear, const RunResult& cheap) {
  std::map<std::string, double> by_name;
  for (const CostPart& part : cost_parts(dear)) {
    by_name[part.name] += part.cost;
  }
  for (const CostPart& part : cost_parts(cheap)) {
    by_name[part.name] -= part.cost;
  }
  std::vector<std::pair<std::string, double>> parts(by_name.begin(), by_name.end());
  std::stable_sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) {
    return std::abs(a.second) > std::abs(b.second);
  });
  constexpr std::size_t k_most = 2;
  std::vector<std::string> texts;
  for (const auto& [name, cost] : parts) {
    if (texts.size() < k_most && std::abs(cost) > 1e-9 * dear.dmd) {
      texts.push_back(
          fmt::format("{} {} in {}", human(std::abs(cost)), cost > 0 ? "more" : "less", name));
    }
  }
  return fmt::format("{}", fmt::join(texts, " and "));
}

/// The ends of what was tried, as the price of choosing wrongly.
std::string price_text(const Tuning& tuning, const TuneTable& table, std::size_t source) {
  const std::size_t best = table.sources[source].best;
  const double least = table.rows[best].costs[source];
  std::vector<std::string> prices;
  for (const std::size_t end : {std::size_t{0}, table.rows.size() - 1}) {
    if (end != best && (prices.empty() || table.rows.size() > 1)) {
      prices.push_back(fmt::format("{} costs {} as much",
                                   tuned_text(tuning, table.rows[end].parameters),
                                   rounded_times(table.rows[end].costs[source] / least)));
    }
  }
  if (table.plain) {
    prices.push_back(
        fmt::format("{} without blocks costs {} as much", table.plain->kernel->name,
                    rounded_times((table.plain->dmd + table.plain->cold_cost) / least)));
  }
  return prices.empty() ? "" : fmt::format("; {}", fmt::join(prices, ", "));
}

std::string best_text(const Tuning& tuning, const TuneTable& table, std::size_t source) {
  const TuneSource& by = table.sources[source];
  const TuneRow& row = table.rows[by.best];
  const std::string who = by.formula == nullptr ? "measured"
                                                : fmt::format("by {} ({})", by.formula->id,
                                                              to_string(by.formula->form));
  return fmt::format("At {}, {}, {} costs least: {}{}.", problem_text(tuning, table), who,
                     tuned_text(tuning, row.parameters), human(row.costs[source]),
                     price_text(tuning, table, source));
}

/// What another source says, and what following it costs in the eyes of the trusted one.
std::string other_text(const Tuning& tuning, const TuneTable& table, std::size_t trusted,
                       std::size_t other) {
  const TuneSource& by = table.sources[other];
  const TuneRow& best = table.rows[table.sources[trusted].best];
  const TuneRow& chosen = table.rows[by.best];
  const std::string id = fmt::format("{} ({})", by.formula->id, to_string(by.formula->form));
  if (&best == &chosen) {
    return fmt::format("{} chooses the same, and {}.", id,
                       value_text(best.costs[other] / best.costs[trusted]));
  }
  std::string text = fmt::format("{} chooses {}, which costs {} as much", id,
                                 tuned_text(tuning, chosen.parameters),
                                 rounded_times(chosen.costs[trusted] / best.costs[trusted]));
  if (chosen.run && best.run) {
    text += fmt::format(": {}", difference_text(*chosen.run, *best.run));
  }
  text += '.';
  if (by.formula->form == Form::printed && !by.formula->note.empty()) {
    text += fmt::format(" {}", by.formula->note);
  }
  return text;
}

void add_table_words(std::vector<std::string>& words, const Tuning& tuning,
                     const TuneTable& table) {
  if (table.sources.empty()) {
    return;
  }
  const std::size_t trusted = best_source(table);
  words.push_back(best_text(tuning, table, trusted));
  for (std::size_t i = 0; i < table.sources.size(); ++i) {
    if (i != trusted) {
      words.push_back(other_text(tuning, table, trusted, i));
    }
  }
}

}  // namespace

std::string tuned_text(const Tuning& tuning, const Parameters& parameters) {
  std::vector<std::string> texts;
  for (const std::string_view name : tuning.tuned) {
    texts.push_back(fmt::format("{}={}", name, parameters[name]));
  }
  return fmt::format("{}", fmt::join(texts, " "));
}

std::string problem_text(const Tuning& tuning, const TuneTable& table) {
  std::vector<std::string> texts;
  for (const auto& [name, value] : parameters_object(*table.kernel, table.problem)) {
    const bool is_part = name == "tile";  // of a tile's sides, which are tuned
    if (!is_part &&
        std::find(tuning.tuned.begin(), tuning.tuned.end(), name) == tuning.tuned.end()) {
      texts.push_back(fmt::format("{}={}", name, parameter_text(value)));
    }
  }
  return fmt::format("{}", fmt::join(texts, " "));
}

std::string source_text(const TuneSource& source) {
  return source.formula == nullptr ? "measured" : std::string(source.formula->id);
}

std::size_t best_source(const TuneTable& table) {
  const auto trust = [](const TuneSource& source) {
    return source.formula == nullptr ? 3 : static_cast<int>(source.formula->form);
  };
  std::size_t best = 0;
  for (std::size_t i = 1; i < table.sources.size(); ++i) {
    if (trust(table.sources[i]) > trust(table.sources[best])) {
      best = i;
    }
  }
  return best;
}

std::vector<std::string> tune_answer(const TuneResult& result) {
  std::vector<std::string> words;
  add_table_words(words, *result.tuning, result.tables.front());
  if (result.tables.size() > 1) {
    words.push_back(fmt::format(
        "A run there makes {} accesses, more than --longest {}; so a smaller problem was measured.",
        human(static_cast<double>(result.accesses)), result.longest));
    add_table_words(words, *result.tuning, result.tables.back());
  } else if (!result.tables.front().is_measured()) {
    words.emplace_back("Nothing was measured: --longest allows no run.");
  }
  if (!result.tuning->tried.empty()) {
    words.push_back(fmt::format("Tried: {}.", result.tuning->tried));
  }
  return words;
}

namespace {

std::string crossings_text(const CrossoverResult& result, const CrossoverSource& source) {
  std::vector<std::string> texts;
  for (const Crossing& crossing : source.crossings) {
    const std::string winner = side_text(result.sides.at(crossing.winner));
    texts.push_back(
        crossing.after == crossing.before + 1
            ? fmt::format("{} is cheaper from {}={} on", winner, result.over, crossing.after)
            : fmt::format("{} becomes cheaper between {}={} and {}", winner, result.over,
                          crossing.before, crossing.after));
  }
  return fmt::format("{}", fmt::join(texts, ", and "));
}

std::string who_text(const CrossoverSource& source) {
  const auto& [first, second] = source.formulas;
  if (first == nullptr) {
    return "Measured";
  }
  return first == second
             ? fmt::format("By {} ({})", first->id, to_string(first->form))
             : fmt::format("By {} and {} ({})", first->id, second->id, to_string(first->form));
}

std::string uncrossed_text(const CrossoverResult& result, const CrossoverSource& source) {
  const CrossoverRow& last = source.rows.back();
  const std::size_t cheap = last.costs[1] < last.costs[0] ? 1 : 0;
  return fmt::format("{} is cheaper at every {} from {} to {}: there {} costs {} as much",
                     side_text(result.sides.at(cheap)), result.over, source.rows.front().at,
                     last.at, side_text(result.sides.at(1 - cheap)),
                     rounded_times(last.costs.at(1 - cheap) / last.costs.at(cheap)));
}

}  // namespace

std::vector<std::string> crossover_answer(const CrossoverResult& result) {
  std::vector<std::string> words;
  for (const CrossoverSource& source : result.sources) {
    words.push_back(fmt::format("{}, {}.", who_text(source),
                                source.crossings.empty() ? uncrossed_text(result, source)
                                                         : crossings_text(result, source)));
  }
  return words;
}

}  // namespace dmc

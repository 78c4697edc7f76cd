#include "dmc/analysis/crossover.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "dmc/analysis/run_all.hpp"
#include "dmc/util/error.hpp"

namespace dmc {
namespace {

constexpr std::uint64_t k_largest = std::uint64_t{1} << 20;  // for formulas
constexpr std::uint64_t k_search = 4096;  // sizes that are tried for a legal one between two

/// Both ways at one size.
using Pair = std::array<Parameters, 2>;

class CrossoverSearch {
 public:
  explicit CrossoverSearch(const CrossoverRequest& request) : request_(request) {}

  [[nodiscard]] CrossoverSource measured() {
    CrossoverSource source{{nullptr, nullptr}, {}, {}};
    measure(sizes(request_.longest));
    find_crossings(source, [&](std::uint64_t at) { return measured_at(at); });
    source.rows = measured_rows();
    return source;
  }

  /// Where nothing is reused there is nothing to compare.
  [[nodiscard]] std::vector<CrossoverRow> measured_rows() const {
    std::vector<CrossoverRow> rows;
    for (const auto& [at, costs] : costs_) {
      if (costs[0] > 0 && costs[1] > 0) {
        rows.push_back({at, costs});
      }
    }
    return rows;
  }

  [[nodiscard]] std::optional<CrossoverSource> by_formulas(Form form) const {
    CrossoverSource source{{nullptr, nullptr}, {}, {}};
    const Pair pair = parameters(costs_.rbegin()->first);
    for (std::size_t side = 0; side < 2; ++side) {
      source.formulas.at(side) = formula_of(form, *request_.sides.at(side).kernel, pair.at(side));
      if (source.formulas.at(side) == nullptr) {
        return std::nullopt;
      }
    }
    for (const std::uint64_t at : sizes_for_formulas()) {
      source.rows.push_back({at, *evaluated_at(source, at)});
    }
    find_crossings(source, [&](std::uint64_t at) { return evaluated_at(source, at); });
    return source;
  }

  [[nodiscard]] Pair parameters(std::uint64_t at) const {
    Pair pair;
    for (std::size_t side = 0; side < 2; ++side) {
      const CrossoverSide& one = request_.sides.at(side);
      Parameters own;
      for (const auto& [name, value] : request_.problem.entries()) {
        if (has_parameter(*one.kernel, name)) {
          own.set(name, value);
        }
      }
      for (const auto& [name, value] : one.own.entries()) {
        own.set(name, value);
      }
      own.set(request_.over, at);
      pair.at(side) = resolve_parameters(*one.kernel, own);
    }
    return pair;
  }

  [[nodiscard]] std::uint64_t largest() const { return costs_.rbegin()->first; }

 private:
  using Costs = std::array<double, 2>;

  [[nodiscard]] bool is_legal(std::uint64_t at) const {
    try {
      (void)parameters(at);
      return true;
    } catch (const Error&) {
      return false;
    }
  }

  [[nodiscard]] std::uint64_t accesses(std::uint64_t at) const {
    std::uint64_t most = 0;
    const Pair pair = parameters(at);
    for (std::size_t side = 0; side < 2; ++side) {
      const Kernel& kernel = *request_.sides.at(side).kernel;
      most = std::max(most, footprint(kernel.plan(pair.at(side)), model_of(kernel)).accesses);
    }
    return most;
  }

  /// Those asked for; otherwise 1, 2, 3, 4, 6, 8, 12, … as far as they are legal and not too long.
  [[nodiscard]] std::vector<std::uint64_t> sizes(std::uint64_t longest) const {
    if (!request_.values.empty()) {
      for (const std::uint64_t at : request_.values) {
        (void)parameters(at);
      }
      return request_.values;
    }
    std::vector<std::uint64_t> all;
    for (std::uint64_t power = 1; power <= k_largest; power *= 2) {
      for (const std::uint64_t at : {power, power + power / 2}) {
        if ((all.empty() || at > all.back()) && is_legal(at)) {
          if (accesses(at) > longest) {
            return all;
          }
          all.push_back(at);
        }
      }
    }
    return all;
  }

  [[nodiscard]] std::vector<std::uint64_t> sizes_for_formulas() const {
    std::vector<std::uint64_t> all;
    for (const CrossoverRow& row : measured_rows()) {
      all.push_back(row.at);
    }
    for (std::uint64_t at = 1; at <= k_largest; at *= 2) {
      if (at > all.back() && is_legal(at)) {
        all.push_back(at);
      }
    }
    return all;
  }

  [[nodiscard]] Model model_of(const Kernel& kernel) const {
    Model model = request_.model;
    std::erase_if(model.omit, [&](const std::string& array) {
      return std::find(kernel.arrays.begin(), kernel.arrays.end(), array) == kernel.arrays.end();
    });
    return model;
  }

  void measure(const std::vector<std::uint64_t>& sizes) {
    std::vector<RunRequest> runs;
    for (const std::uint64_t at : sizes) {
      const Pair pair = parameters(at);
      for (std::size_t side = 0; side < 2; ++side) {
        const Kernel* kernel = request_.sides.at(side).kernel;
        runs.push_back({kernel, pair.at(side), model_of(*kernel)});
      }
    }
    const auto results = run_all(runs, {request_.threads, request_.progress});
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const auto cost = [](const RunResult& run) { return run.dmd + run.cold_cost; };
      costs_[sizes[i]] = {cost(results[2 * i]), cost(results[2 * i + 1])};
    }
  }

  std::optional<Costs> measured_at(std::uint64_t at) {
    if (accesses(at) > request_.longest) {
      return std::nullopt;
    }
    if (costs_.find(at) == costs_.end()) {
      measure({at});
    }
    return costs_.at(at);
  }

  [[nodiscard]] const Formula* formula_of(Form form, const Kernel& kernel,
                                          const Parameters& parameters) const {
    const Model model = model_of(kernel);
    for (const Formula& formula : formulas()) {
      const bool is_whole = formula.quantity == Quantity::dmd && formula.reuse_class.empty() &&
                            formula.part.empty() && formula.given.empty();
      if (formula.form == form && is_whole && !formula.kernels.empty() &&
          speaks_about(formula, kernel.name) && applies(formula, parameters, model)) {
        return &formula;
      }
    }
    return nullptr;
  }

  [[nodiscard]] std::optional<Costs> evaluated_at(const CrossoverSource& source,
                                                  std::uint64_t at) const {
    const Pair pair = parameters(at);
    Costs costs{};
    for (std::size_t side = 0; side < 2; ++side) {
      const Kernel& kernel = *request_.sides.at(side).kernel;
      costs.at(side) = evaluate(*source.formulas.at(side), pair.at(side), model_of(kernel));
    }
    return costs;
  }

  /// A legal size between two, as near to the middle as can be.
  [[nodiscard]] std::optional<std::uint64_t> between(std::uint64_t low, std::uint64_t high) const {
    const std::uint64_t middle = low + (high - low) / 2;
    for (std::uint64_t away = 0; away < std::min(high - low, k_search); ++away) {
      for (const std::uint64_t at : {middle - std::min(away, middle), middle + away}) {
        if (at > low && at < high && is_legal(at)) {
          return at;
        }
      }
    }
    return std::nullopt;
  }

  template <class CostsAt>
  void find_crossings(CrossoverSource& source, const CostsAt& costs_at) const {
    const std::vector<CrossoverRow> rows = source.rows.empty() ? measured_rows() : source.rows;
    const auto second_wins = [](const Costs& costs) { return costs[1] < costs[0]; };
    for (std::size_t i = 1; i < rows.size(); ++i) {
      if (second_wins(rows[i - 1].costs) == second_wins(rows[i].costs)) {
        continue;
      }
      Crossing crossing{rows[i - 1].at, rows[i].at, second_wins(rows[i].costs) ? 1U : 0U};
      while (const auto at = between(crossing.before, crossing.after)) {
        const auto costs = costs_at(*at);
        if (!costs) {
          break;
        }
        (second_wins(*costs) == (crossing.winner == 1) ? crossing.after : crossing.before) = *at;
      }
      source.crossings.push_back(crossing);
    }
  }

  const CrossoverRequest& request_;
  std::map<std::uint64_t, Costs> costs_;  // measured, by size
};

void check_sides(const CrossoverRequest& request) {
  const auto& [first, second] = request.sides;
  const bool known = !first.kernel->task.empty() && !second.kernel->task.empty();
  if (known && first.kernel->task != second.kernel->task) {
    throw Error(fmt::format(
        "{} and {} do not solve the same problem: one is for {}, the other "
        "for {}",
        first.kernel->name, second.kernel->name, first.kernel->task, second.kernel->task));
  }
  for (const CrossoverSide& side : request.sides) {
    if (!has_parameter(*side.kernel, request.over)) {
      throw Error(
          fmt::format("--over {}: {} has no such parameter", request.over, side.kernel->name));
    }
    if (side.own.has(request.over)) {
      throw Error(
          fmt::format("--over {}: {} says what it is already", request.over, side_text(side)));
    }
  }
}

}  // namespace

std::string side_text(const CrossoverSide& side) {
  std::string text(side.kernel->name);
  char separator = ':';
  for (const auto& [name, value] : side.own.entries()) {
    text += fmt::format("{}{}={}", separator, name, value);
    separator = ',';
  }
  return text;
}

CrossoverResult find_crossover(const CrossoverRequest& request) {
  check_sides(request);
  const auto started = std::chrono::steady_clock::now();
  CrossoverSearch search(request);
  CrossoverResult result{.sides = request.sides,
                         .over = request.over,
                         .parameters = {},
                         .model = request.model,
                         .sources = {}};
  CrossoverSource measured = search.measured();
  if (measured.rows.empty()) {
    throw Error(fmt::format(
        "no {} can be measured within --longest {}; give a larger one, or smaller sizes",
        request.over, request.longest));
  }
  result.parameters = search.parameters(search.largest());
  result.sources.push_back(std::move(measured));
  for (const Form form : {Form::printed, Form::corrected}) {
    if (auto source = search.by_formulas(form)) {
      result.sources.push_back(std::move(*source));
    }
  }
  result.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return result;
}

}  // namespace dmc

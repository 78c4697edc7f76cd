#include "dmc/report/compare_report.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/report/run_report.hpp"
#include "dmc/util/number.hpp"

#include "compare_parts.hpp"

namespace dmc {
namespace {

using Names = std::vector<std::string>;

/// A class that is less than this share of every contender's cost is only summed.
constexpr double k_small_part = 0.001;

/// "fft, conv  n=512 k=3,5,7".
std::string title_of(const CompareResult& result) {
  std::vector<std::string_view> names;
  for (const Kernel* kernel : result.kernels) {
    names.push_back(kernel->name);
  }
  std::string title = fmt::format("{} ", fmt::join(names, ", "));
  std::vector<std::pair<std::string, Names>> values;
  for (const Problem& problem : result.problems) {
    for (const auto& [name, value] : problem_parameters(problem)) {
      const auto known =
          std::find_if(values.begin(), values.end(),
                       [&key = name](const auto& some) { return some.first == key; });
      Names& list =
          known == values.end() ? values.emplace_back(name, Names{}).second : known->second;
      const std::string text = parameter_text(value);
      if (std::find(list.begin(), list.end(), text) == list.end()) {
        list.push_back(text);
      }
    }
  }
  for (const auto& [name, list] : values) {
    title += fmt::format(" {}={}", name, fmt::join(list, ","));
  }
  return title;
}

/// Columns that tell problems apart; nothing where there is only one.
std::vector<Column> varying_columns(const CompareResult& result, const Names& varying) {
  std::vector<Column> columns;
  for (const auto& [name, value] : problem_parameters(result.problems.front())) {
    if (std::find(varying.begin(), varying.end(), name) != varying.end()) {
      const bool is_number = std::holds_alternative<std::uint64_t>(value.data);
      columns.push_back({"", name, is_number ? Kind::count : Kind::text, 13});
    }
  }
  return columns;
}

std::vector<Value> varying_cells(const Problem& problem, const Names& varying, bool first) {
  std::vector<Value> cells;
  for (auto& [name, value] : problem_parameters(problem)) {
    if (std::find(varying.begin(), varying.end(), name) != varying.end()) {
      cells.push_back(first ? value : Value());
    }
  }
  return cells;
}

/// Kernels side by side: a row each, and one more for every further formula.
class ContenderList {
 public:
  ContenderList(const CompareResult& result, const Names& varying)
      : varying_(varying), has_cold_cost_(result.model.cold != Cold::free) {
    section_.title = "Measured, and the paper's formulas (ratio = measured / formula)";
    section_.columns = varying_columns(result, varying);
    const std::size_t own = section_.columns.size();
    section_.columns.insert(section_.columns.end(), {{"", "kernel", Kind::text, 12},
                                                     {"", "accesses", Kind::magnitude, 2},
                                                     {"", "data", Kind::magnitude, 1},
                                                     {"", "DMD", Kind::magnitude, 10},
                                                     {"", "to first", Kind::ratio, 9},
                                                     {"", "", Kind::text, 5},
                                                     {"", "formula", Kind::text, 8},
                                                     {"", "", Kind::text, 3},
                                                     {"", "value", Kind::magnitude, 6},
                                                     {"", "ratio", Kind::ratio, 7}});
    if (has_cold_cost_) {
      section_.columns.insert(
          section_.columns.begin() + static_cast<std::ptrdiff_t>(own) + 4,
          {{"", "cold cost", Kind::magnitude, 4}, {"", "cost", Kind::magnitude, 11}});
    }
    for (const Problem& problem : result.problems) {
      for (std::size_t i = 0; i < problem.contenders.size(); ++i) {
        add_contender(problem, i);
      }
      for (std::string& sentence : verdict_sentences(problem, varying)) {
        section_.notes.push_back(std::move(sentence));
      }
    }
    add_formula_notes(result);
  }

  Section section() && { return std::move(section_); }

 private:
  void add_contender(const Problem& problem, std::size_t index) {
    const Contender& contender = problem.contenders[index];
    const bool wins = contender.cost == problem.contenders[problem.winner].cost;
    const RunResult& run = contender.run;
    std::vector<Value> cells = varying_cells(problem, varying_, index == 0);
    cells.insert(cells.end(), {run.kernel->name, run.accesses, run.data, run.dmd});
    if (has_cold_cost_) {
      cells.insert(cells.end(), {run.cold_cost, contender.cost});
    }
    cells.insert(cells.end(), {contender.ratio, wins ? "best" : ""});
    const std::size_t own = cells.size();
    const auto emphasis = wins ? Row::Emphasis::strong : Row::Emphasis::normal;
    const auto formulas = main_formulas(run);
    for (const FormulaResult* formula : formulas) {
      cells.insert(cells.end(), {formula->formula->id, formula->formula->relation, formula->value,
                                 formula->ratio});
      section_.rows.push_back(
          {cells, formula == formulas.front() ? emphasis : Row::Emphasis::normal});
      cells.assign(own, Value());
    }
    if (formulas.empty()) {
      cells.resize(section_.columns.size());
      section_.rows.push_back({cells, emphasis});
    }
  }

  /// Where the paper leaves open which formula it means, each reading is explained.
  void add_formula_notes(const CompareResult& result) {
    for (const Contender& contender : result.problems.front().contenders) {
      const auto formulas = main_formulas(contender.run);
      for (const FormulaResult* one : formulas) {
        if (formulas.size() > 1 && !one->formula->note.empty()) {
          section_.notes.push_back(fmt::format("{}: {}", one->formula->id, one->formula->note));
        }
      }
    }
  }

  const Names& varying_;
  bool has_cold_cost_;
  Section section_;
};

/// What each contender pays by class of reuses, kernels side by side.
class ClassList {
 public:
  ClassList(const CompareResult& result, const Names& varying) : varying_(varying) {
    section_.title = "Where the cost lies";
    section_.columns = varying_columns(result, varying);
    section_.columns.push_back({"", "class of reuses", Kind::text, 12, 16});
    int importance = 11;
    for (const Kernel* kernel : result.kernels) {
      importance = std::max(importance - 1, 1);
      section_.columns.push_back({"", std::string(kernel->name), Kind::magnitude, importance});
    }
    for (const Problem& problem : result.problems) {
      add_problem(problem);
    }
  }

  Section section() && { return std::move(section_); }

 private:
  struct Line {
    std::vector<double> costs;
    bool small = true;
    [[nodiscard]] double spread() const {
      const auto [least, most] = std::minmax_element(costs.begin(), costs.end());
      return *most - *least;
    }
  };

  static std::map<std::string, Line> lines_of(const Problem& problem) {
    std::map<std::string, Line> lines;
    const std::size_t count = problem.contenders.size();
    for (std::size_t i = 0; i < count; ++i) {
      const Contender& contender = problem.contenders[i];
      for (const CostPart& part : cost_parts(contender.run)) {
        Line& line = lines[part.name];
        line.costs.resize(count);
        line.costs[i] += part.cost;
        line.small = line.small && part.cost < k_small_part * contender.cost;
      }
    }
    return lines;
  }

  void add_problem(const Problem& problem) {
    std::vector<std::pair<std::string, Line>> shown;
    Line rest{std::vector<double>(problem.contenders.size())};
    std::size_t hidden = 0;
    for (auto& [name, line] : lines_of(problem)) {
      if (!line.small) {
        shown.emplace_back(name, line);
        continue;
      }
      ++hidden;
      std::transform(line.costs.begin(), line.costs.end(), rest.costs.begin(), rest.costs.begin(),
                     std::plus<>());
    }
    std::stable_sort(shown.begin(), shown.end(), [](const auto& a, const auto& b) {
      return a.second.spread() > b.second.spread();
    });
    bool first = true;
    for (const auto& [name, line] : shown) {
      add_row(problem, name, line, first, Row::Emphasis::normal);
      first = false;
    }
    if (hidden > 0) {
      add_row(problem, fmt::format("{} more below 0.1%", hidden), rest, first,
              Row::Emphasis::faint);
    }
  }

  void add_row(const Problem& problem, const std::string& name, const Line& line, bool first,
               Row::Emphasis emphasis) {
    std::vector<Value> cells = varying_cells(problem, varying_, first);
    cells.emplace_back(name);
    for (const double cost : line.costs) {
      cells.push_back(cost > 0 ? Value(cost) : Value("–"));
    }
    section_.rows.push_back({std::move(cells), emphasis});
  }

  const Names& varying_;
  Section section_;
};

std::uint64_t all_accesses(const CompareResult& result) {
  std::uint64_t sum = 0;
  for (const Problem& problem : result.problems) {
    for (const Contender& contender : problem.contenders) {
      sum += contender.run.accesses;
    }
  }
  return sum;
}

}  // namespace

std::vector<const FormulaResult*> main_formulas(const RunResult& run) {
  for (const Form form : {Form::printed, Form::corrected, Form::exact}) {
    std::vector<const FormulaResult*> found;
    for (const FormulaResult& one : run.formulas) {
      const Formula& formula = *one.formula;
      if (formula.form == form && formula.quantity == Quantity::dmd &&
          formula.reuse_class.empty() && formula.stages.empty()) {
        found.push_back(&one);
      }
    }
    if (!found.empty()) {
      return found;
    }
  }
  return {};
}

Document compare_document(const CompareResult& result) {
  Document document;
  document.schema = "dmc.compare/1";
  document.title = title_of(result);
  document.lead = {model_text(result.model)};
  if (const std::string_view task = result.kernels.front()->task; !task.empty()) {
    document.lead.insert(document.lead.begin(), std::string(task));
  }
  document.lead.insert(document.lead.end(), result.notes.begin(), result.notes.end());
  List kernels;
  for (const Kernel* kernel : result.kernels) {
    kernels.emplace_back(kernel->name);
  }
  document.facts = {{"kernels", "", std::move(kernels)},
                    {"notes", "", List(result.notes.begin(), result.notes.end())},
                    {"model", "", model_object(result.model)}};
  const Names varying = varying_parameters(result);
  if (!result.problems.empty()) {
    document.sections = {ContenderList(result, varying).section(),
                         ClassList(result, varying).section()};
  }
  for (Section& section : compare_records(result)) {
    document.sections.push_back(std::move(section));
  }
  document.footer =
      fmt::format("{} accesses in {}", human(static_cast<double>(all_accesses(result))),
                  duration(result.seconds));
  return document;
}

}  // namespace dmc

#include "dmc/report/tune_report.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "dmc/report/run_report.hpp"
#include "dmc/util/number.hpp"

#include "tune_parts.hpp"

namespace dmc {
namespace {

constexpr std::size_t k_shown_ways = 24;  // ways of one problem that people are shown

Value number_or_nothing(double value) {
  return std::isfinite(value) ? Value(value) : Value();
}

/// The columns of one table for people: what is tuned, then what it costs by each source.
std::vector<Column> table_columns(const Tuning& tuning, const TuneTable& table) {
  std::vector<Column> columns;
  for (const std::string_view name : tuning.tuned) {
    columns.push_back({"", std::string(name), Kind::count, 13});
  }
  for (const TuneSource& source : table.sources) {
    columns.push_back(
        {"", source_text(source), Kind::magnitude, source.formula == nullptr ? 12 : 6});
  }
  columns.push_back({"", "over least", Kind::ratio, 11});
  if (!tuning.stages.empty() && table.is_measured()) {
    columns.push_back({"", "k, v projections", Kind::magnitude, 9});
    columns.push_back({"", "the rest", Kind::magnitude, 8});
  }
  return columns;
}

Row table_row(const Tuning& tuning, const TuneTable& table, const TuneRow& row,
              std::size_t trusted) {
  Row line;
  for (const std::string_view name : tuning.tuned) {
    line.cells.emplace_back(row.parameters[name]);
  }
  for (const double cost : row.costs) {
    line.cells.push_back(number_or_nothing(cost));
  }
  const TuneRow& best = table.rows[table.sources[trusted].best];
  line.cells.push_back(number_or_nothing(row.costs[trusted] / best.costs[trusted]));
  if (!tuning.stages.empty() && table.is_measured()) {
    line.cells.emplace_back(*row.stages);
    line.cells.emplace_back(row.costs[trusted] - *row.stages);
  }
  line.emphasis = &row == &best ? Row::Emphasis::strong : Row::Emphasis::normal;
  return line;
}

/// All rows in order; of many only the best, and those that other sources choose.
std::vector<const TuneRow*> shown_rows(const TuneTable& table, std::size_t trusted) {
  std::vector<const TuneRow*> rows;
  for (const TuneRow& row : table.rows) {
    rows.push_back(&row);
  }
  if (rows.size() <= k_shown_ways) {
    return rows;
  }
  std::stable_sort(rows.begin(), rows.end(), [&](const TuneRow* a, const TuneRow* b) {
    return a->costs[trusted] < b->costs[trusted];
  });
  rows.resize(k_shown_ways / 2);
  for (const TuneSource& source : table.sources) {
    const TuneRow* chosen = &table.rows[source.best];
    if (std::find(rows.begin(), rows.end(), chosen) == rows.end()) {
      rows.push_back(chosen);
    }
  }
  return rows;
}

Section table_section(const Tuning& tuning, const TuneTable& table) {
  Section section{"",
                  fmt::format("{}{}", problem_text(tuning, table),
                              table.is_scaled ? ", the largest that was measured" : ""),
                  {},
                  {}};
  if (table.sources.empty()) {
    return section;
  }
  section.columns = table_columns(tuning, table);
  const std::size_t trusted = best_source(table);
  const std::vector<const TuneRow*> rows = shown_rows(table, trusted);
  if (rows.size() < table.rows.size()) {
    section.notes.push_back(fmt::format("{} of {} that were tried; JSON and CSV have all.",
                                        rows.size(), table.rows.size()));
  }
  for (const TuneRow* row : rows) {
    section.rows.push_back(table_row(tuning, table, *row, trusted));
  }
  return section;
}

/// For machines: one entry each way and source.
Section cost_records(const TuneResult& result) {
  Section section{"costs",
                  "",
                  {{"parameters", ""},
                   {"scaled", ""},
                   {"source", ""},
                   {"cost", ""},
                   {"over_least", ""},
                   {"is_least", ""}},
                  {}};
  for (const TuneTable& table : result.tables) {
    for (const TuneRow& row : table.rows) {
      for (std::size_t i = 0; i < table.sources.size(); ++i) {
        const TuneRow& best = table.rows[table.sources[i].best];
        section.rows.push_back({{parameters_object(*table.kernel, row.parameters), table.is_scaled,
                                 source_text(table.sources[i]), number_or_nothing(row.costs[i]),
                                 number_or_nothing(row.costs[i] / best.costs[i]), &row == &best}});
      }
    }
    if (table.plain) {
      section.rows.push_back(
          {{parameters_object(*table.plain->kernel, table.plain->parameters), table.is_scaled,
            fmt::format("measured {}", table.plain->kernel->name),
            table.plain->dmd + table.plain->cold_cost, Value(), false}});
    }
  }
  return section;
}

List sentences(const std::vector<std::string>& words) {
  List list;
  for (const std::string& sentence : words) {
    list.emplace_back(sentence);
  }
  return list;
}

void add_answer(Document& document, const std::vector<std::string>& words) {
  document.lead.insert(document.lead.end(), words.begin(), words.end());
  document.facts.push_back({"answer", "", sentences(words)});
}

std::string source_name(const CrossoverSource& source) {
  const auto& [first, second] = source.formulas;
  if (first == nullptr) {
    return "measured";
  }
  return first == second ? std::string(first->id) : fmt::format("{}, {}", first->id, second->id);
}

/// For people: the sizes that were measured, and the ratio that the formulas give for them.
Section crossover_rows(const CrossoverResult& result) {
  Section section{"",
                  "Measured, and second over first by formulas",
                  {{"", result.over, Kind::count, 9},
                   {"", side_text(result.sides[0]), Kind::magnitude, 8},
                   {"", side_text(result.sides[1]), Kind::magnitude, 8},
                   {"", "second over first", Kind::ratio, 10}},
                  {}};
  for (std::size_t i = 1; i < result.sources.size(); ++i) {
    const Form form = result.sources[i].formulas[0]->form;
    section.columns.push_back({"", std::string(to_string(form)), Kind::ratio, 6});
  }
  const std::vector<CrossoverRow>& measured = result.sources.front().rows;
  for (std::size_t i = 0; i < measured.size(); ++i) {
    Row row{{measured[i].at, measured[i].costs[0], measured[i].costs[1]}};
    for (const CrossoverSource& source : result.sources) {
      row.cells.emplace_back(source.rows[i].costs[1] / source.rows[i].costs[0]);
    }
    section.rows.push_back(std::move(row));
  }
  return section;
}

Section crossover_records(const CrossoverResult& result) {
  Section section{
      "costs", "", {{"source", ""}, {result.over, ""}, {"first", ""}, {"second", ""}}, {}};
  for (const CrossoverSource& source : result.sources) {
    for (const CrossoverRow& row : source.rows) {
      section.rows.push_back({{source_name(source), row.at, row.costs[0], row.costs[1]}});
    }
  }
  return section;
}

Section crossing_records(const CrossoverResult& result) {
  Section section{
      "crossings", "", {{"source", ""}, {"before", ""}, {"after", ""}, {"cheaper_after", ""}}, {}};
  for (const CrossoverSource& source : result.sources) {
    for (const Crossing& crossing : source.crossings) {
      section.rows.push_back({{source_name(source), crossing.before, crossing.after,
                               side_text(result.sides.at(crossing.winner))}});
    }
  }
  return section;
}

std::string sides_text(const CrossoverResult& result) {
  return fmt::format("{} against {} over {}", side_text(result.sides[1]),
                     side_text(result.sides[0]), result.over);
}

/// What both have beside the size.
std::string shared_text(const CrossoverResult& result) {
  std::string text;
  const Kernel& kernel = *result.sides[0].kernel;
  for (const auto& [name, value] : parameters_object(kernel, result.parameters[0])) {
    const bool is_own = result.sides[0].own.has(name);
    const bool is_shared =
        result.parameters[1].has(name) && result.parameters[1][name] == result.parameters[0][name];
    if (name != result.over && is_shared && !is_own) {
      text += fmt::format(" {}={}", name, parameter_text(value));
    }
  }
  return text;
}

/// The smallest and the largest group.
std::string widths_answer(const BudgetResult& result) {
  std::vector<std::string> texts;
  for (const WidthForBudget* row : {&result.rows.front(), &result.rows.back()}) {
    const std::string measured = row->measured ? fmt::format("d={} as measured", *row->measured)
                                 : row->is_too_long ? "no run within --longest"
                                                    : "less than d=h as measured";
    texts.push_back(fmt::format(
        "with {} in a group {} by Lemma 3.6 and {}",
        row->heads_per_group == 1 ? "1 head" : fmt::format("{} heads", row->heads_per_group),
        row->by_formula[0] ? fmt::format("d={}", significant(*row->by_formula[0], 4)) : "any d",
        measured));
  }
  return fmt::format("{} DMD allow {}; {}.", human(result.budget), texts.front(), texts.back());
}

}  // namespace

Document tune_document(const TuneResult& result) {
  const TuneTable& asked = result.tables.front();
  Document document;
  document.schema = "dmc.tune/1";
  document.title =
      fmt::format("tune {}  {}", result.tuning->name, problem_text(*result.tuning, asked));
  document.lead = {std::string(result.tuning->summary), model_text(result.model)};
  document.facts = {{"tuning", "", result.tuning->name},
                    {"kernel", "", asked.kernel->name},
                    {"parameters", "", parameters_object(*asked.kernel, asked.problem)},
                    {"model", "", model_object(result.model)},
                    {"longest", "", result.longest}};
  add_answer(document, tune_answer(result));
  for (const TuneTable& table : result.tables) {
    document.sections.push_back(table_section(*result.tuning, table));
  }
  document.sections.push_back(cost_records(result));
  document.footer = duration(result.seconds);
  return document;
}

Document crossover_document(const CrossoverResult& result) {
  Document document;
  document.schema = "dmc.tune/1";
  document.title = fmt::format("tune crossover  {} {}", sides_text(result), shared_text(result));
  document.lead = {model_text(result.model)};
  if (const std::string_view task = result.sides[0].kernel->task; !task.empty()) {
    document.lead.insert(document.lead.begin(), std::string(task));
  }
  document.facts = {{"tuning", "", "crossover"},
                    {"first", "", side_text(result.sides[0])},
                    {"second", "", side_text(result.sides[1])},
                    {"over", "", result.over},
                    {"model", "", model_object(result.model)}};
  add_answer(document, crossover_answer(result));
  document.sections = {crossing_records(result), crossover_records(result), crossover_rows(result)};
  document.footer = duration(result.seconds);
  return document;
}

Section widths_section(const BudgetResult& result) {
  const std::uint64_t heads = result.problem["h"];
  const bool any = std::any_of(result.rows.begin(), result.rows.end(),
                               [](const WidthForBudget& row) { return row.measured.has_value(); });
  const bool too_long = result.rows.front().is_too_long;
  const std::string note =
      any ? "Measured: the largest multiple of h whose whole layer stays within the budget; none "
            "where h columns cost more."
      : too_long
          ? std::string("Nothing was measured: --longest allows no run.")
          : fmt::format("Measured, the narrowest layer, d={}, costs more than the budget.", heads);
  Section section{"widths",
                  "Width d",
                  {{"q", "heads in a group", Kind::count, 9},
                   {"p", "groups", Kind::count, 8},
                   {"printed", "lem3.6", Kind::ratio, 8},
                   {"corrected", "lem3.6.corrected", Kind::ratio, 7},
                   {"measured", "measured", Kind::count, any ? 9 : 0},
                   {"below_h", "", Kind::text, 3}},
                  {},
                  {note}};
  for (const WidthForBudget& row : result.rows) {
    const bool below = row.by_formula[0] && *row.by_formula[0] < static_cast<double>(heads);
    section.rows.push_back(
        {{row.heads_per_group, row.groups, row.by_formula[0] ? Value(*row.by_formula[0]) : Value(),
          row.by_formula[1] ? Value(*row.by_formula[1]) : Value(),
          row.measured ? Value(*row.measured) : Value(),
          below ? "lem3.6 gives a head less than one column" : ""}});
  }
  return section;
}

Document budget_document(const BudgetResult& result) {
  const Kernel& kernel = find_kernel("gqa");
  Document document;
  document.schema = "dmc.tune/1";
  document.title = fmt::format("tune gqa  l={} h={}, width for {} DMD", result.problem["l"],
                               result.problem["h"], human(result.budget));
  document.lead = {"the width d of the model that a budget allows (Figure 2)"};
  document.facts = {{"tuning", "", "gqa"},
                    {"parameters", "", parameters_object(kernel, result.problem)},
                    {"budget", "", result.budget}};
  add_answer(document, {widths_answer(result)});
  document.sections = {widths_section(result)};
  return document;
}

}  // namespace dmc

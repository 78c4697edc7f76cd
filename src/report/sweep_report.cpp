#include "dmc/report/sweep_report.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "dmc/report/run_report.hpp"
#include "dmc/util/number.hpp"

#include "sweep_parts.hpp"

namespace dmc {
namespace {

/// Formulas for the whole DMD, which are worth a column for people, in the order of the paper.
std::vector<const Formula*> shown_formulas(const std::vector<SweepRow>& rows) {
  std::vector<const Formula*> shown;
  for (const Formula& formula : formulas()) {
    const bool is_about_all =
        formula.quantity == Quantity::dmd && formula.reuse_class.empty() && formula.stages.empty();
    const bool is_there =
        is_about_all && std::any_of(rows.begin(), rows.end(), [&](const SweepRow& row) {
          return std::any_of(row.ratios.begin(), row.ratios.end(),
                             [&](const auto& one) { return one.first == formula.id; });
        });
    if (is_there) {
      shown.push_back(&formula);
    }
  }
  return shown;
}

Value ratio_of(const SweepRow& row, std::string_view id) {
  for (const auto& [formula, ratio] : row.ratios) {
    if (formula == id) {
      return ratio;
    }
  }
  return {};
}

Kind kind_of(const Varying& one) {
  const bool is_number = one.parameter != nullptr ? one.parameter->choices.empty()
                                                  : one.name == "block" || one.name == "bits";
  return is_number ? Kind::count : Kind::text;
}

bool has_cold_cost(const std::vector<SweepRow>& rows) {
  return std::any_of(rows.begin(), rows.end(),
                     [](const SweepRow& row) { return row.cold_cost != 0; });
}

Section table_of(const SweepPlan& plan, const std::vector<SweepRow>& rows) {
  const std::vector<Varying> varying = varying_of(plan, rows);
  const std::vector<const Formula*> formulas = shown_formulas(rows);
  Section section{"", "Measured (ratio = measured / formula)", {}, {}};
  for (const Varying& one : varying) {
    section.columns.push_back({"", one.name, kind_of(one), 10});
  }
  section.columns.push_back({"", "accesses", Kind::magnitude, 4});
  section.columns.push_back({"", "data", Kind::magnitude, 3});
  section.columns.push_back({"", "DMD", Kind::magnitude, 9});
  if (has_cold_cost(rows)) {
    section.columns.push_back({"", "cold cost", Kind::magnitude, 8});
  }
  for (const Formula* formula : formulas) {
    const int importance = formula->form == Form::printed ? 7 : 6;
    section.columns.push_back({"", std::string(formula->id), Kind::ratio, importance});
  }
  for (const SweepRow& row : rows) {
    Row cells;
    for (const Varying& one : varying) {
      cells.cells.push_back(one.value(row));
    }
    cells.cells.insert(cells.cells.end(), {row.accesses, row.data, row.dmd});
    if (has_cold_cost(rows)) {
      cells.cells.emplace_back(row.cold_cost);
    }
    for (const Formula* formula : formulas) {
      cells.cells.push_back(ratio_of(row, formula->id));
    }
    section.rows.push_back(std::move(cells));
  }
  return section;
}

Object ratios_object(const SweepRow& row) {
  Object ratios;
  for (const auto& [id, ratio] : row.ratios) {
    ratios.emplace_back(id, ratio);
  }
  return ratios;
}

List classes_list(const SweepRow& row) {
  List classes;
  for (const SweepClass& one : row.classes) {
    classes.emplace_back(Object{{"name", one.name}, {"reuses", one.reuses}, {"dmd", one.dmd}});
  }
  return classes;
}

Section records_of(const SweepPlan& plan, const std::vector<SweepRow>& rows, bool classes) {
  Section section{"rows", "", {}, {}};
  for (const char* key : {"parameters", "model", "accesses", "data", "reuses", "dmd", "cold_cost",
                          "mean_distance", "max_distance", "ratios"}) {
    section.columns.push_back({key, ""});
  }
  if (classes) {
    section.columns.push_back({"classes", ""});
  }
  for (const SweepRow& row : rows) {
    Row cells{{parameters_object(*plan.kernel, row.parameters), model_object(row.model),
               row.accesses, row.data, row.reuses, row.dmd, row.cold_cost, row.mean_distance,
               row.max_distance, ratios_object(row)}};
    if (classes) {
      cells.cells.emplace_back(classes_list(row));
    }
    section.rows.push_back(std::move(cells));
  }
  return section;
}

/// What all points have in common: "k=3".
std::string common_text(const SweepPlan& plan, const std::vector<SweepRow>& rows) {
  std::string text;
  for (const Parameter& parameter : plan.kernel->parameters) {
    const SweepRow& first = rows.front();
    const bool is_common =
        first.parameters.has(parameter.name) &&
        std::all_of(rows.begin(), rows.end(), [&](const SweepRow& row) {
          return row.parameters.has(parameter.name) &&
                 row.parameters[parameter.name] == first.parameters[parameter.name];
        });
    if (is_common) {
      const Varying one{.name = std::string(parameter.name), .parameter = &parameter};
      text += fmt::format(" {}={}", parameter.name, parameter_text(one.value(first)));
    }
  }
  return text;
}

}  // namespace

std::string skipped_text(const SweepPlan& plan) {
  if (plan.skipped == 0) {
    return {};
  }
  return fmt::format("{} of {} combinations {} left out, which {} does not take{}: {}",
                     grouped(plan.skipped), grouped(plan.skipped + plan.points.size()),
                     plan.skipped == 1 ? "was" : "were", plan.kernel->name,
                     plan.skipped == 1 ? "" : "; of the first", plan.why);
}

Document sweep_document(const SweepPlan& plan, const std::vector<SweepRow>& rows, bool classes) {
  Document document;
  document.schema = "dmc.sweep/1";
  document.title = fmt::format("sweep of {} {}", plan.kernel->name, common_text(plan, rows));
  while (document.title.ends_with(' ')) {
    document.title.pop_back();
  }
  document.lead = {std::string(plan.kernel->summary)};
  document.facts = {{"kernel", "", plan.kernel->name},
                    {"skipped", "", std::uint64_t{plan.skipped}, Kind::count},
                    {"why", "", plan.why}};
  Section table = table_of(plan, rows);
  if (plan.skipped != 0) {
    table.notes.push_back(skipped_text(plan) + '.');
  }
  document.sections = {std::move(table), records_of(plan, rows, classes)};
  return document;
}

}  // namespace dmc

#include <utility>

#include "dmc/report/run_report.hpp"

#include "compare_parts.hpp"

namespace dmc {
namespace {

List why_list(const Contender& contender) {
  List why;
  for (const CostPart& part : contender.why) {
    why.emplace_back(Object{{"class", part.name}, {"cost", part.cost}});
  }
  return why;
}

Object contender_object(const Contender& contender) {
  Object object = members_of(run_document(contender.run));
  object.emplace_back("cost", contender.cost);
  object.emplace_back("ratio", contender.ratio);
  object.emplace_back("why", why_list(contender));
  return object;
}

std::string_view winner_of(const Problem& problem) {
  return problem.contenders[problem.winner].run.kernel->name;
}

Section nested_problems(const CompareResult& result) {
  Section section{
      "problems", "", {{"parameters", ""}, {"winner", ""}, {"factor", ""}, {"contenders", ""}}, {}};
  section.shape = Section::Shape::nested;
  for (const Problem& problem : result.problems) {
    List contenders;
    for (const Contender& contender : problem.contenders) {
      contenders.emplace_back(contender_object(contender));
    }
    section.rows.push_back(
        {{problem_parameters(problem), winner_of(problem), problem.factor, std::move(contenders)}});
  }
  return section;
}

/// A list with a record for everything that `add` finds in a contender: what it is of stands in
/// front.
template <class Add>
Section flat_list(const CompareResult& result, std::string key, std::vector<Column> columns,
                  Add add) {
  Section section{std::move(key), "", {{"problem", ""}, {"kernel", ""}}, {}};
  section.shape = Section::Shape::flat;
  section.columns.insert(section.columns.end(), columns.begin(), columns.end());
  for (const Problem& problem : result.problems) {
    for (const Contender& contender : problem.contenders) {
      add(contender, [&](const std::vector<Value>& cells) {
        std::vector<Value> all{problem_parameters(problem), contender.run.kernel->name};
        all.insert(all.end(), cells.begin(), cells.end());
        section.rows.push_back({std::move(all)});
      });
    }
  }
  return section;
}

Section flat_problems(const CompareResult& result) {
  Section section{"problems", "", {{"problem", ""}, {"winner", ""}, {"factor", ""}}, {}};
  section.shape = Section::Shape::flat;
  for (const Problem& problem : result.problems) {
    section.rows.push_back({{problem_parameters(problem), winner_of(problem), problem.factor}});
  }
  return section;
}

Section flat_contenders(const CompareResult& result) {
  return flat_list(
      result, "contenders",
      {{"accesses", ""},
       {"data", ""},
       {"reuses", ""},
       {"dmd", ""},
       {"cold_cost", ""},
       {"mean_distance", ""},
       {"max_distance", ""},
       {"cost", ""},
       {"ratio", ""}},
      [](const Contender& contender, const auto& add_row) {
        const RunResult& run = contender.run;
        add_row({run.accesses, run.data, run.reuses, run.dmd, run.cold_cost, run.mean_distance,
                 run.max_distance, contender.cost, contender.ratio});
      });
}

Section flat_formulas(const CompareResult& result) {
  return flat_list(
      result, "formulas",
      {{"id", ""},
       {"form", ""},
       {"quantity", ""},
       {"reuse_class", ""},
       {"value", ""},
       {"measured", ""},
       {"ratio", ""}},
      [](const Contender& contender, const auto& add_row) {
        for (const FormulaResult& one : contender.run.formulas) {
          add_row({one.formula->id, to_string(one.formula->form), to_string(one.formula->quantity),
                   one.formula->reuse_class, one.value, one.measured, one.ratio});
        }
      });
}

Section flat_classes(const CompareResult& result) {
  return flat_list(result, "classes", {{"class", ""}, {"cost", ""}},
                   [](const Contender& contender, const auto& add_row) {
                     for (const CostPart& part : cost_parts(contender.run)) {
                       add_row({part.name, part.cost});
                     }
                   });
}

Section flat_reasons(const CompareResult& result) {
  return flat_list(result, "why", {{"class", ""}, {"cost", ""}},
                   [](const Contender& contender, const auto& add_row) {
                     for (const CostPart& part : contender.why) {
                       add_row({part.name, part.cost});
                     }
                   });
}

}  // namespace

std::vector<Section> compare_records(const CompareResult& result) {
  return {nested_problems(result), flat_problems(result), flat_contenders(result),
          flat_formulas(result),   flat_classes(result),  flat_reasons(result)};
}

}  // namespace dmc

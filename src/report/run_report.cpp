#include "dmc/report/run_report.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "dmc/util/number.hpp"

namespace dmc {
namespace {

/// Below this share of the DMD a class is only summed, unless all are asked for.
constexpr double k_small_share = 0.001;

double dmd_share(const ReuseTotals& totals, const RunResult& result) {
  return result.dmd > 0 ? totals.dmd / result.dmd : 0;
}

void add(ReuseTotals& sum, const ReuseTotals& totals) {
  if (totals.reuses == 0) {
    return;
  }
  sum.min_distance =
      sum.reuses == 0 ? totals.min_distance : std::min(sum.min_distance, totals.min_distance);
  sum.max_distance = std::max(sum.max_distance, totals.max_distance);
  sum.reuses += totals.reuses;
  sum.dmd += totals.dmd;
}

std::vector<Fact> facts_of(const RunResult& result) {
  return {{"kernel", "", program_name(result)},
          {"parameters", "", parameters_object(result)},
          {"model", "", model_object(result.model)},
          {"accesses", "accesses", result.accesses, Kind::count},
          {"data", result.model.block > 1 ? "distinct blocks" : "distinct data", result.data,
           Kind::count},
          {"cold_misses", "cold misses", result.data, Kind::count},
          {"reuses", "reuses", result.reuses, Kind::count},
          {"dmd", "DMD", result.dmd, Kind::real},
          {"cold_cost", "cold cost", result.cold_cost, Kind::real},
          {"mean_distance", "mean distance", result.mean_distance, Kind::real},
          {"max_distance", "max distance", result.max_distance, Kind::count}};
}

/// What a formula speaks about, shortly; "#" stands for a number of reuses.
std::string subject(const Formula& formula) {
  const std::string_view about = formula.reuse_class.empty() ? formula.title : formula.reuse_class;
  return formula.quantity == Quantity::reuses ? fmt::format("# {}", about) : std::string(about);
}

List stages_of(const Formula& formula) {
  return {formula.stages.begin(), formula.stages.end()};
}

Section formula_section(const RunResult& result) {
  Section section{"formulas",
                  "Formulas (ratio = measured / formula)",
                  {{"id", "id", Kind::text, 10},
                   {"source", "source", Kind::text, 3},
                   {"", "about", Kind::text, 5, 20},
                   {"form", "form", Kind::text, 6},
                   {"quantity", ""},
                   {"reuse_class", ""},
                   {"stages", ""},
                   {"per", ""},
                   {"relation", ""},
                   {"", "", Kind::text, 4},
                   {"value", "formula", Kind::magnitude, 7},
                   {"measured", "measured", Kind::magnitude, 8},
                   {"ratio", "ratio", Kind::ratio, 9},
                   {"", "expression", Kind::text, 2, 24},
                   {"text", ""},
                   {"latex", ""}},
                  {}};
  for (const FormulaResult& one : result.formulas) {
    const Formula& formula = *one.formula;
    const std::string text = formula.expression.text();
    const bool is_total =
        formula.reuse_class.empty() && formula.stages.empty() && formula.quantity == Quantity::dmd;
    section.rows.push_back({{formula.id, formula.source, subject(formula), to_string(formula.form),
                             to_string(formula.quantity), formula.reuse_class, stages_of(formula),
                             formula.per, formula.relation, formula.relation, one.value,
                             one.measured, one.ratio, text, text, formula.expression.latex()},
                            is_total ? Row::Emphasis::strong : Row::Emphasis::normal});
  }
  return section;
}

Section array_section(const RunResult& result) {
  Section section{"arrays",
                  "Arrays",
                  {{"name", "array", Kind::text, 9, 16},
                   {"accesses", "accesses", Kind::count, 5},
                   {"reuses", "reuses", Kind::count, 6},
                   {"", "distances", Kind::text, 3},
                   {"dmd", "DMD", Kind::magnitude, 7},
                   {"share", "share", Kind::share, 8},
                   {"", "", Kind::bar, 1},
                   {"min_distance", ""},
                   {"max_distance", ""}},
                  {}};
  for (const ArrayTotals& array : result.arrays) {
    const double share = dmd_share(array.totals, result);
    section.rows.push_back(
        {{array.name, array.accesses, array.totals.reuses, distances_text(array.totals),
          array.totals.dmd, share, share, array.totals.min_distance, array.totals.max_distance}});
  }
  return section;
}

Section stage_section(const RunResult& result) {
  Section section{"stages",
                  "Stages",
                  {{"name", "stage", Kind::text, 9, 16},
                   {"accesses", "accesses", Kind::count, 5},
                   {"cold_misses", "", Kind::count},
                   {"reuses", "reuses", Kind::count, 6},
                   {"", "distances", Kind::text, 3},
                   {"dmd", "DMD", Kind::magnitude, 7},
                   {"share", "share", Kind::share, 8},
                   {"", "", Kind::bar, 1},
                   {"min_distance", ""},
                   {"max_distance", ""}},
                  {}};
  for (const StageTotals& stage : result.stages) {
    const double share = dmd_share(stage.totals, result);
    section.rows.push_back(
        {{stage.name.empty() ? "outside of stages" : stage.name, stage.accesses, stage.cold_misses,
          stage.totals.reuses, distances_text(stage.totals), stage.totals.dmd, share, share,
          stage.totals.min_distance, stage.totals.max_distance}});
  }
  return section;
}

Section named_records(const RunResult& result) {
  Section section{"named_classes",
                  "",
                  {{"name", ""},
                   {"source", ""},
                   {"reuses", ""},
                   {"dmd", ""},
                   {"share", ""},
                   {"min_distance", ""},
                   {"max_distance", ""}},
                  {}};
  for (const NamedTotals& named : result.named) {
    section.rows.push_back(
        {{named.name, named.source, named.totals.reuses, named.totals.dmd,
          dmd_share(named.totals, result), named.totals.min_distance, named.totals.max_distance}});
  }
  return section;
}

Section class_records(const RunResult& result) {
  Section section{"reuse_classes",
                  "",
                  {{"array", ""},
                   {"carried_by", ""},
                   {"class", ""},
                   {"reuses", ""},
                   {"dmd", ""},
                   {"share", ""},
                   {"min_distance", ""},
                   {"max_distance", ""}},
                  {}};
  for (const ClassTotals& one : result.classes) {
    section.rows.push_back(
        {{one.array, one.carried_by, one.reuse_class, one.totals.reuses, one.totals.dmd,
          dmd_share(one.totals, result), one.totals.min_distance, one.totals.max_distance}});
  }
  return section;
}

/// The list of reuse classes for people: under each name of the paper the classes it is made of.
class ReuseList {
 public:
  ReuseList(const RunResult& result, bool all) : result_(result), all_(all) {
    section_.title = "Reuses";
    section_.columns = {{"", "class, and what it is made of", Kind::text, 9, 24},
                        {"", "reuses", Kind::count, 6},
                        {"", "distances", Kind::text, 5},
                        {"", "DMD", Kind::magnitude, 7},
                        {"", "share", Kind::share, 8},
                        {"", "", Kind::bar, 1}};
  }

  Section section() && {
    std::vector<NamedTotals> named = result_.named;
    std::stable_sort(named.begin(), named.end(),
                     [](const auto& a, const auto& b) { return a.totals.dmd > b.totals.dmd; });
    for (const NamedTotals& one : named) {
      const std::string source = one.source.empty() ? "" : fmt::format(" ({})", one.source);
      add_row(one.name + source, one.totals, Row::Emphasis::strong, 0);
      add_members(one.name, 1);
    }
    const ReuseTotals others = total_of("");
    if (named.empty()) {
      section_.columns.front().header = "class";
      add_members("", 0);
    } else if (others.reuses > 0) {
      add_row("other reuses", others, Row::Emphasis::strong, 0);
      add_members("", 1);
    }
    if (hidden_ > 0) {
      section_.notes.emplace_back("--all lists every class.");
    }
    return std::move(section_);
  }

 private:
  ReuseTotals total_of(std::string_view name) const {
    ReuseTotals sum;
    for (const ClassTotals& one : result_.classes) {
      if (one.reuse_class == name) {
        add(sum, one.totals);
      }
    }
    return sum;
  }

  void add_members(std::string_view name, std::size_t depth) {
    ReuseTotals small;
    std::size_t count = 0;
    const ClassTotals* last = nullptr;
    for (const ClassTotals& one : result_.classes) {
      if (one.reuse_class != name || one.totals.reuses == 0) {
        continue;
      }
      if (all_ || dmd_share(one.totals, result_) >= k_small_share) {
        add_row(class_text(one), one.totals, Row::Emphasis::normal, depth);
      } else {
        add(small, one.totals);
        ++count;
        last = &one;
      }
    }
    if (count == 1) {
      add_row(class_text(*last), small, Row::Emphasis::normal, depth);
    } else if (count > 1) {
      add_row(fmt::format("{} more below 0.1% each", count), small, Row::Emphasis::faint, depth);
      hidden_ += count;
    }
  }

  void add_row(std::string name, const ReuseTotals& totals, Row::Emphasis emphasis,
               std::size_t depth) {
    const double share = dmd_share(totals, result_);
    section_.rows.push_back({{std::move(name), totals.reuses, distances_text(totals), totals.dmd,
                              share, depth == 0 ? Value(share) : Value()},
                             emphasis,
                             depth});
  }

  const RunResult& result_;
  bool all_;
  Section section_;
  std::size_t hidden_ = 0;
};

std::string summary_of(const RunResult& result, const RunReportOptions& options) {
  if (result.kernel == nullptr) {
    return options.program_text;
  }
  const std::string_view source = result.kernel->source;
  return source.empty() ? std::string(result.kernel->summary)
                        : fmt::format("{} ({})", result.kernel->summary, source);
}

}  // namespace

Document run_document(const RunResult& result, const RunReportOptions& options) {
  Document document;
  document.schema = "dmc.run/1";
  document.title = fmt::format("{}  {}", program_name(result), parameters_text(result));
  document.lead = {summary_of(result, options), model_text(result.model)};
  document.facts = facts_of(result);
  document.sections = {formula_section(result), ReuseList(result, options.all_classes).section(),
                       array_section(result),   stage_section(result),
                       named_records(result),   class_records(result)};
  if (result.seconds > 0) {  // not of what others have measured
    const auto accesses = static_cast<double>(result.accesses);
    document.footer = fmt::format("{} accesses in {}, {} a second", human(accesses),
                                  duration(result.seconds), human(accesses / result.seconds));
  }
  return document;
}

Document measurement_document(const Measurement& measurement, std::string program,
                              const Model& model) {
  RunResult result;
  static_cast<Measurement&>(result) = measurement;
  result.program = std::move(program);
  result.model = model;
  return run_document(result, {.program_text = "a program measured with the library"});
}

}  // namespace dmc

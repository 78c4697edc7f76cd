#include "dmc/audit/question.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/formulas/formula.hpp"

namespace dmc {
namespace {

std::string value_text(const Kernel& kernel, const std::string& name, std::uint64_t value) {
  for (const Parameter& parameter : kernel.parameters) {
    if (parameter.name == name && value < parameter.choices.size()) {
      return std::string(parameter.choices[value]);
    }
  }
  return std::to_string(value);
}

/// The parameters given, in the kernel's order, written by `write(name, value)`.
template <class Write>
void each_parameter(const RunRequest& request, Write write) {
  for (const Parameter& parameter : request.kernel->parameters) {
    const std::string name(parameter.name);
    if (request.parameters.has(name)) {
      write(name, value_text(*request.kernel, name, request.parameters[name]));
    }
  }
}

std::string_view name_of(Cold cold) {
  return cold == Cold::bound ? "bound" : "stack";
}

EvidenceRow row_of(double x, const RunRequest& run, std::string quantity, double measured,
                   double claimed) {
  return {.x = x,
          .subject = subject_of(run),
          .command = command_of(run),
          .quantity = std::move(quantity),
          .measured = measured,
          .claimed = claimed,
          .ratio = measured == claimed ? 1 : measured / claimed};
}

std::string quantity_text(const Formula& formula) {
  std::string text(to_string(formula.quantity));
  if (!formula.reuse_class.empty()) {
    text += fmt::format(", {}", formula.reuse_class);
  }
  if (!formula.stages.empty()) {
    text += fmt::format(", {}", fmt::join(formula.stages, " and "));
  }
  return text;
}

}  // namespace

std::string command_of(const RunRequest& request) {
  std::string text = fmt::format("dmc run {}", request.kernel->name);
  each_parameter(request, [&](const std::string& name, const std::string& value) {
    text += fmt::format(" --{} {}", name, value);
  });
  const Model& model = request.model;
  if (model.block != 1) {
    text += fmt::format(" --block {}", model.block);
  }
  if (model.bits != 1) {
    text += fmt::format(" --bits {}", model.bits);
  }
  if (model.cold != Cold::free) {
    text += fmt::format(" --cold {}", name_of(model.cold));
  }
  if (!model.omit.empty()) {
    text += fmt::format(" --omit {}", fmt::join(model.omit, ","));
  }
  if (model.temporaries == Temporaries::reuse) {
    text += " --temporaries reuse";
  }
  return text;
}

std::string subject_of(const RunRequest& request) {
  std::string text(request.kernel->name);
  each_parameter(request, [&](const std::string& name, const std::string& value) {
    text += fmt::format(" {}={}", name, value);
  });
  const Model& model = request.model;
  text += model.block != 1 ? fmt::format(", block {}", model.block) : "";
  text += model.bits != 1 ? fmt::format(", {} bits", model.bits) : "";
  text += model.cold != Cold::free ? fmt::format(", cold {}", name_of(model.cold)) : "";
  text += !model.omit.empty() ? fmt::format(", {} omitted", fmt::join(model.omit, " and ")) : "";
  text += model.temporaries == Temporaries::reuse ? ", temporaries reused" : "";
  return text;
}

Measurand dmd() {
  return {"DMD", [](const RunResult& run) { return run.dmd; }};
}

Measurand data() {
  return {"data", [](const RunResult& run) { return static_cast<double>(run.data); }};
}

Measurand class_dmd(std::string_view name) {
  return {fmt::format("DMD, {}", name), [name](const RunResult& run) {
            double sum = 0;
            for (const NamedTotals& named : run.named) {
              sum += named.name == name ? named.totals.dmd : 0;
            }
            return sum;
          }};
}

Measurand stage_dmd(std::string_view name) {
  return {fmt::format("DMD, {}", name), [name](const RunResult& run) {
            double sum = 0;
            for (const StageTotals& stage : run.stages) {
              sum += stage.name == name ? stage.totals.dmd : 0;
            }
            return sum;
          }};
}

Item held(double x, const RunRequest& run, std::string_view formula_id) {
  const Formula& formula = find_formula(formula_id);
  return {{run}, [=, &formula](const AuditEvidence& evidence) {
            const RunResult& result = evidence.of(run);
            const auto found =
                std::find_if(result.formulas.begin(), result.formulas.end(),
                             [&](const FormulaResult& one) { return one.formula == &formula; });
            if (found == result.formulas.end()) {
              throw std::logic_error(
                  fmt::format("{} does not speak about {}", formula.id, command_of(run)));
            }
            return row_of(x, run, quantity_text(formula), found->measured, found->value);
          }};
}

Item held(double x, const RunRequest& run, const Measurand& measurand,
          const Expression& expression) {
  return {{run}, [=](const AuditEvidence& evidence) {
            const RunResult& result = evidence.of(run);
            return row_of(x, run, measurand.name, measurand.of(result),
                          expression.evaluate(variables_of(result.parameters, result.model)));
          }};
}

Item versus(double x, const RunRequest& run, const Measurand& measurand, const RunRequest& other,
            const Measurand& of_other) {
  return {{run, other}, [=](const AuditEvidence& evidence) {
            EvidenceRow row = row_of(x, run, measurand.name, measurand.of(evidence.of(run)),
                                     of_other.of(evidence.of(other)));
            if (command_of(run) != command_of(other)) {
              row.subject += " against " + subject_of(other);
              row.command += "; " + command_of(other);
            }
            if (measurand.name != of_other.name) {
              row.quantity += " against " + of_other.name;
            }
            return row;
          }};
}

Item quotient(double x, const RunRequest& run, const RunRequest& other, const Measurand& measurand,
              double claimed) {
  return {{run, other}, [=](const AuditEvidence& evidence) {
            const double ratio = measurand.of(evidence.of(run)) / measurand.of(evidence.of(other));
            EvidenceRow row = row_of(x, run, measurand.name + ", as a ratio", ratio, claimed);
            row.subject += " over " + subject_of(other);
            row.command += "; " + command_of(other);
            return row;
          }};
}

Item computed(double x, EvidenceRow row) {
  row.x = x;
  row.ratio = row.measured == row.claimed ? 1 : row.measured / row.claimed;
  return {{}, [row = std::move(row)](const AuditEvidence&) { return row; }};
}

AuditFinding answer(const Question& question, const AuditEvidence& evidence) {
  AuditFinding finding;
  for (const Item& item : question.items) {
    finding.rows.push_back(item.row(evidence));
  }
  static_cast<Decision&>(finding) = question.decide(finding.rows);
  finding.role = question.role;
  finding.reading = question.reading;
  finding.question = question.text;
  finding.along = question.along;
  finding.claimed = question.claimed;
  finding.mathml = question.mathml;
  return finding;
}

}  // namespace dmc

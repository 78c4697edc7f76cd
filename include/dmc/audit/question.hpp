#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/analysis/run.hpp"
#include "dmc/audit/finding.hpp"
#include "dmc/formulas/expression.hpp"

namespace dmc {

/// The command that makes a run: "dmc run conv --n 512 --k 3 --omit R". Runs are told apart by it.
[[nodiscard]] std::string command_of(const RunRequest& request);

/// The same for people: "conv n=512 k=3, R omitted".
[[nodiscard]] std::string subject_of(const RunRequest& request);

/// The runs that were made.
class AuditEvidence {
 public:
  void add(const std::string& command, RunResult result) { runs_[command] = std::move(result); }
  /// Throws std::out_of_range (a bug) for a run that no question asked for.
  [[nodiscard]] const RunResult& of(const RunRequest& request) const {
    return runs_.at(command_of(request));
  }

 private:
  std::map<std::string, RunResult> runs_;
};

/// A number to be read off a run.
struct Measurand {
  std::string name;
  std::function<double(const RunResult&)> of;
};

[[nodiscard]] Measurand dmd();
[[nodiscard]] Measurand data();
/// DMD of one of the kernel's named classes of reuses; 0 where the run has none.
[[nodiscard]] Measurand class_dmd(std::string_view name);
[[nodiscard]] Measurand stage_dmd(std::string_view name);

/// One row of evidence before it is measured: the runs it needs, and how it follows from them.
struct Item {
  std::vector<RunRequest> runs;
  std::function<EvidenceRow(const AuditEvidence&)> row;
};

/// A run held against a formula of the table, by its id.
[[nodiscard]] Item held(double x, const RunRequest& run, std::string_view formula_id);
/// A run held against an expression in its parameters.
[[nodiscard]] Item held(double x, const RunRequest& run, const Measurand& measurand,
                        const Expression& expression);
/// A run held against another one, each read in its own way.
[[nodiscard]] Item versus(double x, const RunRequest& run, const Measurand& measurand,
                          const RunRequest& other, const Measurand& of_other);
/// The ratio of two runs, held against a number or what an expression gives.
[[nodiscard]] Item quotient(double x, const RunRequest& run, const RunRequest& other,
                            const Measurand& measurand, double claimed);
/// A number that takes no run.
[[nodiscard]] Item computed(double x, EvidenceRow row);

/// A question about a claim. Made by the functions of questions.hpp.
struct Question {
  Role role = Role::formula;
  std::string text;
  std::string along;
  std::vector<Item> items;
  std::function<Decision(std::span<const EvidenceRow>)> decide;
  std::string reading = {};
  std::string claimed = {};
  std::string mathml = {};
};

/// Asks it.
[[nodiscard]] AuditFinding answer(const Question& question, const AuditEvidence& evidence);

}  // namespace dmc

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/formulas/expression.hpp"
#include "dmc/kernels/kernel.hpp"
#include "dmc/trace/model.hpp"

namespace dmc {

/// How a formula stands to the paper.
enum class Form : std::uint8_t {
  printed,    ///< the paper's expression, evaluated as it stands
  corrected,  ///< the paper's statement with its slip mended: holds as the sizes grow
  exact,      ///< holds to the last reuse at every size it applies to
};

/// What of a measurement a formula speaks about.
enum class Quantity : std::uint8_t {
  dmd,        ///< the total over all reuses
  reuses,     ///< the number of reuses
  data,       ///< distinct data
  cold_cost,  ///< the cost of first accesses
  number,     ///< nothing that one run measures: a factor between two costs, a threshold
};

/// A symbol of a formula that is not a parameter, and what it stands for: q = h/p.
struct Definition {
  std::string_view name;
  Expression value;
};

/// A closed form of the paper, or one that corrects it.
struct Formula {
  std::string_view id;  ///< as in the ledger: "thm3.10"; variants append: "thm3.18.lower.log2"
  std::vector<std::string_view> kernels;  ///< those it speaks about; empty: every kernel
  std::string_view source;                ///< "Theorem 3.10"
  std::string_view title;                 ///< "convolution", one short phrase
  Form form = Form::printed;
  Quantity quantity = Quantity::dmd;
  std::string_view reuse_class = {};  ///< the kernel's class it speaks about; empty: the whole run
  /// The kernel's stages it speaks about, summed: "feed-forward" of Table 1; none: all of them.
  std::vector<std::string_view> stages = {};
  /// The parameter that says how many there are of what it speaks about: a row of Table 1 is about
  /// one layer of `layers`. What is measured is divided by it.
  std::string_view per = {};
  /// Something smaller than a class or a stage, such as the distant reuses of one root of unity. A
  /// run does not measure it by itself, so applies() is false for it.
  std::string_view part = {};
  Expression expression;
  std::string_view relation = "~";  ///< "~", "=", ">=" or "<=": how it relates to the quantity
  /// What is_about() gives; null: for elements (block 1) with nothing omitted.
  bool (*applies)(const Parameters& parameters, const Model& model) = nullptr;
  std::string_view note = {};  ///< one sentence, where there is something to know
  /// Its symbols that are not parameters; a later one may use those before it.
  std::vector<Definition> where = {};
  /// Symbols that whoever evaluates it must give: `m` of Lemma 3.5, the run's distinct data.
  std::vector<std::string_view> given = {};
};

/// Every formula, in the order of the paper.
[[nodiscard]] std::span<const Formula> formulas();

/// The formula of that id; throws dmc::Error with the nearest id otherwise.
[[nodiscard]] const Formula& find_formula(std::string_view id);

/// Whether it is about this kernel, whatever the parameters and the model.
[[nodiscard]] bool speaks_about(const Formula& formula, std::string_view kernel);

/// The kernel's parameters as variables, choices as their index, and `b` and `s` of the model.
[[nodiscard]] Variables variables_of(const Parameters& parameters, const Model& model);

/// The formulas that an id names: the one of that id, or else the family whose ids begin with it
/// and a dot, such as thm3.18 for its bounds. Throws dmc::Error with the nearest id where there is
/// none.
[[nodiscard]] std::vector<const Formula*> find_formulas(std::string_view name);

/// The other forms of what a formula says, in the order of the table: of the same statement, about
/// the same quantity, class and stages. Printed, corrected and exact forms are each other's.
[[nodiscard]] std::vector<const Formula*> other_forms(const Formula& formula);

/// Whether it speaks about these parameters and this model at all. Here and below, parameters are
/// complete, as resolve_parameters() returns them.
[[nodiscard]] bool is_about(const Formula& formula, const Parameters& parameters,
                            const Model& model);

/// Whether, besides, a run of one of its kernels measures what it speaks about.
[[nodiscard]] bool applies(const Formula& formula, const Parameters& parameters,
                           const Model& model);

/// Its value; DMDs and costs are scaled by sqrt(bits), as the measurement is (Definition 3.19).
/// `given` holds values for the formula's `given` symbols and is not looked at otherwise, so a run
/// may always pass {{"m", distinct data}}. Throws dmc::Error where a symbol has no value.
[[nodiscard]] double evaluate(const Formula& formula, const Parameters& parameters,
                              const Model& model, const Variables& given = {});

[[nodiscard]] std::string_view to_string(Form form);
[[nodiscard]] std::string_view to_string(Quantity quantity);

}  // namespace dmc

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
  corrected,  ///< the paper's statement with its slip mended
  exact,      ///< holds to the last reuse at every size
};

/// What of a measurement a formula speaks about.
enum class Quantity : std::uint8_t {
  dmd,        ///< the total over all reuses
  reuses,     ///< the number of reuses
  data,       ///< distinct data
  cold_cost,  ///< the cost of first accesses
};

/// A closed form of the paper, or one that corrects it.
struct Formula {
  std::string_view id;       ///< as in the ledger: "thm3.10"; variants append: "thm3.18.log2"
  std::string_view kernel;
  std::string_view source;   ///< "Theorem 3.10"
  std::string_view title;    ///< "convolution", one short phrase
  Form form;
  Quantity quantity;
  std::string_view reuse_class;  ///< the kernel's class it speaks about; empty: the whole run
  Expression expression;
  std::string_view relation;     ///< "~", "=", ">=" or "<=": how the paper relates it to the quantity
  /// Whether it speaks about these parameters and this model at all; null: always, at block 1.
  bool (*applies)(const Parameters& parameters, const Model& model) = nullptr;
  std::string_view note = {};    ///< one sentence, where there is something to know
};

/// Every formula, in the order of the paper.
[[nodiscard]] std::span<const Formula> formulas();

/// The formula of that id; throws dmc::Error with the nearest id otherwise.
[[nodiscard]] const Formula& find_formula(std::string_view id);

/// The kernel's parameters (numbers and choices alike) as variables, and `b` and `s` of the model.
[[nodiscard]] Variables variables_of(const Parameters& parameters, const Model& model);

/// Whether a formula speaks about a run of its kernel.
[[nodiscard]] bool applies(const Formula& formula, const Parameters& parameters, const Model& model);

/// Its value; DMDs and costs are scaled by sqrt(bits), as the measurement is (Definition 3.19).
[[nodiscard]] double evaluate(const Formula& formula, const Parameters& parameters,
                              const Model& model);

[[nodiscard]] std::string_view to_string(Form form);
[[nodiscard]] std::string_view to_string(Quantity quantity);

}  // namespace dmc

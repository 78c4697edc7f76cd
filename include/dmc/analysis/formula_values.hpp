#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dmc/formulas/formula.hpp"
#include "dmc/kernels/kernel.hpp"
#include "dmc/trace/model.hpp"

namespace dmc {

/// What to evaluate, at which sizes, and whether to hold it against a run.
struct FormulaRequest {
  std::vector<const Formula*> formulas;
  const Kernel* kernel = nullptr;  ///< null: the formulas are about no kernel in particular
  Parameters parameters = {};      ///< of the kernel, as given; defaults are filled in
  Model model = {};
  Variables given = {};  ///< for symbols that are not parameters, such as X of Lemma 3.17
  bool measure = false;  ///< run the kernel
  unsigned threads = 1;
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

/// A formula at these sizes.
struct FormulaValue {
  const Formula* formula;
  bool is_about;                        ///< whether it speaks about these sizes and this model
  std::optional<double> value = {};     ///< none where a symbol has no value, or a sum is too long
  std::string missing = {};             ///< why there is none
  std::optional<double> measured = {};  ///< where a run was made and measures it
  [[nodiscard]] std::optional<double> ratio() const;  ///< measured / value
};

struct FormulaResults {
  const Kernel* kernel = nullptr;
  Parameters parameters;  ///< complete
  Model model;
  Variables given;  ///< as asked, and what a run gave
  bool is_measured = false;
  std::vector<FormulaValue> asked = {};
  std::vector<FormulaValue> others = {};  ///< other forms of what was asked for, each once
};

/// Evaluates formulas and the other forms of what they say. Throws dmc::Error for bad parameters,
/// for a measurement without a kernel, and as run() does.
[[nodiscard]] FormulaResults evaluate_formulas(const FormulaRequest& request);

}  // namespace dmc

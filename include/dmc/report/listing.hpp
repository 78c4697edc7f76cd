#pragma once

#include <string>

#include "dmc/formulas/formula.hpp"
#include "dmc/kernels/kernel.hpp"
#include "dmc/report/document.hpp"

namespace dmc {

/// What there is, each as one section of a "dmc.list/1" document.
[[nodiscard]] Section kernel_list();  ///< for machines: with parameters, their defaults and ranges
[[nodiscard]] Section parameter_list();  ///< the same for people: a kernel's parameters beneath it
[[nodiscard]] Section nest_list();
[[nodiscard]] Section formula_list();
[[nodiscard]] Section format_list();
[[nodiscard]] Section trace_format_list();

/// A formula's own symbols, each with what it stands for: as an object, and as "o = n − k + 1".
[[nodiscard]] Object where_object(const Formula& formula);
[[nodiscard]] std::string where_text(const Formula& formula);

/// The values that a parameter takes: "1 or more", "2 to 64", "nchw, nhwc".
[[nodiscard]] std::string range_text(const Parameter& parameter);

/// Its value in a run that gives no parameter, whose complete parameters are `defaults`: "512",
/// "nchw".
[[nodiscard]] std::string default_text(const Parameter& parameter, const Parameters& defaults);

}  // namespace dmc

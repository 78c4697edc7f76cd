#include "topics.hpp"
#include "vocabulary.hpp"

namespace dmc {
namespace {

Formula count(std::string_view id, std::string_view reuse_class, const Expression& expression) {
  return {.id = id,
          .kernels = {"winograd"},
          .source = "Section 3.3",
          .title = reuse_class,
          .form = Form::exact,
          .quantity = Quantity::reuses,
          .reuse_class = reuse_class,
          .expression = expression,
          .relation = "=",
          .where = {{"t", symbol("n") / 2 - 1}}};
}

}  // namespace

// t×t tiles of 4×4, two apart: neighbours share two columns or two rows. The paper prints no
// formula.
std::vector<Formula> winograd_formulas() {
  const Expression n = symbol("n"), t = symbol("t");
  return {
      count("winograd.kernel.count", "kernel reuses", 16 * pow(t, 2)),
      count("winograd.row-wise.count", "row-wise reuses", 8 * t * (t - 1)),
      count("winograd.column-wise.count", "column-wise reuses", 2 * n * (t - 1)),
      {.id = "winograd.corrected",
       .kernels = {"winograd"},
       .source = "Section 3.3",
       .title = "Winograd convolution",
       .form = Form::corrected,
       .expression = (24 + 2 * sqrt(34)) * pow(n, 2) + sqrt(6) * pow(n, 2.5),
       .note = "The paper says in words that data movement is not reduced."},
  };
}

}  // namespace dmc

#include "topics.hpp"
#include "vocabulary.hpp"

namespace dmc {
namespace {

Formula winograd_count(std::string_view id, std::string_view reuse_class,
                       const Expression& expression) {
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

Formula winograd_cost(std::string_view id, std::string_view reuse_class,
                      const Expression& expression) {
  Formula formula = winograd_count(id, reuse_class, expression);
  formula.title = reuse_class.empty() ? "Winograd convolution" : reuse_class;
  formula.quantity = Quantity::dmd;
  return formula;
}

// U is written once and read by every tile: after its own write and the first tile's image, then
// after a whole tile of U, image and result.
Expression winograd_kernel_reuses() {
  return 16 * sqrt(32) + 16 * (pow(symbol("t"), 2) - 1) * sqrt(36);
}

// Two columns on: 14 elements of the image, all of U and a tile's result.
Expression winograd_row_wise_reuses() {
  const Expression t = symbol("t");
  return 8 * t * (t - 1) * sqrt(34);
}

// One row of tiles on. The pairs of columns at either edge are in one tile of a row only; pair e
// between them is last in tile e and first in tile e − 1, where the tiles beside it are missing at
// the edges.
Expression winograd_column_wise_reuses() {
  const Expression n = symbol("n"), t = symbol("t"), e = symbol("e");
  const Expression right = min(1, t - 1 - e), left = min(1, e - 1);
  const Expression between = 4 * t + 10 + 2 * n + 2 * (n - 2 * e - 2) * right + 4 * e * left;
  const Expression edge = 8 * sqrt(4 * n + 4 * t + 12);
  const Expression inner =
      sum("e", 1, t - 1, 2 * (sqrt(between + 2 * left) + sqrt(between + 2 * right)));
  return (t - 1) * (edge + inner);
}

// The whole is printed by its classes: K of the kernel, W row-wise and C column-wise.
Formula winograd_whole_formula() {
  Formula formula = winograd_cost("winograd.exact", "", symbol("K") + symbol("W") + symbol("C"));
  formula.where.push_back({"K", winograd_kernel_reuses()});
  formula.where.push_back({"W", winograd_row_wise_reuses()});
  formula.where.push_back({"C", winograd_column_wise_reuses()});
  return formula;
}

}  // namespace

// t×t tiles of 4×4, two apart: neighbours share two columns or two rows. The paper prints no
// formula.
std::vector<Formula> winograd_formulas() {
  const Expression n = symbol("n"), t = symbol("t");
  return {
      winograd_count("winograd.kernel.count", "kernel reuses", 16 * pow(t, 2)),
      winograd_count("winograd.row-wise.count", "row-wise reuses", 8 * t * (t - 1)),
      winograd_count("winograd.column-wise.count", "column-wise reuses", 2 * n * (t - 1)),
      winograd_cost("winograd.kernel.exact", "kernel reuses", winograd_kernel_reuses()),
      winograd_cost("winograd.row-wise.exact", "row-wise reuses", winograd_row_wise_reuses()),
      winograd_cost("winograd.column-wise.exact", "column-wise reuses",
                    winograd_column_wise_reuses()),
      winograd_whole_formula(),
      {.id = "winograd.corrected",
       .kernels = {"winograd"},
       .source = "Section 3.3",
       .title = "Winograd convolution",
       .form = Form::corrected,
       .expression =
           96 * pow(t, 2) + 8 * sqrt(34) * t * (t - 1) + 4 * (pow(t, 2) - 1) * sqrt(6 * n),
       .note = "About (24 + 2√34)·n² + √6·n^2.5. The paper says in words that data movement is not "
               "reduced.",
       .where = {{"t", n / 2 - 1}}},
  };
}

}  // namespace dmc

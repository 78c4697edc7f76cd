#include "topics.hpp"
#include "vocabulary.hpp"

namespace dmc {
namespace {

// The choices of the kernel's `variant`, in its order.
constexpr std::uint64_t k_gemv = 0;

bool any_variant(const Parameters& /*parameters*/, const Model& model) {
  return may_omit(model, "R");
}
bool is_gemv(const Parameters& parameters, const Model& model) {
  return parameters["variant"] == k_gemv && is_plain(model);
}
bool is_wide_gemv(const Parameters& parameters, const Model& model) {
  return is_gemv(parameters, model) && parameters["n"] >= 2 * parameters["k"];
}

Definition windows() {
  return {"o", symbol("n") - symbol("k") + 1};
}

// The matrix-vector product: all of K and one column of C, and one result.
Expression kernel_reuses() {
  const Expression k = symbol("k"), o = symbol("o");
  return pow(k, 2) * (pow(o, 2) - 1) * sqrt(2 * pow(k, 2) + 1);
}

// As in convolution, with writes of C in place of reads of K.
Expression row_wise_reuses() {
  const Expression k = symbol("k"), o = symbol("o");
  return k * (k - 1) * o * (o - 1) * sqrt(2 * pow(k, 2) - 2);
}

// As in convolution; every access to the image in between has its own write of C.
Expression column_wise_reuses() {
  const Expression n = symbol("n"), k = symbol("k"), o = symbol("o"), x = symbol("x"),
                   y = symbol("y");
  const Expression inner = n * k - 1 + (o - k + 1) * pow(k, 2) - 1;
  const Expression edge = n * k - 1 - x * y + (o - x) * pow(k, 2) - k + x;
  return (o - 1) * ((k - 1) * (n - 2 * k) * sqrt(inner) +
                    2 * sum("x", 0, k - 1, sum("y", 1, k - 1, sqrt(edge))));
}

// C is written in the first phase and read in the second, all of it once in between, with the image
// still to come and the results so far. `i` counts rows of windows; the last window of each row,
// the last row and the first window see a little less.
Expression unfolded_reuses() {
  const Expression n = symbol("n"), k = symbol("k"), o = symbol("o"), i = symbol("i"),
                   j = symbol("j"), p = symbol("p"), x = symbol("x"), y = symbol("y");
  const Expression matrix = pow(k, 2) * pow(o, 2);
  const Expression row = matrix + pow(k, 2) + pow(n, 2) - i * (k - 1);
  const Expression within = pow(k, 2) * (o - 1) * sum("i", 0, o - 2, sqrt(row - 1));
  const Expression first = sum("p", 1, pow(k, 2), sqrt(matrix + pow(n, 2) - 1 + p)) -
                           pow(k, 2) * sqrt(matrix + pow(k, 2) + pow(n, 2) - 1);
  const Expression row_ends =
      sum("i", 0, o - 2, k * (k - 1) * sqrt(row - k) + sum("x", 0, k - 1, sqrt(row - k + x)));
  const Expression last_row =
      k * sum("j", 0, o - 2,
              sum("y", 0, k - 1,
                  sqrt(matrix + pow(k, 2) + pow(o, 2) - o + k * n - 1 - y - j * (k - 1))));
  const Expression last =
      sum("p", 0, pow(k, 2) - 1, sqrt(matrix + 2 * pow(k, 2) + pow(o, 2) - 2 - p));
  return within + first + row_ends + last_row + last;
}

Formula exact(std::string_view id, std::string_view reuse_class, Quantity quantity,
              const Expression& expression, bool (*applies)(const Parameters&, const Model&)) {
  return {.id = id,
          .kernels = {"im2col"},
          .source = "Theorem 3.12",
          .title = reuse_class.empty() ? "im2col" : reuse_class,
          .form = Form::exact,
          .quantity = quantity,
          .reuse_class = reuse_class,
          .expression = expression,
          .relation = "=",
          .applies = applies,
          .note = quantity == Quantity::dmd ? "For n of 2k or more." : "",
          .where = {windows()}};
}

}  // namespace

std::vector<Formula> im2col_formulas() {
  const Expression n = symbol("n"), k = symbol("k"), o = symbol("o");
  const auto count = Quantity::reuses;
  const auto dmd = Quantity::dmd;
  return {
      {.id = "thm3.12",
       .kernels = {"im2col"},
       .source = "Theorem 3.12",
       .title = "im2col",
       .expression =
           2 * sqrt(2) * pow(k, 3) * pow(n, 2) + pow(k, 1.5) * pow(n, 2.5) + k * pow(n, 3),
       .applies = any_variant,
       .note = "The unfolded matrix has k²n² elements at distances near k²n²: k³n³ for kn³."},
      {.id = "thm3.12.corrected",
       .kernels = {"im2col"},
       .source = "Theorem 3.12",
       .title = "im2col",
       .form = Form::corrected,
       .expression = sqrt(2) * pow(k, 2) * (2 * k - 1) * pow(n, 2) +
                     (k - 1) * sqrt(k * (k + 1)) * pow(n, 2.5) +
                     pow(k, 2) * sqrt(pow(k, 2) + 1) * pow(n, 3),
       .applies = is_gemv,
       .note = "The last term is about k³n³; it lies at k²n² of the unfolded matrix and n² of the "
               "image."},
      exact("thm3.12.kernel.count", "kernel reuses", count, pow(k, 2) * (pow(o, 2) - 1), is_gemv),
      exact("thm3.12.row-wise.count", "row-wise reuses", count, k * (k - 1) * o * (o - 1), is_gemv),
      exact("thm3.12.column-wise.count", "column-wise reuses", count, (k - 1) * n * (o - 1),
            is_gemv),
      exact("thm3.12.unfolded.count", "unfolded image reuses", count, pow(k, 2) * pow(o, 2),
            is_gemv),
      exact("thm3.12.unfolded.exact", "unfolded image reuses", dmd, unfolded_reuses(),
            is_wide_gemv),
      exact("thm3.12.exact", "", dmd,
            kernel_reuses() + row_wise_reuses() + column_wise_reuses() + unfolded_reuses(),
            is_wide_gemv),
  };
}

}  // namespace dmc

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
bool has_windows(const Parameters& parameters, const Model& model) {
  return is_gemv(parameters, model) && parameters["n"] > parameters["k"];
}
bool is_wide(const Parameters& parameters, const Model& model) {
  return is_gemv(parameters, model) && parameters["n"] >= 2 * parameters["k"];
}
bool has_one_window(const Parameters& parameters, const Model& model) {
  return is_gemv(parameters, model) && parameters["n"] == parameters["k"];
}

Definition im2col_windows() {
  return {"o", symbol("n") - symbol("k") + 1};
}

// The matrix-vector product: all of K and one column of C, and one result.
Expression im2col_kernel_reuses() {
  const Expression k = symbol("k"), o = symbol("o");
  return pow(k, 2) * (pow(o, 2) - 1) * sqrt(2 * pow(k, 2) + 1);
}

// As in convolution, with writes of C in place of reads of K.
Expression im2col_row_wise_reuses() {
  const Expression k = symbol("k"), o = symbol("o");
  return k * (k - 1) * o * (o - 1) * sqrt(2 * pow(k, 2) - 2);
}

// As in convolution; every access to the image in between has its own write of C.
Expression im2col_column_wise_reuses() {
  const Expression n = symbol("n"), k = symbol("k"), o = symbol("o"), x = symbol("x"),
                   y = symbol("y");
  const Expression inner = n * k - 1 + (o - k + 1) * pow(k, 2) - 1;
  const Expression edge = n * k - 1 - x * y + (o - x) * pow(k, 2) - k + x;
  const Expression narrow = 2 * k * (k - 2) + 2 * n;
  return (o - 1) *
         (2 * sum("x", 0, min(k, o - 1) - 1, sum("y", 1, k - 1, sqrt(edge))) +
          (k - 1) * sum("x", k, o - 2, sqrt(inner)) + (k - 1) * max(0, k - o + 1) * sqrt(narrow));
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

// The exact forms in short: columns of the image within k of an edge have fewer windows between.
Expression column_wise_in_short() {
  const Expression n = symbol("n"), k = symbol("k"), o = symbol("o");
  const Expression inner = n * k + (o - k + 1) * pow(k, 2);
  const Expression edge = n * k + o * pow(k, 2) - pow(k, 3) / 2;
  return (k - 1) * (o - 1) * ((n - 2 * k) * sqrt(inner) + 2 * k * sqrt(edge));
}

// All of C, and of the image what is left and what the windows came to: on average.
Expression unfolded_in_short() {
  const Expression n = symbol("n"), k = symbol("k"), o = symbol("o");
  return pow(k, 2) * pow(o, 2) * sqrt(pow(k, 2) * (pow(o, 2) + 1) + pow(n, 2) - (o * (k - 1)) / 2);
}

struct ExactRow {
  std::string_view id;
  std::string_view reuse_class;
  Quantity quantity;
  Expression expression;
  bool (*applies)(const Parameters&, const Model&);
  std::string_view note = {};
};

Formula im2col_exact(const ExactRow& row) {
  return {.id = row.id,
          .kernels = {"im2col"},
          .source = "Theorem 3.12",
          .title = row.reuse_class.empty() ? "im2col" : row.reuse_class,
          .form = Form::exact,
          .quantity = row.quantity,
          .reuse_class = row.reuse_class,
          .expression = row.expression,
          .relation = "=",
          .applies = row.applies,
          .note = row.note,
          .where = {im2col_windows()}};
}

// The whole is printed by its classes: K of the kernel, W row-wise, C column-wise and U of the
// unfolded image.
Formula im2col_whole_formula() {
  Formula formula = im2col_exact({"thm3.12.exact", "", Quantity::dmd,
                                  symbol("K") + symbol("W") + symbol("C") + symbol("U"),
                                  has_windows, "For n above k."});
  formula.where.push_back({"K", im2col_kernel_reuses()});
  formula.where.push_back({"W", im2col_row_wise_reuses()});
  formula.where.push_back({"C", im2col_column_wise_reuses()});
  formula.where.push_back({"U", unfolded_reuses()});
  return formula;
}

std::vector<Formula> im2col_exact_formulas() {
  const Expression n = symbol("n"), k = symbol("k"), o = symbol("o");
  const auto count = Quantity::reuses;
  const auto dmd = Quantity::dmd;
  const std::string_view kernel = "kernel reuses", row = "row-wise reuses",
                         column = "column-wise reuses", unfolded = "unfolded image reuses";
  const std::string_view several = "For n above k.", one = "For n = k.";
  const Expression single = pow(k, 2) * sqrt(2 * pow(k, 2));
  return {
      im2col_exact({"thm3.12.kernel.count", kernel, count, pow(k, 2) * (pow(o, 2) - 1), is_gemv}),
      im2col_exact({"thm3.12.kernel.exact", kernel, dmd, im2col_kernel_reuses(), is_gemv}),
      im2col_exact({"thm3.12.row-wise.count", row, count, k * (k - 1) * o * (o - 1), is_gemv}),
      im2col_exact({"thm3.12.row-wise.exact", row, dmd, im2col_row_wise_reuses(), is_gemv}),
      im2col_exact({"thm3.12.column-wise.count", column, count, (k - 1) * n * (o - 1), is_gemv}),
      im2col_exact(
          {"thm3.12.column-wise.exact", column, dmd, im2col_column_wise_reuses(), is_gemv}),
      im2col_exact({"thm3.12.unfolded.count", unfolded, count, pow(k, 2) * pow(o, 2), is_gemv}),
      im2col_exact(
          {"thm3.12.unfolded.exact", unfolded, dmd, unfolded_reuses(), has_windows, several}),
      im2col_exact({"thm3.12.unfolded.exact.n=k", unfolded, dmd, single, has_one_window, one}),
      im2col_whole_formula(),
      im2col_exact({"thm3.12.exact.n=k", "", dmd, single, has_one_window, one}),
  };
}

// What the pre-processing costs by itself.
std::vector<Formula> unfold_formulas() {
  const Expression n = symbol("n"), k = symbol("k");
  return {
      {.id = "thm3.12.unfold",
       .kernels = {"im2col"},
       .source = "Theorem 3.12",
       .title = "pre-processing",
       .stages = {"unfold"},
       .expression = 2 * sqrt(2) * pow(k, 3) * pow(n, 2) + pow(k, 1.5) * pow(n, 2.5),
       .applies = is_gemv,
       .note = "The paper: its first two terms are the pre-processing step."},
      {.id = "thm3.12.unfold.exact",
       .kernels = {"im2col"},
       .source = "Theorem 3.12",
       .title = "pre-processing",
       .form = Form::exact,
       .stages = {"unfold"},
       .expression = im2col_row_wise_reuses() + im2col_column_wise_reuses(),
       .relation = "=",
       .applies = is_gemv,
       .note = "Reuses of the image alone: C is written once.",
       .where = {im2col_windows()}},
  };
}

// What is left of the whole, and what the paper says of both parts.
std::vector<Formula> product_formulas() {
  const Expression n = symbol("n"), k = symbol("k");
  return {
      {.id = "thm3.12.product.corrected",
       .kernels = {"im2col"},
       .source = "Theorem 3.12",
       .title = "matrix-vector product, n at least 2k",
       .form = Form::corrected,
       .stages = {"product"},
       .expression = im2col_kernel_reuses() + unfolded_in_short(),
       .applies = is_wide,
       .note = "About k²√(k² + 1)·n³: all of C is read again, at k²n² of its own and n² of the "
               "image; and K.",
       .where = {im2col_windows()}},
      {.id = "thm3.12.factor",
       .kernels = {"im2col"},
       .source = "Theorem 3.12",
       .title = "last term over the second",
       .quantity = Quantity::number,
       .part = "factor of the last two terms",
       .expression = sqrt(n) / sqrt(k),
       .relation = "=",
       .note = "The paper's twelvefold increase at n = 1024 and k = 7; its totals differ by 5.6."},
  };
}

}  // namespace

std::vector<Formula> im2col_formulas() {
  const Expression n = symbol("n"), k = symbol("k");
  std::vector<Formula> table = {
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
       .title = "im2col, n at least 2k",
       .form = Form::corrected,
       .expression = symbol("K") + symbol("W") + symbol("C") + symbol("U"),
       .applies = is_wide,
       .note =
           "About k²√(k² + 1)·n³, that is k³n³: U, at k²n² of the unfolded matrix and n² of the "
           "image.",
       .where = {im2col_windows(),
                 {"K", im2col_kernel_reuses()},
                 {"W", im2col_row_wise_reuses()},
                 {"C", column_wise_in_short()},
                 {"U", unfolded_in_short()}}},
  };
  for (const auto& more : {unfold_formulas(), product_formulas(), im2col_exact_formulas()}) {
    table.insert(table.end(), more.begin(), more.end());
  }
  return table;
}

}  // namespace dmc

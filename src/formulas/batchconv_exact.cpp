#include "batchconv_exact.hpp"

#include "vocabulary.hpp"

// Distances of an n×n image's reuses, o×o windows, z channels at a time; the last batch has the t
// channels that are left. They hold for every shape, as those of convolution do, which are these at
// z = 1.
namespace dmc {
namespace {

// The choices of the kernel's `layout`, in its order.
constexpr std::uint64_t k_nchw = 0;
constexpr std::uint64_t k_nhwc = 1;

/// The reuses of one batch of z channels.
using OfBatch = Expression (*)(const Expression& z);

// What the last window of a row and the first of the next share, where o ≤ k, seen from K[y,u].
Expression shared_columns(const Expression& below, const Expression& above) {
  const Expression k = symbol("k"), y = symbol("y");
  return min(1, k - 1 - y) * below + min(1, y) * above;
}

// Between two reads of an element of K lie all of K, a window's image in all channels, and R. The
// two windows' parts of the image share what is in both: one element in the next window of the row.
Expression kernel_reuses_nchw(const Expression& z) {
  const Expression k = symbol("k"), o = symbol("o"), u = symbol("u");
  const Expression all = 2 * z * pow(k, 2);
  const Expression shared = shared_columns(max(0, u - o + 1), max(0, k - o + 1 - u));
  return z * (k * o * (o - 1) * ((k - 1) * sqrt(all) + sqrt(all + 1)) +
              (o - 1) * sum("u", 0, k - 1, sum("y", 0, k - 1, sqrt(all + 1 - shared))));
}

// With channels innermost, they share the channels from here on of one column and those before of
// the next.
Expression kernel_reuses_nhwc(const Expression& z) {
  const Expression k = symbol("k"), o = symbol("o"), q = symbol("q"), u = symbol("u");
  const Expression all = 2 * z * pow(k, 2) + 1;
  const Expression beside = min(1, u) * (z - q) + min(1, k - 1 - u) * q;
  const Expression shared =
      shared_columns(max(0, z * (u - o + 1) + q), max(0, z * (k - o + 1 - u) - q));
  return k * o * (o - 1) * sum("u", 0, k - 1, sum("q", 0, z - 1, sqrt(all - beside))) +
         (o - 1) * sum("u", 0, k - 1, sum("y", 0, k - 1, sum("q", 0, z - 1, sqrt(all - shared))));
}

Expression row_wise_reuses_nchw(const Expression& z) {
  const Expression k = symbol("k"), o = symbol("o");
  return z * k * (k - 1) * o * (o - 1) * sqrt(2 * z * pow(k, 2) - 1);
}

Expression row_wise_reuses_nhwc(const Expression& z) {
  const Expression k = symbol("k"), o = symbol("o");
  return z * k * (k - 1) * o * (o - 1) * sqrt(2 * z * pow(k, 2) - 2 * z + 1);
}

// Distances of column-wise reuses: x columns from either edge, in the middle, and, in an image
// narrower than two windows, of the columns that are in the last window of a row and the first of
// the next.
struct ColumnWise {
  Expression edge;
  Expression inner;
  Expression narrow;
};

Expression sum_of(const ColumnWise& reuses, const Expression& z, bool edges_by_channel) {
  const Expression k = symbol("k"), o = symbol("o");
  const Expression of_rows = sum("y", 1, k - 1, sqrt(reuses.edge));
  const Expression of_edge = edges_by_channel ? sum("q", 0, z - 1, of_rows) : z * of_rows;
  return (o - 1) * (2 * sum("u", 0, min(k, o - 1) - 1, of_edge) +
                    z * (k - 1) * max(0, o - k - 1) * sqrt(reuses.inner) +
                    z * (k - 1) * max(0, k - o + 1) * sqrt(reuses.narrow));
}

// Of the other channels, k rows lie between: less the x columns at the edge for those after, and
// with what the first window of the next row adds for the q before.
Expression column_wise_reuses_nchw(const Expression& z) {
  const Expression n = symbol("n"), k = symbol("k"), o = symbol("o"), q = symbol("q"),
                   u = symbol("u"), y = symbol("y");
  const Expression others = (z - 1 - q) * k * (n - u) + q * (k * n + k - 1 - u);
  return sum_of({.edge = k * n - 1 - u * y + z * pow(k, 2) + o - u + others,
                 .inner = z * k * n + z * pow(k, 2) + o - k,
                 .narrow = 2 * k * (k - 2) + 2 * n + 1 + 2 * (z - 1) * pow(k, 2)},
                z, true);
}

Expression column_wise_reuses_nhwc(const Expression& z) {
  const Expression n = symbol("n"), k = symbol("k"), o = symbol("o"), u = symbol("u"),
                   y = symbol("y");
  return sum_of({.edge = z * (k * n + pow(k, 2) - 1 - u * y) + o - u,
                 .inner = z * (k * n + pow(k, 2) - 1) + o - k + 1,
                 .narrow = z * (2 * k * (k - 2) + 2 * n) + 1},
                z, false);
}

// From the write of R[i,j] in a batch of x channels to its read in the next, of z: all of R and of
// both batches' K, and the image from there on in the one and up to there in the other, which is
// `after` and `upto`. Behind the last window of a row, rows are whole.
struct ResultReuses {
  Expression z;
  [[nodiscard]] Expression root(const Expression& after, const Expression& upto) const {
    const Expression k = symbol("k"), x = symbol("x");
    return sqrt(pow(symbol("o"), 2) + (x + z) * pow(k, 2) + x * after + z * upto);
  }
  /// From the last window to itself: only the next batch lies between.
  [[nodiscard]] Expression last() const {
    return sqrt(pow(symbol("o"), 2) + z * pow(symbol("k"), 2) + z * pow(symbol("n"), 2));
  }
};

// In row i of windows, not the first or last. With as many channels in both batches, what comes
// after and what was up to there add up to the same in every window but the last of a row.
Expression inner_rows(const ResultReuses& reuses, bool alike) {
  const Expression n = symbol("n"), k = symbol("k"), o = symbol("o"), i = symbol("i"),
                   j = symbol("j");
  if (alike) {
    const Expression both = pow(n, 2) + (k - 1) * (n + 1);
    return (o - 2) * ((o - 1) * reuses.root(both, 0) + reuses.root(both - k + 1, 0));
  }
  const Expression below = (n - 1 - i) * n;
  const Expression row =
      sum("j", 0, o - 2, reuses.root(below + n - 1 - j, (i + k - 1) * n + j + k)) +
      reuses.root(below, (i + k) * n);
  return sum("i", 1, o - 2, row);
}

Expression result_reuses_to(const Expression& z, bool alike) {
  const Expression n = symbol("n"), k = symbol("k"), o = symbol("o"), j = symbol("j");
  const ResultReuses reuses{z};
  const Expression first_row =
      sum("j", 0, o - 2, reuses.root((n - 1) * n + n - 1 - j, k * (j + k))) +
      reuses.root((n - 1) * n, k * n);
  const Expression last_row =
      sum("j", 0, o - 2, reuses.root(k * (n - 1 - j), (n - 1) * n + j + k)) + reuses.last();
  return min(1, o - 1) * (first_row + inner_rows(reuses, alike) + last_row) +
         max(0, 2 - o) * reuses.last();
}

// What the last batch adds, where there are channels left: a sum of one term or none.
Expression if_any_left(const Expression& expression) {
  return sum("e", 1, min(1, symbol("t")), expression);
}

// B full batches, and one of t channels where t > 0.
Expression of_batches(OfBatch reuses) {
  return symbol("B") * reuses(symbol("x")) + if_any_left(reuses(symbol("t")));
}

Expression result_reuses() {
  return (symbol("B") - 1) * result_reuses_to(symbol("x"), true) +
         if_any_left(result_reuses_to(symbol("t"), false));
}

// A result that has been read is written at once.
Expression result_writes() {
  return (symbol("B") - 1 + min(1, symbol("t"))) * pow(symbol("o"), 2);
}

bool is_nchw(const Parameters& parameters, const Model& model) {
  return parameters["layout"] == k_nchw && is_plain(model);
}

bool is_nhwc(const Parameters& parameters, const Model& model) {
  return parameters["layout"] == k_nhwc && is_plain(model);
}

Formula exact(std::string_view id, std::string_view reuse_class, const Expression& expression,
              bool (*applies)(const Parameters&, const Model&)) {
  const Expression c = symbol("c"), x = symbol("x");
  return {
      .id = id,
      .kernels = {"batchconv"},
      .source = "Theorem 3.11",
      .title = reuse_class.empty() ? "batched convolution" : reuse_class,
      .form = Form::exact,
      .reuse_class = reuse_class,
      .expression = expression,
      .relation = "=",
      .applies = applies,
      .note = applies == nullptr   ? ""
              : applies == is_nhwc ? "For the layout nhwc."
                                   : "For the layout nchw.",
      .where = {
          {"o", symbol("n") - symbol("k") + 1}, {"B", floor(c / x)}, {"t", c - x * symbol("B")}}};
}

// The whole is printed by its classes: K of the kernel, W row-wise, C column-wise and U of the
// results.
Formula whole(std::string_view id, OfBatch kernel, OfBatch row_wise, OfBatch column_wise,
              bool (*applies)(const Parameters&, const Model&)) {
  Formula formula = exact(id, "", symbol("K") + symbol("W") + symbol("C") + symbol("U"), applies);
  formula.where.push_back({"K", of_batches(kernel)});
  formula.where.push_back({"W", of_batches(row_wise)});
  formula.where.push_back({"C", of_batches(column_wise)});
  formula.where.push_back({"U", result_reuses() + result_writes()});
  return formula;
}

}  // namespace

std::vector<Formula> batchconv_exact_formulas() {
  const std::string_view kernel = "kernel reuses", row = "row-wise reuses",
                         column = "column-wise reuses", result = "result reuses";
  return {
      exact("thm3.11.kernel.exact", kernel, of_batches(kernel_reuses_nchw), is_nchw),
      exact("thm3.11.row-wise.exact", row, of_batches(row_wise_reuses_nchw), is_nchw),
      exact("thm3.11.column-wise.exact", column, of_batches(column_wise_reuses_nchw), is_nchw),
      exact("thm3.11.kernel.exact.nhwc", kernel, of_batches(kernel_reuses_nhwc), is_nhwc),
      exact("thm3.11.row-wise.exact.nhwc", row, of_batches(row_wise_reuses_nhwc), is_nhwc),
      exact("thm3.11.column-wise.exact.nhwc", column, of_batches(column_wise_reuses_nhwc), is_nhwc),
      exact("thm3.11.result.exact", result, result_reuses(), nullptr),
      whole("thm3.11.exact", kernel_reuses_nchw, row_wise_reuses_nchw, column_wise_reuses_nchw,
            is_nchw),
      whole("thm3.11.exact.nhwc", kernel_reuses_nhwc, row_wise_reuses_nhwc, column_wise_reuses_nhwc,
            is_nhwc),
  };
}

}  // namespace dmc

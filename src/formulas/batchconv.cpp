#include "batchconv_exact.hpp"
#include "products.hpp"
#include "topics.hpp"
#include "vocabulary.hpp"

namespace dmc {
namespace {

Formula batchconv_count(std::string_view id, std::string_view reuse_class,
                        const Expression& expression) {
  return {.id = id,
          .kernels = {"batchconv"},
          .source = "Theorem 3.11",
          .title = reuse_class,
          .form = Form::exact,
          .quantity = Quantity::reuses,
          .reuse_class = reuse_class,
          .expression = expression,
          .relation = "=",
          .where = {{"o", symbol("n") - symbol("k") + 1}}};
}

// One batch of z channels, as the exact form has it without what only shows within k columns of an
// image's edges: kernel, row-wise and column-wise reuses.
Expression batch_nchw(const Expression& z) {
  const Expression n = symbol("n"), k = symbol("k"), o = symbol("o");
  const Expression both = 2 * z * pow(k, 2);
  return z * (k * (k - 1) * o * (o - 1) * (sqrt(both) + sqrt(max(0, both - 1))) +
              k * (o - 1) * (n + 1) * sqrt(both + 1) +
              (k - 1) * (o - 1) * n * sqrt(z * k * (n + k) + o - k));
}

// With channels innermost, neighbouring windows share most of a column of channels.
Expression batch_nhwc(const Expression& z) {
  const Expression n = symbol("n"), k = symbol("k"), o = symbol("o");
  const Expression both = 2 * z * pow(k, 2) + 1;
  return z * (pow(k, 2) * o * (o - 1) * sqrt(both - (z * (k - 1)) / k) +
              pow(k, 2) * (o - 1) * sqrt(both) + k * (k - 1) * o * (o - 1) * sqrt(both - 2 * z) +
              (k - 1) * (o - 1) * n * sqrt(z * (k * (n + k) - 1) + o - k + 1));
}

// The result is read again after R and the image of one batch, all of it or the rest of one and the
// beginning of the next, which has t channels where it is the last; and written at once.
Expression results() {
  const Expression n = symbol("n"), k = symbol("k"), o = symbol("o"), x = symbol("x"),
                   B = symbol("B"), t = symbol("t");
  const Expression image = pow(n, 2), kernel = pow(k, 2);
  const Expression whole = pow(o, 2) + x * (image + (k - 1) * (n + 1) + 2 * kernel);
  const Expression last = pow(o, 2) + (x + t) * kernel;
  const Expression first_row = last + x * image + t * k * n;
  const Expression last_row = last + x * k * n + t * image;
  return pow(o, 2) *
         ((B - 1) * (sqrt(whole) + 1) +
          min(1, t) * (root_integral(last_row, first_row) / (first_row - last_row) + 1));
}

// The choices of the kernel's `layout`, in its order.
bool is_wide(const Parameters& parameters, const Model& model, std::uint64_t layout) {
  return is_plain(model) && parameters["layout"] == layout &&
         parameters["n"] >= 2 * parameters["k"];
}
bool wide_nchw(const Parameters& parameters, const Model& model) {
  return is_wide(parameters, model, 0);
}
bool wide_nhwc(const Parameters& parameters, const Model& model) {
  return is_wide(parameters, model, 1);
}

// D of one batch of x channels, T of the last one if that has fewer, and U of the results.
Formula corrected(std::string_view id, Expression (*batch)(const Expression&),
                  bool (*applies)(const Parameters&, const Model&)) {
  const Expression c = symbol("c"), x = symbol("x");
  const bool channels_first = applies == wide_nchw;
  return {.id = id,
          .kernels = {"batchconv"},
          .source = "Theorem 3.11",
          .title = channels_first ? "batched convolution, n at least 2k, nchw"
                                  : "batched convolution, n at least 2k, nhwc",
          .form = Form::corrected,
          .expression = symbol("B") * symbol("D") + symbol("T") + symbol("U"),
          .applies = applies,
          .note =
              "About c(√(2x)·k²(2k − 1)·n² + (k − 1)·√(kx + 1)·n^2.5) + (c/x − 1)·√(x + 1)·n³: "
              "batches D, a smaller last one T, and results U, read at n²(x + 1).",
          .where = {{"o", symbol("n") - symbol("k") + 1},
                    {"B", floor(c / x)},
                    {"t", c - x * symbol("B")},
                    {"D", batch(x)},
                    {"T", batch(symbol("t"))},
                    {"U", results()}}};
}

}  // namespace

std::vector<Formula> batchconv_formulas() {
  const Expression n = symbol("n"), k = symbol("k"), c = symbol("c"), x = symbol("x"),
                   o = symbol("o");
  std::vector<Formula> table = {
      {.id = "thm3.11",
       .kernels = {"batchconv"},
       .source = "Theorem 3.11",
       .title = "batched convolution",
       .expression =
           c * sqrt(x) * (2 * sqrt(2) * pow(k, 3) * pow(n, 2) + pow(k, 1.5) * pow(n, 2.5)) +
           sqrt(x) * (c / x - 1) * pow(n, 3),
       .note = "The last term is Θ(n³): the result is read again at n²(x + 1), not n²x."},
      corrected("thm3.11.corrected", batch_nchw, wide_nchw),
      corrected("thm3.11.corrected.nhwc", batch_nhwc, wide_nhwc),
      batchconv_count("thm3.11.kernel.count", "kernel reuses", c * pow(k, 2) * (pow(o, 2) - 1)),
      batchconv_count("thm3.11.row-wise.count", "row-wise reuses", c * k * (k - 1) * o * (o - 1)),
      batchconv_count("thm3.11.column-wise.count", "column-wise reuses", c * (k - 1) * n * (o - 1)),
      batchconv_count("thm3.11.result.count", "result reuses", (ceil(c / x) - 1) * pow(o, 2)),
  };
  const std::vector<Formula> exact = batchconv_exact_formulas();
  table.insert(table.end(), exact.begin(), exact.end());
  return table;
}

}  // namespace dmc

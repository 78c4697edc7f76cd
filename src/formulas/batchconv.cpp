#include "batchconv_exact.hpp"
#include "topics.hpp"
#include "vocabulary.hpp"

namespace dmc {
namespace {

Formula count(std::string_view id, std::string_view reuse_class, const Expression& expression) {
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
      {.id = "thm3.11.corrected",
       .kernels = {"batchconv"},
       .source = "Theorem 3.11",
       .title = "batched convolution",
       .form = Form::corrected,
       .expression = c * (sqrt(2 * x) * pow(k, 2) * (2 * k - 1) * pow(n, 2) +
                          (k - 1) * sqrt(k * x + 1) * pow(n, 2.5)) +
                     (c / x - 1) * (sqrt(x + 1) * pow(n, 3) + pow(n, 2)),
       .note = "A result is read at n²(x + 1) and written at distance 1; R is counted throughout."},
      count("thm3.11.kernel.count", "kernel reuses", c * pow(k, 2) * (pow(o, 2) - 1)),
      count("thm3.11.row-wise.count", "row-wise reuses", c * k * (k - 1) * o * (o - 1)),
      count("thm3.11.column-wise.count", "column-wise reuses", c * (k - 1) * n * (o - 1)),
      count("thm3.11.result.count", "result reuses", (ceil(c / x) - 1) * pow(o, 2)),
  };
  const std::vector<Formula> exact = batchconv_exact_formulas();
  table.insert(table.end(), exact.begin(), exact.end());
  return table;
}

}  // namespace dmc

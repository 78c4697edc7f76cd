#include "topics.hpp"
#include "vocabulary.hpp"

namespace dmc {
namespace {

bool is_fresh_transform(const Parameters& parameters, const Model& model) {
  return parameters["n"] >= 2 && may_omit(model, "R") && is_fresh(model);
}

Formula bound(std::string_view id, int base, std::string_view note) {
  const Expression n = symbol("n");
  return {.id = id,
          .kernels = {"fftconv"},
          .source = "Section 3.5.1",
          .title = "FFT convolution, lower bound",
          .expression = 38.5 * pow(n, 2.5) * sqrt(log_unstated(n, base)),
          .relation = ">=",
          .applies = is_fresh_transform,
          .note = note};
}

// The line before: 3·2n transforms, each as Theorem 3.18 bounds it from below.
Formula transforms(std::string_view id, int base) {
  const Expression n = symbol("n");
  Formula formula =
      bound(id, base, "The paper rounds 3·2·6.4 = 38.4 to 38.5, and states no base of log.");
  formula.title = "as many transforms, lower bound";
  formula.part = "the bound before it is rounded";
  formula.expression = 3 * (2 * n * (6.4 * pow(n, 1.5) * sqrt(log_unstated(n, base))));
  return formula;
}

// All values wait between rows and columns, both spectra for their product, and the product for the
// inverse: for transforms with 2nL data of their own, and some n² besides. The coefficients are the
// means of √x over where in a phase a value is written and read.
Expression values_that_wait() {
  const Expression n = symbol("n"), L = symbol("L");
  return pow(n, 3) * (2.9255 * sqrt(2 * L + Expression::rational(3, 4)) +
                      2.2323 * sqrt(L + Expression::rational(3, 5)) + 1.8856 * sqrt(L + 2));
}

// z is read by rows, the first m values of each, having been written by columns.
Expression fftconv_result_reuses() {
  const Expression n = symbol("n"), k = symbol("k"), m = symbol("m"), L = symbol("L");
  return Expression::rational(2, 3) * m * pow(n, 2) * sqrt(2 * L + 3) * (1 - pow((k - 1) / n, 1.5));
}

// As of 6n separate transforms (Theorem 3.18), each of which finds the roots of unity where the one
// before left them.
Expression reuses_in_transforms() {
  return 6 * pow(symbol("n"), 2.5) * (4.1214 * sqrt(symbol("L")) + 4.45);
}

// Where Section 3.5.1 has FFT convolution cost less than spatial convolution.
Formula threshold(std::string_view id, Form form, int base, const Expression& expression,
                  std::string_view note) {
  return {.id = id,
          .kernels = {"fftconv"},
          .source = "Section 3.5.1",
          .title = "k³ from which FFT convolution is to cost less",
          .form = form,
          .quantity = Quantity::number,
          .part = base == 0 ? "threshold of k³" : "threshold of k³ by the paper's own bounds",
          .expression = expression,
          .relation = form == Form::printed ? ">" : "~",
          .note = note};
}

}  // namespace

std::vector<Formula> fftconv_formulas() {
  const Expression n = symbol("n");
  return {
      transforms("fftconv.transforms.log2", 2),
      transforms("fftconv.transforms.ln", 0),
      transforms("fftconv.transforms.log10", 10),
      bound("fftconv.log2", 2, "The paper states no base of log; here it is 2."),
      bound("fftconv.ln", 0, "The paper states no base of log; here it is e."),
      bound("fftconv.log10", 10,
            "The paper states no base of log; its 376 million at n = 512 needs 10, as here."),
      threshold("fftconv.threshold", Form::printed, 0, n, ""),
      threshold("fftconv.threshold.corrected", Form::corrected, 2,
                (38.5 / (2 * sqrt(2))) * sqrt(n * log(n, 2)),
                "Where the paper's bound falls below the first term of its Theorem 3.10."),
      {.id = "fftconv.corrected",
       .kernels = {"fftconv"},
       .source = "Section 3.5.1",
       .title = "FFT convolution",
       .form = Form::corrected,
       .expression = symbol("W") + symbol("R") + symbol("T"),
       .applies = is_fresh_transform,
       .note = "About 9.198n³·√(log₂ n): W from rows to columns 4.137, products 3.175, their reads "
               "in the inverse 0.943, and the result R 0.943; T, the transforms, goes as n^2.5.",
       .where = {{"L", log(n, 2)},
                 {"m", n - symbol("k") + 1},
                 {"W", values_that_wait()},
                 {"R", fftconv_result_reuses()},
                 {"T", reuses_in_transforms()}}},
  };
}

}  // namespace dmc

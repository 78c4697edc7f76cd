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

}  // namespace

std::vector<Formula> fftconv_formulas() {
  const Expression n = symbol("n");
  return {
      bound("fftconv.log2", 2, "The paper states no base of log; here it is 2."),
      bound("fftconv.ln", 0, "The paper states no base of log; here it is e."),
      bound("fftconv.log10", 10,
            "The paper states no base of log; its 376 million at n = 512 needs 10, as here."),
      {.id = "fftconv.corrected",
       .kernels = {"fftconv"},
       .source = "Section 3.5.1",
       .title = "FFT convolution",
       .form = Form::corrected,
       .expression = 9.198 * pow(n, 3) * sqrt(log(n, 2)),
       .applies = is_fresh_transform,
       .note = "From rows to columns 4.137, products 3.175, their reads in the inverse 0.943, the "
               "result 0.943; the transforms' n^2.5 come on top."},
  };
}

}  // namespace dmc

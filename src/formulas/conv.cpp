#include "conv_exact.hpp"
#include "topics.hpp"
#include "vocabulary.hpp"

namespace dmc {
namespace {

// Lemmas and theorem are printed for square images; where they count R, the paper does not say.
bool is_square(const Parameters& parameters, const Model& model) {
  return parameters["h"] == parameters["w"] && may_omit(model, "R");
}
bool is_square_with_r(const Parameters& parameters, const Model& model) {
  return parameters["h"] == parameters["w"] && is_plain(model);
}
bool is_square_without_r(const Parameters& parameters, const Model& model) {
  return parameters["h"] == parameters["w"] && omits_only(model, "R");
}
bool is_oblong(const Parameters& parameters, const Model& model) {
  return parameters["h"] != parameters["w"] && may_omit(model, "R");
}
bool is_oblong_with_r(const Parameters& parameters, const Model& model) {
  return parameters["h"] != parameters["w"] && is_plain(model);
}
bool is_oblong_without_r(const Parameters& parameters, const Model& model) {
  return parameters["h"] != parameters["w"] && omits_only(model, "R");
}

Formula lemma(std::string_view id, std::string_view source, std::string_view reuse_class,
              const Expression& expression, std::string_view note) {
  return {.id = id,
          .kernels = {"conv"},
          .source = source,
          .title = reuse_class,
          .reuse_class = reuse_class,
          .expression = expression,
          .relation = "=",
          .applies = is_square,
          .note = note};
}

Formula theorem(std::string_view id, Form form, const Expression& expression,
                bool (*applies)(const Parameters&, const Model&), std::string_view note = {}) {
  return {.id = id,
          .kernels = {"conv"},
          .source = "Theorem 3.10",
          .title = "convolution",
          .form = form,
          .expression = expression,
          .applies = applies,
          .note = note};
}

// Near reuses of kernel and image, then those one row of windows apart, at `depth` rows of the
// image.
Expression corrected(const Expression& area, const Expression& far_reuses,
                     const Expression& depth) {
  const Expression k = symbol("k");
  return sqrt(2) * pow(k, 2) * (2 * k - 1) * area + (k - 1) * sqrt(depth) * far_reuses;
}

}  // namespace

std::vector<Formula> conv_class_formulas() {
  const Expression n = symbol("n"), k = symbol("k");
  std::vector<Formula> table = {
      lemma("lem3.7", "Lemma 3.7", "kernel reuses",
            pow(k, 2) * (pow(n - k + 1, 2) - 1) * sqrt(2 * pow(k, 2) - 1), ""),
      lemma("lem3.8", "Lemma 3.8", "row-wise reuses",
            k * (k - 1) * (n - 3 * k + 2) * (n - k) * sqrt(2 * pow(k, 2) - 1),
            "The text has n − 2k + 2 for n − 3k + 2; there are n − k + 1 rows of windows."),
      lemma("lem3.9", "Lemma 3.9", "column-wise reuses",
            (k - 1) * (pow(n - k - 1, 2) - 1) * sqrt(n * k + pow(k, 2)), ""),
  };
  const std::vector<Formula> exact = conv_exact_class_formulas();
  table.insert(table.end(), exact.begin(), exact.end());
  return table;
}

std::vector<Formula> conv_formulas() {
  const Expression n = symbol("n"), k = symbol("k"), h = symbol("h"), w = symbol("w");
  const Expression square = pow(n, 2), square_far = pow(n, 2.5);
  const Expression oblong = h * w, oblong_far = h * pow(w, 1.5);
  const std::string_view slip = "k³ stands for k²(k − 1/2), k^1.5 for (k − 1)√k; R is not counted.";
  const std::string_view no_r = "For R omitted.";
  const std::string_view with_r = "R is counted: it lies between reuses one row of windows apart.";
  std::vector<Formula> table = {
      theorem("thm3.10", Form::printed,
              2 * sqrt(2) * pow(k, 3) * pow(n, 2) + pow(k, 1.5) * pow(n, 2.5), is_square, slip),
      theorem("thm3.10.corrected", Form::corrected, corrected(square, square_far, k + 1),
              is_square_with_r, with_r),
      theorem("thm3.10.corrected.no-R", Form::corrected, corrected(square, square_far, k),
              is_square_without_r, no_r),
      theorem("thm3.10.hw", Form::printed,
              2 * sqrt(2) * pow(k, 3) * h * w + pow(k, 1.5) * h * pow(w, 1.5), is_oblong, slip),
      theorem("thm3.10.hw.corrected", Form::corrected, corrected(oblong, oblong_far, k + 1),
              is_oblong_with_r, with_r),
      theorem("thm3.10.hw.corrected.no-R", Form::corrected, corrected(oblong, oblong_far, k),
              is_oblong_without_r, no_r),
  };
  const std::vector<Formula> exact = conv_exact_formulas();
  table.insert(table.end(), exact.begin(), exact.end());
  return table;
}

std::vector<Formula> asymmetry_formulas() {
  const Expression m = symbol("m");
  const auto factor = [](std::string_view id, Form form, std::string_view title,
                         const Expression& expression, std::string_view note) -> Formula {
    return {.id = id,
            .kernels = {"conv"},
            .source = "Section 3.2",
            .title = title,
            .form = form,
            .quantity = Quantity::number,
            .part = "between two shapes of as many pixels",
            .expression = expression,
            .relation = form == Form::printed ? "=" : "~",
            .note = note,
            .given = {"m"}};
  };
  const std::string_view square = "square over portrait", landscape = "landscape over portrait";
  const std::string_view which = "m is the portrait's height over its width.";
  return {
      factor("asymmetry.square", Form::printed, square, pow(m, Expression::rational(1, 3)), which),
      factor("asymmetry.square.corrected", Form::corrected, square,
             pow(m, Expression::rational(1, 4)),
             "Of the second term of Theorem 3.10 alone: the paper's 19% at m = 2."),
      factor("asymmetry.landscape", Form::printed, landscape, sqrt(m), which),
      factor("asymmetry.landscape.corrected", Form::corrected, landscape, sqrt(m),
             "Of the second term of Theorem 3.10 alone: 41% at m = 2."),
  };
}

std::vector<Formula> block_formulas() {
  const Expression n = symbol("n"), k = symbol("k"), b = symbol("b");
  return {{.id = "thm3.20",
           .kernels = {"conv"},
           .source = "Theorem 3.20",
           .title = "convolution on blocks",
           .expression =
               (1 / sqrt(b)) * (2 * sqrt(2) * pow(n, 2) * pow(k, 3) + pow(n, 2.5) * pow(k, 1.5)),
           .applies =
               [](const Parameters& parameters, const Model& model) {
                 Model elements = model;
                 elements.block = 1;
                 return model.block > 1 && is_square(parameters, elements);
               },
           .note = "Distances shrink by b; far reuses also become fewer."}};
}

}  // namespace dmc

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

// Images narrower than two windows have other distances at their edges, which are all they have.
bool is_wide(const Parameters& parameters) {
  return parameters["w"] >= 2 * parameters["k"];
}
bool wide_square_with_r(const Parameters& parameters, const Model& model) {
  return is_wide(parameters) && is_square_with_r(parameters, model);
}
bool wide_square_without_r(const Parameters& parameters, const Model& model) {
  return is_wide(parameters) && is_square_without_r(parameters, model);
}
bool wide_oblong_with_r(const Parameters& parameters, const Model& model) {
  return is_wide(parameters) && is_oblong_with_r(parameters, model);
}
bool wide_oblong_without_r(const Parameters& parameters, const Model& model) {
  return is_wide(parameters) && is_oblong_without_r(parameters, model);
}

// Where the printed counts are not negative.
bool has_row_wise_count(const Parameters& parameters, const Model& model) {
  return is_square(parameters, model) && parameters["w"] + 2 >= 3 * parameters["k"];
}
bool has_column_wise_count(const Parameters& parameters, const Model& model) {
  return is_square(parameters, model) && parameters["w"] != parameters["k"] + 1;
}

constexpr std::string_view k_corrected_with_r =
    "About √2·k²(2k − 1)·n² + (k − 1)·√(k + 1)·n^2.5. R is counted: it lies between reuses one row "
    "of windows apart.";
constexpr std::string_view k_corrected_without_r =
    "About √2·k²(2k − 1)·n² + (k − 1)·√k·n^2.5. For R omitted.";

Formula lemma(std::string_view id, std::string_view source, std::string_view reuse_class,
              const Expression& expression, std::string_view note,
              bool (*applies)(const Parameters&, const Model&) = is_square) {
  return {.id = id,
          .kernels = {"conv"},
          .source = source,
          .title = reuse_class,
          .reuse_class = reuse_class,
          .expression = expression,
          .relation = "=",
          .applies = applies,
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

// The exact form without what only shows within k columns of an image's edges: r×c windows of k×k,
// w columns of the image. R, where it is counted, is one datum more a window.
Expression corrected(const Expression& r, const Expression& c, const Expression& w, bool with_r) {
  const Expression k = symbol("k");
  const Expression both = 2 * pow(k, 2);
  const Expression beside =
      k * (k - 1) * r * (c - 1) *
      (with_r ? sqrt(both) + sqrt(both - 1) : sqrt(both - 1) + sqrt(both - 2));
  const Expression elsewhere =
      (k * r * (c - 1) + pow(k, 2) * (r - 1)) * (with_r ? sqrt(both + 1) : sqrt(both));
  const Expression rows = with_r ? (k + 1) * w + pow(k - 1, 2) : k * (w + k);
  return beside + elsewhere + (k - 1) * (r - 1) * w * sqrt(rows);
}

Formula corrected_theorem(std::string_view id, bool with_r) {
  const Expression n = symbol("n"), k = symbol("k"), o = symbol("o");
  const bool square = !id.starts_with("thm3.10.hw");
  Formula formula = theorem(id, Form::corrected,
                            square ? corrected(o, o, n, with_r)
                                   : corrected(symbol("r"), symbol("c"), symbol("w"), with_r),
                            square ? (with_r ? wide_square_with_r : wide_square_without_r)
                                   : (with_r ? wide_oblong_with_r : wide_oblong_without_r),
                            with_r ? k_corrected_with_r : k_corrected_without_r);
  formula.title = square ? "convolution, n at least 2k" : "convolution, w at least 2k";
  if (square) {
    formula.where = {{"o", n - k + 1}};
  } else {
    formula.where = {{"r", symbol("h") - k + 1}, {"c", symbol("w") - k + 1}};
  }
  return formula;
}

}  // namespace

std::vector<Formula> conv_class_formulas() {
  const Expression n = symbol("n"), k = symbol("k");
  std::vector<Formula> table = {
      lemma("lem3.7", "Lemma 3.7", "kernel reuses",
            pow(k, 2) * (pow(n - k + 1, 2) - 1) * sqrt(2 * pow(k, 2) - 1), ""),
      lemma("lem3.8", "Lemma 3.8", "row-wise reuses",
            k * (k - 1) * (n - 3 * k + 2) * (n - k) * sqrt(2 * pow(k, 2) - 1),
            "The text has n − 2k + 2 for n − 3k + 2, which is negative for n below 3k − 2; there "
            "are n − k + 1 rows of windows.",
            has_row_wise_count),
      lemma("lem3.9", "Lemma 3.9", "column-wise reuses",
            (k - 1) * (pow(n - k - 1, 2) - 1) * sqrt(n * k + pow(k, 2)), "Negative for n = k + 1.",
            has_column_wise_count),
  };
  const std::vector<Formula> exact = conv_exact_class_formulas();
  table.insert(table.end(), exact.begin(), exact.end());
  return table;
}

std::vector<Formula> conv_formulas() {
  const Expression n = symbol("n"), k = symbol("k"), h = symbol("h"), w = symbol("w");
  const std::string_view slip = "k³ stands for k²(k − 1/2), k^1.5 for (k − 1)√k; R is not counted.";
  const bool with_r = true;
  std::vector<Formula> table = {
      theorem("thm3.10", Form::printed,
              2 * sqrt(2) * pow(k, 3) * pow(n, 2) + pow(k, 1.5) * pow(n, 2.5), is_square, slip),
      corrected_theorem("thm3.10.corrected", with_r),
      corrected_theorem("thm3.10.corrected.no-R", !with_r),
      theorem("thm3.10.hw", Form::printed,
              2 * sqrt(2) * pow(k, 3) * h * w + pow(k, 1.5) * h * pow(w, 1.5), is_oblong, slip),
      corrected_theorem("thm3.10.hw.corrected", with_r),
      corrected_theorem("thm3.10.hw.corrected.no-R", !with_r),
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

#include "conv_exact.hpp"

#include "vocabulary.hpp"

// Distances of an h×w image's reuses, r×c windows, by the window and the place in it where they
// happen. They hold for every shape, k = 1, a single window and images narrower than two windows
// included.
namespace dmc {
namespace {

bool any_shape(const Parameters& /*parameters*/, const Model& model) {
  return may_omit(model, "R");
}
bool any_shape_without_r(const Parameters& /*parameters*/, const Model& model) {
  return omits_only(model, "R");
}
std::vector<Definition> windows() {
  const Expression k = symbol("k");
  return {{"r", symbol("h") - k + 1}, {"c", symbol("w") - k + 1}};
}

// One write of R falls between two neighbouring windows.
Expression and_r(const Expression& distance, bool with_r) {
  return with_r ? distance + 1 : distance;
}

// Between two reads of K[y,x] one window apart lie all of K and all of a window's image, less the
// one element that neither window's part reaches, unless x = 0. From the last window of a row to
// the first of the next, less what the two share: columns, where c ≤ k.
Expression kernel_reuses(bool with_r) {
  const Expression k = symbol("k"), r = symbol("r"), c = symbol("c"), x = symbol("x"),
                   y = symbol("y");
  const Expression near = with_r ? 2 * pow(k, 2) : 2 * pow(k, 2) - 1;
  const Expression far = and_r(2 * pow(k, 2), with_r);
  const Expression shared =
      min(1, k - 1 - y) * max(0, x - c + 1) + min(1, y) * max(0, k - c + 1 - x);
  const Expression beside = k * (k - 1) * r * (c - 1) * sqrt(near) + k * r * (c - 1) * sqrt(far);
  return beside + (r - 1) * sum("x", 0, k - 1, sum("y", 0, k - 1, sqrt(far - shared)));
}

// I is read at (y, x) and in the next window at (y, x − 1): one element of K and one of the image
// short of a whole window of both.
Expression row_wise_reuses(bool with_r) {
  const Expression k = symbol("k"), r = symbol("r"), c = symbol("c");
  const Expression distance = with_r ? 2 * pow(k, 2) - 1 : 2 * pow(k, 2) - 2;
  return k * (k - 1) * r * (c - 1) * sqrt(distance);
}

// From the last window that holds an element to the first that does one row of windows later: k
// rows of the image, all of K, and the windows between. Within k columns of either edge it is
// shorter by a rectangle x×y of the image (and x results). In an image narrower than two windows
// the columns in the middle are in both the last window of a row and the first of the next.
Expression column_wise_reuses(bool with_r) {
  const Expression k = symbol("k"), r = symbol("r"), c = symbol("c"), w = symbol("w"),
                   x = symbol("x"), y = symbol("y");
  const Expression rows = k * w + pow(k, 2) - 1;
  const Expression inner = with_r ? rows + c - k + 1 : rows;
  const Expression edge = with_r ? rows + c - x * (y + 1) : rows - x * y;
  const Expression narrow = and_r(2 * k * (k - 2) + 2 * w, with_r);
  return (r - 1) *
         (2 * sum("x", 0, min(k, c - 1) - 1, sum("y", 1, k - 1, sqrt(edge))) +
          (k - 1) * max(0, c - k - 1) * sqrt(inner) + (k - 1) * max(0, k - c + 1) * sqrt(narrow));
}

struct Row {
  std::string_view id;
  std::string_view source;
  std::string_view reuse_class;
  Quantity quantity;
  Expression expression;
  bool (*applies)(const Parameters&, const Model&);
  std::string_view note = {};
};

Formula exact(const Row& row) {
  return {.id = row.id,
          .kernels = {"conv"},
          .source = row.source,
          .title = row.reuse_class.empty() ? "convolution" : row.reuse_class,
          .form = Form::exact,
          .quantity = row.quantity,
          .reuse_class = row.reuse_class,
          .expression = row.expression,
          .relation = "=",
          .applies = row.applies,
          .note = row.note,
          .where = windows()};
}

constexpr std::string_view k_with_r = "R is counted.";
constexpr std::string_view k_without_r = "For R omitted.";

}  // namespace

std::vector<Formula> conv_exact_class_formulas() {
  const Expression k = symbol("k"), r = symbol("r"), c = symbol("c"), w = symbol("w");
  const std::string_view kernel = "kernel reuses", row = "row-wise reuses",
                         column = "column-wise reuses";
  const auto count = Quantity::reuses;
  const auto dmd = Quantity::dmd;
  const bool with_r = true;
  return {
      exact({"lem3.7.count", "Lemma 3.7", kernel, count, pow(k, 2) * (r * c - 1), any_shape}),
      exact({"lem3.7.exact", "Lemma 3.7", kernel, dmd, kernel_reuses(with_r), nullptr, k_with_r}),
      exact({"lem3.7.exact.no-R", "Lemma 3.7", kernel, dmd, kernel_reuses(!with_r),
             any_shape_without_r, k_without_r}),
      exact({"lem3.8.count", "Lemma 3.8", row, count, k * (k - 1) * r * (c - 1), any_shape}),
      exact({"lem3.8.exact", "Lemma 3.8", row, dmd, row_wise_reuses(with_r), nullptr, k_with_r}),
      exact({"lem3.8.exact.no-R", "Lemma 3.8", row, dmd, row_wise_reuses(!with_r),
             any_shape_without_r, k_without_r}),
      exact({"lem3.9.count", "Lemma 3.9", column, count, (k - 1) * w * (r - 1), any_shape}),
      exact({"lem3.9.exact", "Lemma 3.9", column, dmd, column_wise_reuses(with_r), nullptr,
             k_with_r}),
      exact({"lem3.9.exact.no-R", "Lemma 3.9", column, dmd, column_wise_reuses(!with_r),
             any_shape_without_r, k_without_r}),
  };
}

// The whole is printed by its classes: K of the kernel, W row-wise and C column-wise.
std::vector<Formula> conv_exact_formulas() {
  const auto whole = [](std::string_view id, bool with_r) {
    Formula formula =
        exact({id, "Theorem 3.10", "", Quantity::dmd, symbol("K") + symbol("W") + symbol("C"),
               with_r ? nullptr : any_shape_without_r, with_r ? k_with_r : k_without_r});
    formula.where.push_back({"K", kernel_reuses(with_r)});
    formula.where.push_back({"W", row_wise_reuses(with_r)});
    formula.where.push_back({"C", column_wise_reuses(with_r)});
    return formula;
  };
  return {whole("thm3.10.exact", true), whole("thm3.10.exact.no-R", false)};
}

}  // namespace dmc

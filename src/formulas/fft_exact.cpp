#include "fft_exact.hpp"

#include "vocabulary.hpp"

// Distances in transforms of size s = 2^d, with fresh temporaries; h = s/2 is the size of a half
// and g = s/4 that of a half's half. A transform of a half touches F(d − 1) data (Lemma 3.13), its
// input and roots among them. One pass of the butterfly loop touches five: two operands, a root and
// two results.
namespace dmc {
namespace {

Expression levels() {
  return log(symbol("n"), 2);
}

Expression power_of_two(const Expression& exponent) {
  return pow(2, exponent);
}

// Σ over the transforms of size 2^d, from `first` to `last`, of what one of them costs.
Expression sum_over_calls(const Expression& first, const Expression& last, const Expression& cost) {
  return sum("d", first, last, power_of_two(levels() - symbol("d")) * cost);
}

// F(d − 1); the transform of one element is that element.
Expression data_of_half() {
  const Expression d = symbol("d");
  return floor((2 * d - 0.5) * power_of_two(d - 1));
}

// An element that a transform divides was written by the one above it: then come what was left of
// that loop, the elements divided before, and for the odd half the whole transform of the even one.
Expression divide_reuses() {
  const Expression d = symbol("d"), i = symbol("i");
  const Expression size = power_of_two(d);
  const Expression even = 2 * size - 1 - 2 * i;
  const Expression odd = data_of_half() + 2 * size - 2 - i;
  return sum_over_calls(1, levels() - 1,
                        sum("i", 0, power_of_two(d - 1) - 1, sqrt(even) + sqrt(odd)));
}

// Results of the even half wait for the transform of the odd half, those of the odd half for the
// rest of its last loop. Which pass of that loop wrote them first or second decides by how much.
// Halves of one element are read at distance 3.
Expression conquer_reuses() {
  const Expression d = symbol("d"), k = symbol("k");
  const Expression h = power_of_two(d - 1), g = power_of_two(d - 2);
  const Expression even = sum("k", 0, g - 1, sqrt(data_of_half() + 3 * h - ceil(k / 2))) +
                          sum("k", g, h - 1, sqrt(data_of_half() + 4 * h - 2 + floor(k / 2)));
  const Expression odd = sqrt(5 * g + 1) + (g - 1) * sqrt(5 * g + 2) +
                         sum("k", g, h - 1, sqrt(2 * k + 7 * g - 1 - floor(k / 2)));
  return symbol("n") * sqrt(3) + sum_over_calls(2, levels(), even + odd);
}

// Root 2j of a transform was last read in pass j of its odd half.
Expression parent_reuses_of_roots() {
  const Expression d = symbol("d"), j = symbol("j");
  const Expression g = power_of_two(d - 2);
  return sum_over_calls(
      2, levels(), sum("j", 0, g - 1, sqrt(5 * g - 1 + 5 * j - max(0, min(g - 1 - j, j - 1)))));
}

// Root k = 2j + 1 is in no smaller transform, so it was last read in the transform of the same size
// before or, where that one ended v larger ones too, in pass k·2^v of the largest of them. Then
// come the odd half beside that and what leads down to here. So is root 0 of transforms of size 2.
Expression distant_reuses_of_roots() {
  const Expression d = symbol("d"), j = symbol("j"), v = symbol("v"), L = levels();
  const Expression odd_root = 5.5 * power_of_two(d + v) + (2 * d - 2) * power_of_two(d) - 2 -
                              (2 * j + 1) * (5 * power_of_two(v) - 3);
  const Expression odd_roots = sum("j", 0, power_of_two(d - 2) - 1, sqrt(odd_root));
  return sum("v", 0, L - 2, power_of_two(L - 2 - v) * sqrt(11 * power_of_two(v) - 2)) +
         sum("d", 2, L - 1, sum("v", 0, L - d - 1, power_of_two(L - d - 1 - v) * odd_roots));
}

Expression roots_reuses() {
  return parent_reuses_of_roots() + distant_reuses_of_roots();
}

// Each pass reads its three operands again, each after the three others that it touches.
Expression second_reads() {
  return 3 * symbol("n") * levels();
}

Formula exact(std::string_view id, std::string_view source, std::string_view reuse_class,
              const Expression& expression, Quantity quantity = Quantity::dmd) {
  return {.id = id,
          .kernels = {"fft"},
          .source = source,
          .title = reuse_class.empty() ? "FFT" : reuse_class,
          .form = Form::exact,
          .quantity = quantity,
          .reuse_class = reuse_class,
          .expression = expression,
          .relation = "=",
          .applies = is_transform,
          .note = "With fresh temporaries."};
}

}  // namespace

std::vector<Formula> fft_exact_class_formulas() {
  const Expression n = symbol("n");
  return {
      exact("lem3.14.exact", "Lemma 3.14", "divide", divide_reuses()),
      exact("lem3.15.exact", "Lemma 3.15", "conquer", conquer_reuses()),
      exact("lem3.17.exact", "Lemma 3.17", "roots of unity", roots_reuses()),
      exact("thm3.18.second-reads.count", "Theorem 3.18", "second reads",
            Expression::rational(3, 2) * n * levels(), Quantity::reuses),
      exact("thm3.18.second-reads.exact", "Theorem 3.18", "second reads", second_reads()),
  };
}

// The whole is printed by its classes: D divide, C conquer, R of the roots and S second reads.
bool is_transform(const Parameters& parameters, const Model& model) {
  return parameters["n"] >= 2 && is_plain(model) && is_fresh(model);
}

std::vector<Formula> fft_exact_formulas() {
  Formula whole = exact("thm3.18.exact", "Theorem 3.18", "",
                        symbol("D") + symbol("C") + symbol("R") + symbol("S"));
  whole.where = {{"D", divide_reuses()},
                 {"C", conquer_reuses()},
                 {"R", roots_reuses()},
                 {"S", second_reads()}};
  return {whole};
}

}  // namespace dmc

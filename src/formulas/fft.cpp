#include "fft_exact.hpp"
#include "topics.hpp"
#include "vocabulary.hpp"

namespace dmc {
namespace {

Definition level() {
  return {"L", log(symbol("n"), 2)};
}

Formula bound(std::string_view id, double coefficient, int base, std::string_view relation) {
  const Expression n = symbol("n");
  const Expression leading = coefficient;
  return {.id = id,
          .kernels = {"fft"},
          .source = "Theorem 3.18",
          .title = relation == ">=" ? "FFT, lower bound" : "FFT, upper bound",
          .expression = leading * pow(n, 1.5) * sqrt(log_unstated(n, base)),
          .relation = relation,
          .applies = is_transform,
          .note = base == 2    ? "The paper states no base of log; here it is 2."
                  : base == 10 ? "The paper states no base of log; here it is 10."
                               : "The paper states no base of log; here it is e."};
}

// Divide and conquer reuse distances of Lemmas 3.14 and 3.15, F(d − 1) written out.
Expression waiting_elements(const Expression& top, const Expression& waiting) {
  const Expression n = symbol("n"), d = symbol("d");
  const Expression data = (2 * (d - 1) + 1.5) * pow(2, d - 1);
  return sum("d", 2, top, pow(2, log(n, 2) - d) * sum("a", 0, waiting - 1, sqrt(data)));
}

// The exact forms, the 2^(d − 1) elements of a half taken together: half of them wait for a
// transform of the other half, F(d − 1) data and some more of their own, and the others for a loop.
Expression divide_in_short() {
  const Expression n = symbol("n"), d = symbol("d");
  const Expression near = Expression::rational(2, 3) * (2 * sqrt(2) - 1);
  return (n / 2) *
         sum("d", 1, log(n, 2) - 1, pow(2, d / 2) * (sqrt(d + Expression::rational(3, 2)) + near));
}

Expression conquer_in_short() {
  const Expression n = symbol("n"), d = symbol("d");
  const Expression near = (sqrt(5) + Expression::rational(4, 9) *
                                         (pow(10, three_halves()) - pow(8.5, three_halves()))) /
                          4;
  return sqrt(3) * n +
         (n / 2) * sum("d", 2, log(n, 2),
                       pow(2, d / 2) * (sqrt(d + Expression::rational(25, 16)) + near));
}

Formula phase(std::string_view id, std::string_view source, std::string_view reuse_class, Form form,
              const Expression& expression, std::string_view note) {
  return {.id = id,
          .kernels = {"fft"},
          .source = source,
          .title = reuse_class,
          .form = form,
          .reuse_class = reuse_class,
          .expression = expression,
          .relation = form == Form::printed ? "=" : "~",
          .applies = is_transform,
          .note = note};
}

Formula fft_count(std::string_view id, std::string_view source, std::string_view reuse_class,
                  const Expression& expression) {
  return {.id = id,
          .kernels = {"fft"},
          .source = source,
          .title = reuse_class,
          .form = Form::exact,
          .quantity = Quantity::reuses,
          .reuse_class = reuse_class,
          .expression = expression,
          .relation = "=",
          .applies = is_transform,
          .where = {level()}};
}

Formula root_count(std::string_view id, std::string_view source, std::string_view part,
                   const Expression& expression, std::vector<std::string_view> given) {
  // Below n = 4 the closed forms are negative.
  const auto has_distant = [](const Parameters& parameters, const Model& model) {
    return parameters["n"] >= 4 && is_transform(parameters, model);
  };
  return {.id = id,
          .kernels = {"fft"},
          .source = source,
          .title = part,
          .quantity = Quantity::reuses,
          .part = part,
          .expression = expression,
          .relation = "=",
          .applies = has_distant,
          .given = std::move(given)};
}

// How much data a transform touches.
std::vector<Formula> data_formulas() {
  const Expression n = symbol("n"), L = symbol("L");
  return {
      {.id = "lem3.13",
       .kernels = {"fft"},
       .source = "Lemma 3.13",
       .title = "data size by level",
       .quantity = Quantity::data,
       .expression = (2 * L + 1.5) * pow(2, L),
       .relation = "=",
       .applies = is_transform,
       .note = "Exact with fresh temporaries.",
       .where = {level()}},
      {.id = "lem3.13.exact",
       .kernels = {"fft"},
       .source = "Lemma 3.13",
       .title = "distinct data",
       .form = Form::exact,
       .quantity = Quantity::data,
       .expression = (2 * log(n, 2) + 1.5) * n,
       .relation = "=",
       .applies = is_transform},
  };
}

}  // namespace

std::vector<Formula> fft_class_formulas() {
  const Expression n = symbol("n"), d = symbol("d"), L = symbol("L"), X = symbol("X");
  const Expression log_n = log(n, 2);
  const std::string_view c_note =
      "C(a), which the paper does not give, is left out; only half of "
      "the 2^d elements wait.";
  const auto pairs = [&](const Expression& first) {
    return sum("d", first, log_n - 1, pow(2, log_n - 1 - d));
  };
  std::vector<Formula> table = {
      phase("lem3.14", "Lemma 3.14", "divide", Form::printed, waiting_elements(log_n, pow(2, d)),
            c_note),
      phase("lem3.14.corrected", "Lemma 3.14", "divide", Form::corrected, divide_in_short(),
            "The odd half waits, 2^(d − 1) elements, and the input's own first reads are cold."),
      fft_count("lem3.14.count", "Lemma 3.14", "divide", n * (L - 1)),
      phase("lem3.15", "Lemma 3.15", "conquer", Form::printed, waiting_elements(log_n, pow(2, d)),
            c_note),
      phase("lem3.15.corrected", "Lemma 3.15", "conquer", Form::corrected, conquer_in_short(),
            "The even half waits, 2^(d − 1) elements."),
      fft_count("lem3.15.count", "Lemma 3.15", "conquer", n * L),
      root_count("lem3.16", "Lemma 3.16", "distant reuses of omega[0]", pairs(2), {}),
      root_count("lem3.16.closed", "Lemma 3.16", "distant reuses of omega[0]", n / 4 - 1, {}),
      root_count("lem3.16.sibling", "Lemma 3.16", "sibling reuses of omega[0]", n / 4, {}),
      root_count("lem3.16.parent", "Lemma 3.16", "child-parent reuses of omega[0]", n / 2 - 1, {}),
      root_count("lem3.17", "Lemma 3.17", "distant reuses of omega[b], whose lowest level is X",
                 pairs(X + 1), {"X"}),
      root_count("lem3.17.closed", "Lemma 3.17",
                 "distant reuses of omega[b], whose lowest level is X", n / pow(2, X + 1) - 1,
                 {"X"}),
      fft_count("lem3.17.count", "Lemma 3.17", "roots of unity", (n / 2) * (L - 1)),
  };
  const std::vector<Formula> exact = fft_exact_class_formulas();
  table.insert(table.end(), exact.begin(), exact.end());
  return table;
}

std::vector<Formula> fft_formulas() {
  const Expression n = symbol("n");
  std::vector<Formula> table = data_formulas();
  const std::vector<Formula> whole = {
      bound("thm3.18.lower.log2", 6.4, 2, ">="),
      bound("thm3.18.lower.ln", 6.4, 0, ">="),
      bound("thm3.18.lower.log10", 6.4, 10, ">="),
      bound("thm3.18.upper.log2", 6.5, 2, "<="),
      bound("thm3.18.upper.ln", 6.5, 0, "<="),
      bound("thm3.18.upper.log10", 6.5, 10, "<="),
      {.id = "thm3.18.corrected",
       .kernels = {"fft"},
       .source = "Theorem 3.18",
       .title = "FFT",
       .form = Form::corrected,
       .expression = 3.5744 * pow(n, 1.5) * sqrt(log(n, 2)) + 4.45 * pow(n, 1.5),
       .applies = is_transform,
       .note = "Divide 1.207, conquer 1.707, roots of unity 0.660, that is 3.574 in the limit; the "
               "second term fades slowly."},
  };
  table.insert(table.end(), whole.begin(), whole.end());
  const std::vector<Formula> exact = fft_exact_formulas();
  table.insert(table.end(), exact.begin(), exact.end());
  return table;
}

}  // namespace dmc

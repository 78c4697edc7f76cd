#include "topics.hpp"
#include "vocabulary.hpp"

namespace dmc {
namespace {

// A[i,p] is read again one column of C later: after its own row, one column of B and, where C is
// counted, one write.
Expression reuses_of_a(bool with_c) {
  const Expression m = symbol("m"), n = symbol("n"), l = symbol("l");
  return m * n * (l - 1) * (with_c ? sqrt(2 * n + 1) : sqrt(2 * n));
}

// B[p,j] is read again one row of C later: after all of B, a row's worth of C and two rows of A, of
// which the first and last column of C see only a part.
Expression reuses_of_b(bool with_c) {
  const Expression m = symbol("m"), n = symbol("n"), l = symbol("l"), p = symbol("p");
  const Expression all = with_c ? n * l + l : n * l;
  return (m - 1) * (n * (l - 2) * sqrt(all + 2 * n) + sqrt(all + n) + sqrt(all + 2 * n) +
                    2 * sum("p", 1, n - 1, sqrt(all + n + p)));
}

bool has_columns(const Parameters& parameters, const Model& model) {
  return parameters["l"] >= 2 && is_plain(model);
}

bool has_columns_without_c(const Parameters& parameters, const Model& model) {
  return parameters["l"] >= 2 && omits_only(model, "C");
}

std::vector<Formula> exact_formulas() {
  return {
      {.id = "lem3.1.exact",
       .kernels = {"matmul"},
       .source = "Lemma 3.1",
       .title = "matrix product",
       .form = Form::exact,
       .expression = reuses_of_a(true) + reuses_of_b(true),
       .relation = "=",
       .applies = has_columns,
       .note = "C is counted; for l of 2 or more."},
      {.id = "lem3.1.exact.no-C",
       .kernels = {"matmul"},
       .source = "Lemma 3.1",
       .title = "matrix product, C not counted",
       .form = Form::exact,
       .expression = reuses_of_a(false) + reuses_of_b(false),
       .relation = "=",
       .applies = has_columns_without_c,
       .note = "For l of 2 or more."},
      {.id = "lem3.1.A.exact",
       .kernels = {"matmul"},
       .source = "Lemma 3.1",
       .title = "reuses of the left factor",
       .form = Form::exact,
       .reuse_class = "A reuses",
       .expression = reuses_of_a(true),
       .relation = "="},
      {.id = "lem3.1.B.exact",
       .kernels = {"matmul"},
       .source = "Lemma 3.1",
       .title = "reuses of the right factor",
       .form = Form::exact,
       .reuse_class = "B reuses",
       .expression = reuses_of_b(true),
       .relation = "=",
       .applies = has_columns},
  };
}

}  // namespace

std::vector<Formula> matmul_formulas() {
  const Expression m = symbol("m"), n = symbol("n"), l = symbol("l");
  std::vector<Formula> table = {
      {.id = "lem3.1",
       .kernels = {"matmul"},
       .source = "Lemma 3.1",
       .title = "matrix product",
       .expression = pow(m * n * l, three_halves()),
       .note = "The exponent of m is 1: each of the m rows reads all of B again."},
      {.id = "lem3.1.corrected",
       .kernels = {"matmul"},
       .source = "Lemma 3.1",
       .title = "matrix product",
       .form = Form::corrected,
       .expression = m * pow(n * l, three_halves()),
       .note = "The reuses of B alone, which grow fastest."},
      {.id = "lem3.1.corrected.two-terms",
       .kernels = {"matmul"},
       .source = "Lemma 3.1",
       .title = "matrix product",
       .form = Form::corrected,
       .expression = m * pow(n * l, three_halves()) + m * n * l * sqrt(2 * n),
       .note = "With the reuses of A."},
  };
  const std::vector<Formula> exact = exact_formulas();
  table.insert(table.end(), exact.begin(), exact.end());
  return table;
}

}  // namespace dmc

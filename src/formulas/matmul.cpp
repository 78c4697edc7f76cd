#include "products.hpp"
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
// which the first and last column of C see only a part. Where C has one column, that is one row.
Expression reuses_of_b(bool with_c) {
  const Expression m = symbol("m"), n = symbol("n"), l = symbol("l"), p = symbol("p");
  const Expression all = with_c ? n * l + l : n * l;
  const Expression edges =
      sum("p", 1, n, sqrt(all + n + p)) + sum("p", 0, n - 1, sqrt(all + n + p));
  return (m - 1) * (n * max(0, l - 2) * sqrt(all + 2 * n) + min(1, l - 1) * edges +
                    n * max(0, 2 - l) * sqrt(all + n));
}

bool without_c(const Parameters& /*parameters*/, const Model& model) {
  return omits_only(model, "C");
}

bool is_square_without_c(const Parameters& parameters, const Model& model) {
  return omits_only(model, "C") && parameters["m"] == parameters["n"] &&
         parameters["l"] == parameters["n"];
}

bool with_or_without_c(const Parameters& /*parameters*/, const Model& model) {
  return may_omit(model, "C");
}

Formula exact(std::string_view id, std::string_view reuse_class, Quantity quantity,
              const Expression& expression,
              bool (*applies)(const Parameters&, const Model&) = nullptr) {
  return {.id = id,
          .kernels = {"matmul"},
          .source = "Lemma 3.1",
          .title = reuse_class.empty() ? "matrix product" : reuse_class,
          .form = Form::exact,
          .quantity = quantity,
          .reuse_class = reuse_class,
          .expression = expression,
          .relation = "=",
          .applies = applies,
          .note = quantity == Quantity::reuses ? ""
                  : applies == nullptr         ? "C is counted."
                                               : "For C omitted."};
}

std::vector<Formula> matmul_exact_formulas() {
  const Expression m = symbol("m"), n = symbol("n"), l = symbol("l");
  const auto count = Quantity::reuses;
  const auto dmd = Quantity::dmd;
  const std::string_view a = "A reuses", b = "B reuses";
  return {
      exact("lem3.1.exact", "", dmd, reuses_of_a(true) + reuses_of_b(true)),
      exact("lem3.1.exact.no-C", "", dmd, reuses_of_a(false) + reuses_of_b(false), without_c),
      exact("lem3.1.A.count", a, count, m * n * (l - 1), with_or_without_c),
      exact("lem3.1.A.exact", a, dmd, reuses_of_a(true)),
      exact("lem3.1.B.count", b, count, (m - 1) * n * l, with_or_without_c),
      exact("lem3.1.B.exact", b, dmd, reuses_of_b(true)),
  };
}

// The published form of n×n products, which this paper's Lemma 3.1 is to extend.
std::vector<Formula> earlier_formulas() {
  const Expression n = symbol("n"), i = symbol("i");
  const std::string_view source = "Smith, Goldfarb, Ding, ICS'22";
  return {
      {.id = "smith22.naive",
       .kernels = {"matmul"},
       .source = source,
       .title = "naive product of n×n matrices",
       .expression = pow(n, 3) * sqrt(2 * n) +
                     (pow(n, 3) - 2 * pow(n, 2) + n) * sqrt(pow(n, 2) + 2 * n) +
                     sum("i", 1, n - 1, 2 * n * sqrt(pow(n, 2) + n + i)) + n * sqrt(pow(n, 2) + n),
       .relation = "=",
       .applies = is_square_without_c,
       .note = "First accesses are priced as though the product were repeated; C is not counted."},
      {.id = "smith22.naive.simplified",
       .kernels = {"matmul"},
       .source = source,
       .title = "naive product of n×n matrices",
       .expression = pow(n, 4),
       .applies = is_square_without_c},
      {.id = "smith22.naive.exact",
       .kernels = {"matmul"},
       .source = source,
       .title = "naive product of n×n matrices",
       .form = Form::exact,
       .expression =
           n * (n - 1) * (n * sqrt(2 * n)) +
           (n - 1) * (pow(n - 1, 2) * sqrt(pow(n, 2) + 2 * n) +
                      sum("i", 1, n - 1, 2 * sqrt(pow(n, 2) + n + i)) + sqrt(pow(n, 2) + n)),
       .relation = "=",
       .applies = is_square_without_c,
       .note = "The published form times (n − 1)/n: first accesses cost nothing."},
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
       .expression = product(m, n, l),
       .note = "About m(nl)^1.5 + mnl√(2n), the reuses of B and of A."},
  };
  const std::vector<Formula> exact = matmul_exact_formulas();
  table.insert(table.end(), exact.begin(), exact.end());
  const std::vector<Formula> earlier = earlier_formulas();
  table.insert(table.end(), earlier.begin(), earlier.end());
  return table;
}

}  // namespace dmc

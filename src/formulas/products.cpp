#include "products.hpp"

#include "vocabulary.hpp"

namespace dmc {

Expression root_integral(const Expression& first, const Expression& last) {
  return Expression::rational(2, 3) * (pow(last, three_halves()) - pow(first, three_halves()));
}

// As in the exact form, but for the first and the last column of the right factor, whose sums are
// integrals here.
Expression product(const Expression& m, const Expression& n, const Expression& l,
                   const Expression& beside) {
  const Expression all = (n + beside) * l;
  const Expression left = m * n * (l - 1) * sqrt(2 * n + beside);
  const Expression edges = 2 * root_integral(all + n, all + 2 * n);
  const Expression right = n * max(0, l - 2) * sqrt(all + 2 * n) + min(1, l - 1) * edges +
                           n * max(0, 2 - l) * sqrt(all + n);
  return left + (m - 1) * right;
}

}  // namespace dmc

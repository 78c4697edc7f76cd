#include "attention_costs.hpp"

#include "products.hpp"
#include "vocabulary.hpp"

namespace dmc {
namespace {

Expression l() {
  return symbol("l");
}
Expression d() {
  return symbol("d");
}
Expression h() {
  return symbol("h");
}
Expression p() {
  return symbol("p");
}
Expression v() {
  return symbol("v");
}

Expression squared(const Expression& a) {
  return pow(a, 2);
}

Expression beside(Mask mask) {
  return mask == Mask::shared ? 2 : 1;
}

// What one head touches beside its input: its scores, its weights, and arrays of l×v.
Expression of_one_head() {
  return squared(l()) + d() * v() + 4 * l() * v();
}

// Keys, values and queries are l×v data each, and so are their first reads: after this many data.
Expression first_reads(const Expression& distance) {
  return l() * v() * sqrt(distance);
}

Expression first_reads_of_queries(Mask mask) {
  const Expression between = l() * (d() + (mask == Mask::shared ? 2 * l() : l()));
  return first_reads(between / 2 + d() * v() + 2 * l() * v());
}

// The mask is read again by the next head, while that makes its scores.
Expression mask_in_next_heads() {
  const Expression all = squared(l());
  const Expression between = 2 * all + l() * d() + 3 * d() * v() + 5 * l() * v();
  return (h() - 1) * root_integral(between, between + all);
}

// And by the first head of the next layer, for all layers but one.
Expression mask_in_next_layer() {
  const Expression all = squared(l()), f = symbol("f");
  const Expression between =
      (h() + 2) * all + 2 * d() * f + l() * f + 5 * squared(d()) + 9 * l() * d();
  return (1 - 1 / symbol("layers")) * root_integral(between, between + all);
}

}  // namespace

Expression one_projection() {
  return product(l(), d(), v());
}

Expression scores(Mask mask) {
  return product(l(), v(), l(), beside(mask));
}

// A score is read again after all others, by the first pass and once more by the weighted sum; the
// two passes between come a row later, and write what they have just read. Beside a mask, its rows
// from here on lie between as well.
Expression score_passes(Mask mask) {
  const Expression all = squared(l()), keys = Expression::rational(3, 2) * l() * v();
  const Expression first =
      mask == Mask::shared ? root_integral(all + keys, 2 * all + keys) : all * sqrt(all + keys);
  return first + 2 * pow(l(), five_halves()) + 2 * all + all * sqrt(all + l() * v());
}

Expression weighted_sum() {
  return product(l(), l(), v());
}

Expression first_reads_of_head() {
  const Expression keys = (5 * l() - 1) * d() / 2 + 2 * d() * v() + 3 * l() * v();
  const Expression values = 3 * l() * d() / 2 + of_one_head();
  return first_reads(keys) + first_reads(values) + first_reads_of_queries(Mask::none);
}

Expression first_reads_of_layer() {
  const Expression keys = (5 * l() - 1) * d() / 2 + 2 * d() * v() + 3 * l() * v();
  const Expression values = 3 * l() * d() / 2 + of_one_head();
  return p() * (first_reads(keys) + first_reads(values)) +
         h() * first_reads_of_queries(Mask::none) +
         2 * (h() - p()) * first_reads(l() * d() + of_one_head());
}

Expression repeated_inputs() {
  const Expression q = symbol("q"), input = l() * d(), one = of_one_head();
  const Expression group = 3 * input + 2 * d() * v() + 2 * l() * v() + q * one;
  return input * (2 * (p() - 1) * sqrt(group) + (h() - p()) * sqrt(input + one + d() * v()) +
                  (p() - 1) * sqrt(3 * input + one + 3 * d() * v()));
}

// H is read after what the heads behind it in the layer touched, W0, and rows of H and O.
Expression output_projection() {
  const Expression input = l() * d();
  const Expression least = (l() - 1) * squared(d()) / l() + input / 2;
  const Expression heads = h() * of_one_head() + 2 * p() * d() * v() + 3 * input * (h() - 1) / h();
  return product(l(), d(), d()) + input * (root_integral(least, least + heads) / heads);
}

std::vector<Definition> of_heads() {
  return {{"v", d() / h()}};
}

std::vector<Definition> of_groups() {
  return {{"v", d() / h()}, {"q", h() / p()}};
}

Expression self_attention(Mask mask) {
  const bool is_masked = mask == Mask::shared;
  const Expression x = l() * d(), weights = d() * v(), rows = l() * v();
  const auto and_mask = [&](const Expression& data) {
    return is_masked ? data + squared(l()) : data;
  };
  const Expression one = of_one_head() + weights;
  const Expression heads =
      h() * (3 * one_projection() + scores(mask) + weighted_sum() + score_passes(mask) +
             first_reads(x + 2 * weights + 3 * rows) + first_reads_of_queries(mask) +
             first_reads(and_mask(x + of_one_head())));
  const Expression inputs =
      x * ((h() - 1) * sqrt(and_mask(x + one)) + 2 * h() * sqrt(x + 2 * weights + 2 * rows) +
           sqrt(x + 2 * d()) + Expression::rational(2, 3) * sqrt(and_mask(h() * one + x)));
  const Expression all = heads + product(l(), d(), d()) + inputs;
  return is_masked ? all + mask_in_next_heads() + mask_in_next_layer() : all;
}

}  // namespace dmc

#include <cmath>

#include <fmt/format.h>

#include "questions.hpp"
#include "topics.hpp"

namespace dmc {
namespace {

constexpr std::string_view k_far = "column-wise reuses";

// The paper's analysis of convolution never counts the result R.
SizeSweep square(std::uint64_t k, Effort effort, std::vector<Term> fading) {
  return {"n", doubling(64, effort == Effort::quick ? 512 : 2048),
          [k](std::uint64_t n) {
            return run_of("conv", {{"n", n}, {"k", k}}, omitting("R"));
          },
          std::move(fading), fmt::format("k = {}, R omitted", k)};
}

SizeSweep with_result(SizeSweep sweep, std::uint64_t k) {
  sweep.run = [k](std::uint64_t n) { return run_of("conv", {{"n", n}, {"k", k}}); };
  sweep.at = fmt::format("k = {}, R counted", k);
  return sweep;
}

std::vector<Question> kernel_questions(Effort effort) {
  const SizeSweep sweep = square(3, effort, whole_powers());
  return {tends("lem3.7", sweep), tends("lem3.7.exact.no-R", sweep),
          as(Role::context, tends("lem3.7", with_result(sweep, 3)))};
}

std::vector<Question> row_questions(Effort effort) {
  const SizeSweep sweep = square(3, effort, whole_powers());
  return {tends("lem3.8", sweep), tends("lem3.8.exact.no-R", sweep),
          as(Role::context, tends("lem3.8", with_result(sweep, 3)))};
}

std::vector<Question> column_questions(Effort effort) {
  const SizeSweep sweep = square(3, effort, whole_powers());
  return {tends("lem3.9", sweep), tends("lem3.9.exact.no-R", sweep),
          as(Role::context, tends("lem3.9", with_result(sweep, 3)))};
}

std::vector<Question> whole_questions(Effort effort) {
  const SizeSweep three = square(3, effort, half_powers());
  const SizeSweep seven = square(7, effort, half_powers());
  SizeSweep oblong = three;
  oblong.run = [](std::uint64_t n) {
    return run_of("conv", {{"h", n / 2}, {"w", n}, {"k", 3}}, omitting("R"));
  };
  oblong.at = "h = n/2, w = n, k = 3, R omitted";
  const SizeSweep growing{
      "k", effort == Effort::quick ? Sizes{4, 6, 8, 12, 16} : Sizes{6, 8, 12, 16, 20, 24},
      [](std::uint64_t k) {
        return run_of("conv", {{"n", k * k}, {"k", k}}, omitting("R"));
      },
      whole_powers(), "n = k², R omitted"};
  return {tends("thm3.10", three),
          tends("thm3.10", seven),
          tends("thm3.10.hw", oblong),
          tends("thm3.10.corrected.no-R", three),
          tends("thm3.10.corrected.no-R", seven),
          tends("thm3.10.hw.corrected.no-R", oblong),
          tends("thm3.10.exact.no-R", three),
          as(Role::context, tends("thm3.10", growing)),
          as(Role::context, tends("thm3.10.corrected", with_result(three, 3)))};
}

/// An image of n² pixels: a portrait of h/w = 4, a square, or a landscape of w/h = 4.
RunRequest image(std::uint64_t n, int shape) {
  const std::uint64_t h = shape == 4 ? 2 * n : shape == 1 ? n : n / 2;
  return run_of("conv", {{"h", h}, {"w", n * n / h}, {"k", 3}}, omitting("R"));
}

Question compared(Role role, std::string_view what, int shape, double claimed, Effort effort) {
  std::vector<Item> items;
  for (const std::uint64_t n : square(3, effort, {}).sizes) {
    items.push_back(
        quotient(static_cast<double>(n), image(n, shape), image(n, 4), class_dmd(k_far), claimed));
  }
  return tends(role, fmt::format("whether the second term of {}", what), "n", std::move(items),
               whole_powers());
}

std::vector<Question> asymmetry_questions(Effort effort) {
  std::vector<Item> whole;
  for (const int shape : {1, -4}) {
    whole.push_back(quotient(shape, image(256, shape), image(256, 4), dmd(), 1));
  }
  // At m = 2, against the factor that the printed percentage stands for.
  const auto printed = [](std::string_view id, double factor) {
    const Formula& formula = find_formula(id);
    const Role role = formula.form == Form::printed ? Role::formula : Role::corrected;
    return asked(
        role, fmt::format("whether {} is {} at m = 2", formula.expression.text(), factor), "",
        {arithmetic(2, fmt::format("{} at m=2", id), fmt::format("dmc formula {} --m 2", id),
                    formula.expression.evaluate({{"m", 2}}), factor)},
        [](Rows rows) { return reproduces(rows, 0.005); });
  };
  return {
      compared(Role::formula, "a square is ∛m of a portrait's (m = 4)", 1, std::cbrt(4.0), effort),
      compared(Role::corrected, "a square is m^(1/4) of a portrait's (m = 4)", 1, std::sqrt(2.0),
               effort),
      compared(Role::formula, "a landscape is √m of a portrait's (m = 4)", -4, 2, effort),
      printed("asymmetry.square", 1.19),
      printed("asymmetry.square.corrected", 1.19),
      printed("asymmetry.landscape", 1.41),
      asked(Role::context, "by how much whole costs differ at 65k pixels, k = 3", "",
            std::move(whole), [](Rows rows) { return near(rows, 0.05); }),
  };
}

}  // namespace

std::vector<Claim> conv_claims() {
  return {
      {"lem3.7", "Lemma 3.7", "kernel reuses", "f(n, k) = k²((n-k+1)² - 1)√(2k² - 1)",
       kernel_questions, AuditVerdict::slip,
       "The count is exact, and so is the distance for k - 1 of k elements in a row of the kernel; "
       "the first ones have 2k²."},
      {"lem3.8", "Lemma 3.8", "row-wise reuses", "g(n, k) = k(k-1)(n-3k+2)(n-k)√(2k² - 1)",
       row_questions, AuditVerdict::slip,
       "The distance is 2k² - 2, and there are (n-k+1)(n-k) pairs of neighbouring windows; with R "
       "counted the printed distance is right and the formula holds in the limit."},
      {"lem3.9", "Lemma 3.9", "column-wise reuses", "h(n, k) = (k-1)((n-k-1)² - 1)√(nk + k²)",
       column_questions, AuditVerdict::holds_asymptotically,
       "Count and distance are off by lower terms only, as long as R is not counted; with R the "
       "distance is n(k + 1)."},
      {"thm3.10", "Theorem 3.10", "convolution",
       "D(n, k) ~ 2√2k³n² + k^1.5n^2.5; D'(h, w, k) ~ 2√2k³hw + k^1.5hw^1.5", whole_questions,
       AuditVerdict::slip,
       "k³ stands for k²(k - 1/2) and k^1.5 for (k - 1)√k, a fifth and a half too much at k = 3; "
       "only where k grows as well, and n far more, both become right."},
      {"asymmetry", "Section 3.2", "width and height",
       "Compared to portrait images of h/w = m, the data movement is a factor of ∛m and √m larger "
       "for square and landscape images: 19% and 41% for m = 2.",
       asymmetry_questions, AuditVerdict::slip,
       "At equal area w goes as m^(-1/2), so h·w^1.5 as m^(-1/4): the fourth root, which is the "
       "19% "
       "printed; and of the second term only, which at 65k pixels is not yet half of the cost."},
  };
}

}  // namespace dmc

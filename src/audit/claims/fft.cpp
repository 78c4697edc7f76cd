#include <array>
#include <cmath>

#include <fmt/format.h>

#include "questions.hpp"
#include "topics.hpp"

namespace dmc {
namespace {

RunRequest transform(std::uint64_t n, const Model& model = {}) {
  return run_of("fft", {{"n", n}}, model);
}

Sizes powers_of_two(unsigned first, unsigned last, unsigned step) {
  Sizes sizes;
  for (unsigned level = first; level <= last; level += step) {
    sizes.push_back(std::uint64_t{1} << level);
  }
  return sizes;
}

SizeSweep large(Effort effort) {
  return {"n", powers_of_two(8, effort == Effort::quick ? 16 : 20, 2),
          [](std::uint64_t n) { return transform(n); }, logarithms(), "temporaries fresh"};
}

std::vector<Question> data_questions(Effort effort) {
  std::vector<Item> items;
  for (const std::uint64_t n : powers_of_two(1, effort == Effort::quick ? 16 : 18, 1)) {
    items.push_back(held(static_cast<double>(n), transform(n), "lem3.13"));
  }
  Question question = asked(Role::formula, "whether a transform touches F(log₂ n) data", "n",
                            std::move(items), equal);
  question.claimed = find_formula("lem3.13").expression.text();
  question.mathml = find_formula("lem3.13").expression.mathml();
  return {std::move(question)};
}

/// What the corrected forms leave out is of lower powers of n.
SizeSweep fading_in_powers(SizeSweep sweep) {
  sweep.fading = half_powers();
  return sweep;
}

std::vector<Question> divide_questions(Effort effort) {
  const SizeSweep sweep = large(effort);
  return {tends("lem3.14", sweep), tends("lem3.14.corrected", fading_in_powers(sweep)),
          tends("lem3.14.exact", sweep), tends("lem3.14.count", sweep)};
}

std::vector<Question> conquer_questions(Effort effort) {
  const SizeSweep sweep = large(effort);
  return {tends("lem3.15", sweep), tends("lem3.15.corrected", fading_in_powers(sweep)),
          tends("lem3.15.exact", sweep), tends("lem3.15.count", sweep)};
}

Question bound(std::string_view id, BoundSide side, const SizeSweep& sweep) {
  const Formula& formula = find_formula(id);
  std::vector<Item> items;
  for (const std::uint64_t n : sweep.sizes) {
    items.push_back(held(static_cast<double>(n), sweep.run(n), id));
  }
  Question question =
      asked(Role::bound,
            fmt::format("whether the DMD is {} {}",
                        side == BoundSide::at_least ? "at least" : "at most", id),
            "n", std::move(items), [=](Rows rows) { return bounded(rows, side, "n"); });
  question.claimed = formula.expression.text();
  question.mathml = formula.expression.mathml();
  return question;
}

/// The coefficient of n^1.5·√log n that the DMD tends to, if log₂ is meant.
constexpr double k_coefficient = 3.5744;

/// The paper's bounds are meant for large n: the coefficient in the limit, for a base.
Question in_the_limit(double base, double printed, BoundSide side) {
  const double coefficient = k_coefficient * std::sqrt(std::log2(base));
  const std::string command =
      fmt::format("awk 'BEGIN {{ print {} * sqrt(log({:.6g}) / log(2)) }}'", k_coefficient, base);
  return asked(Role::bound,
               fmt::format("whether the coefficient in the limit is {} {}",
                           side == BoundSide::at_least ? "at least" : "at most", printed),
               "", {arithmetic(0, "coefficient in the limit", command, coefficient, printed)},
               [=](Rows rows) { return bounded(rows, side, ""); });
}

/// That this is the coefficient: without it, what is left is a multiple of n^1.5 alone.
Question next_order(Effort effort) {
  std::vector<Item> items;
  for (const std::uint64_t n : powers_of_two(14, effort == Effort::quick ? 16 : 20, 1)) {
    const RunRequest run = transform(n);
    const auto size = static_cast<double>(n);
    const Measurand left{"DMD less 3.5744n^1.5·√log₂ n", [=](const RunResult& result) {
                           return result.dmd -
                                  k_coefficient * std::pow(size, 1.5) * std::sqrt(std::log2(size));
                         }};
    const Expression claimed = 4.4 * pow(Expression::variable("n"), 1.5);
    items.push_back(held(size, run, left, claimed));
  }
  return asked(Role::context, "whether 3.5744n^1.5·√log₂ n leaves 4.4n^1.5", "n", std::move(items),
               [](Rows rows) { return near(rows, 0.01); });
}

std::vector<Question> fft_bound_questions(Effort effort) {
  const SizeSweep sweep = large(effort);
  struct Base {
    std::string_view name;
    std::string_view lower;
    std::string_view upper;
    double base;
  };
  const std::array bases = {Base{"log₂", "thm3.18.lower.log2", "thm3.18.upper.log2", 2},
                            Base{"ln", "thm3.18.lower.ln", "thm3.18.upper.ln", std::exp(1.0)},
                            Base{"log₁₀", "thm3.18.lower.log10", "thm3.18.upper.log10", 10}};
  std::vector<Question> all;
  for (const Base& base : bases) {
    all.push_back(read_as(base.name, bound(base.lower, BoundSide::at_least, sweep)));
    all.push_back(read_as(base.name, bound(base.upper, BoundSide::at_most, sweep)));
    all.push_back(read_as(base.name, in_the_limit(base.base, 6.4, BoundSide::at_least)));
    all.push_back(read_as(base.name, in_the_limit(base.base, 6.5, BoundSide::at_most)));
  }
  all.push_back(next_order(effort));
  std::vector<Item> reused;
  for (const std::uint64_t n : sweep.sizes) {
    reused.push_back(versus(static_cast<double>(n), transform(n, reusing_temporaries()), dmd(),
                            transform(n), dmd()));
  }
  all.push_back(asked(Role::context, "what is left where temporaries give their data back", "n",
                      std::move(reused),
                      [](Rows rows) { return bounded(rows, BoundSide::at_least, "n"); }));
  return all;
}

}  // namespace

std::vector<Claim> fft_claims() {
  return {
      {"lem3.13", "Lemma 3.13", "data of a transform", "F(L) = (2L + 1.5)·2^L", data_questions,
       AuditVerdict::holds, "With fresh temporaries every level has 2n data of its own."},
      {"lem3.14", "Lemma 3.14", "divide phase of FFT",
       "f(n) = Σ[d = 2 … log₂ n] 2^(log₂ n - d) Σ[a < 2^d] √(F(d-1) + C(a))", divide_questions,
       AuditVerdict::slip,
       "Only the odd half waits for a transform of the other, 2^(d-1) elements a call, and the "
       "input's own first reads are cold: the sum counts more than twice too much."},
      {"lem3.15", "Lemma 3.15", "conquer phase of FFT",
       "g(n) = Σ[d = 2 … log₂ n] 2^(log₂ n - d) Σ[a < 2^d] √(F(d-1) + C(a))", conquer_questions,
       AuditVerdict::slip,
       "Only the even half waits for a transform of the other, 2^(d-1) elements a call: the sum "
       "counts twice."},
  };
}

std::vector<Claim> fft_bound_claims() {
  return {
      {"thm3.18", "Theorem 3.18", "FFT",
       "6.4n^1.5√log n ≤ D(n) ≤ 6.5n^1.5√log n, asymptotically tight", fft_bound_questions,
       AuditVerdict::bound_violated,
       "The coefficient tends to 3.574 in log₂, 4.293 in ln and 6.515 in log₁₀, so only base 10 "
       "comes near, 0.2% above its upper bound; but terms of n^1.5 fade as 1/√log n, and at every "
       "size that can be run the DMD is more than a quarter above it."},
  };
}

}  // namespace dmc

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "questions.hpp"
#include "topics.hpp"

namespace dmc {
namespace {

RunRequest spectral(std::uint64_t n, std::uint64_t k, const Model& model = {}) {
  return run_of("fftconv", {{"n", n}, {"k", k}}, model);
}

RunRequest spatial(std::uint64_t n, std::uint64_t k) {
  return run_of("conv", {{"n", n}, {"k", k}});
}

struct Base {
  std::string_view name;
  std::string_view formula;
};
constexpr std::array k_bases = {Base{"log₂", "fftconv.log2"}, Base{"ln", "fftconv.ln"},
                                Base{"log₁₀", "fftconv.log10"}};

constexpr std::uint64_t k_largest = 512;

std::vector<Question> fftconv_bound_questions(Effort /*effort*/) {
  std::vector<Question> all;
  for (const Base& base : k_bases) {
    std::vector<Item> items;
    for (const std::uint64_t n : doubling(16, k_largest)) {
      items.push_back(held(static_cast<double>(n), spectral(n, 3), base.formula));
    }
    all.push_back(read_as(
        base.name, asked(Role::bound, fmt::format("whether the DMD is at least {}", base.formula),
                         "n", std::move(items),
                         [](Rows rows) { return bounded(rows, BoundSide::at_least, "n"); })));
  }
  for (const Model& model : {Model{}, reusing_temporaries()}) {
    std::vector<Item> items;
    for (const std::uint64_t n : doubling(64, k_largest)) {
      const Expression claimed = find_formula("fftconv.log2").expression;
      items.push_back(held(static_cast<double>(n), spectral(n, 3, model), dmd(), claimed));
    }
    const bool fresh = model.temporaries == Temporaries::fresh;
    // √log n itself grows as less than n^0.15 at these sizes.
    all.push_back(
        asked(Role::statement,
              fmt::format("whether the bound is tight: growth as n^2.5√log n, temporaries {}",
                          fresh ? "fresh" : "reused"),
              "n", std::move(items), [](Rows rows) { return grows_as(rows, "n", 2.6, 0.1); }));
  }
  return all;
}

Question printed_number(std::string_view formula, const Parameters& parameters, double millions) {
  return asked(
      Role::formula, fmt::format("whether {} gives {} million", formula, millions), "",
      {arithmetic(0, fmt::format("{}, in millions", formula), formula_command(formula, parameters),
                  value_of(formula, parameters) / 1e6, millions)},
      [](Rows rows) { return reproduces(rows, 0.5); });
}

std::vector<Question> number_questions(Effort /*effort*/) {
  std::vector<Question> all;
  all.reserve(k_bases.size() + 4);
  for (const Base& base : k_bases) {
    all.push_back(
        read_as(base.name, printed_number(base.formula, {{"n", k_largest}, {"k", 3}}, 376)));
  }
  const std::array<std::pair<std::uint64_t, double>, 3> printed = {{{3, 51}, {5, 159}, {7, 364}}};
  std::vector<Item> measured;
  for (const auto& [k, millions] : printed) {
    all.push_back(printed_number("thm3.10", {{"n", k_largest}, {"k", k}}, millions));
    measured.push_back(held(static_cast<double>(k), spatial(k_largest, k), dmd(), millions * 1e6));
  }
  std::vector<Item> gap;
  for (const std::uint64_t n : doubling(64, k_largest)) {
    gap.push_back(versus(static_cast<double>(n), spectral(n, 3), dmd(), spatial(n, 3), dmd()));
  }
  all.push_back(asked(Role::statement, "whether FFT costs 376 million at n = 512", "",
                      {held(0, spectral(k_largest, 3), dmd(), 376e6)},
                      [](Rows rows) { return near(rows, 0.1); }));
  all.push_back(asked(Role::context, "whether convolution costs 51, 159 and 364 million", "k",
                      std::move(measured), [](Rows rows) { return near(rows, 0.1); }));
  all.push_back(asked(Role::statement, "whether the gap increases with the image (k = 3)", "n",
                      std::move(gap), [](Rows rows) { return widens(rows, "n"); }));
  return all;
}

/// The least kernel with k³ > n.
std::uint64_t least_kernel(std::uint64_t n) {
  std::uint64_t k = 1;
  while (k * k * k <= n) {
    ++k;
  }
  return k;
}

std::vector<Question> crossover_questions(Effort /*effort*/) {
  std::vector<Question> all;
  for (const Base& base : k_bases) {
    std::vector<Item> items;
    for (const std::uint64_t n : doubling(64, 4096)) {
      const Parameters parameters{{"n", n}, {"k", least_kernel(n)}};
      items.push_back(
          arithmetic(static_cast<double>(n),
                     fmt::format("{} against thm3.10, k={}", base.formula, least_kernel(n)),
                     formula_command(base.formula, parameters), value_of(base.formula, parameters),
                     value_of("thm3.10", parameters)));
    }
    all.push_back(
        as(Role::context,
           asked(Role::context,
                 fmt::format("whether the paper's formulas agree for the least k with k³ > "
                             "n ({})",
                             base.name),
                 "n", std::move(items),
                 [](Rows rows) { return strictly_bounded(rows, BoundSide::at_most, "n"); })));
  }
  std::vector<Item> measured;
  for (const std::uint64_t n : doubling(64, k_largest)) {
    const std::uint64_t k = least_kernel(n);
    measured.push_back(versus(static_cast<double>(n), spectral(n, k), dmd(), spatial(n, k), dmd()));
  }
  all.insert(all.begin(),
             asked(Role::statement, "whether FFT costs less for the least k with k³ > n", "n",
                   std::move(measured),
                   [](Rows rows) { return strictly_bounded(rows, BoundSide::at_most, "n"); }));
  return all;
}

}  // namespace

std::vector<Claim> fftconv_claims() {
  return {
      {"fftconv-bound", "Section 3.5.1", "FFT convolution",
       "D_FFTconv(n) ≥ 3·2n·D_FFT(n) ≥ 38.5n^2.5√log n: a generous, but asymptotically tight, "
       "lower "
       "bound.",
       fftconv_bound_questions, AuditVerdict::refuted,
       "Between the transforms of rows and of columns all n² values wait at distances of n² and "
       "more, as they do before the product and its inverse: the cost is Θ(n³√log n), or Θ(n³) "
       "where "
       "temporaries give their data back."},
      {"fftconv-numbers", "Section 3.5.1", "FFT and convolution in numbers",
       "FFT costs 376 million for n = 512, convolution 51, 159 and 364 million for k = 3, 5, 7. "
       "The "
       "gap increases as image size increases.",
       number_questions, AuditVerdict::refuted,
       "The formulas give these numbers, FFT's with log₁₀; measured, FFT costs twelve times as "
       "much, "
       "for want of the n³ term, and convolution 9 to 21% less."},
      {"fftconv-k3", "Section 3.5.1", "when FFT pays",
       "If k³ > n, the cost of FFT convolution is asymptotically smaller.", crossover_questions,
       AuditVerdict::refuted,
       "At k³ = n convolution costs about (2√2 + 1)n³, and FFT 9.2n³√log₂ n: k³ must exceed a "
       "multiple of n√log n."},
  };
}

}  // namespace dmc

#include <cmath>

#include <fmt/format.h>

#include "questions.hpp"
#include "topics.hpp"

namespace dmc {
namespace {

Parameters shape(std::uint64_t d, std::uint64_t h, std::uint64_t p) {
  return {{"l", d / 8}, {"d", d}, {"h", h}, {"p", p}};
}

/// What p groups of h cost beyond one group, measured and by the formula: what is left when matrix
/// products, which the paper leaves out as constant, are taken away.
Item growth(std::uint64_t d, std::uint64_t h, std::uint64_t p) {
  const RunRequest many = run_of("gqa", shape(d, h, p));
  const RunRequest one = run_of("gqa", shape(d, h, 1));
  const double claimed = value_of("lem3.6", shape(d, h, p)) - value_of("lem3.6", shape(d, h, 1));
  return {{many, one}, [=](const AuditEvidence& evidence) {
            const double more = evidence.of(many).dmd - evidence.of(one).dmd;
            return EvidenceRow{.x = static_cast<double>(d),
                               .subject = subject_of(many) + " less " + subject_of(one),
                               .command = command_of(many) + "; " + command_of(one),
                               .quantity = "DMD, difference",
                               .measured = more,
                               .claimed = claimed,
                               .ratio = more / claimed};
          }};
}

std::vector<Question> questions(Effort effort) {
  const SizeSweep layer{"d", doubling(64, effort == Effort::quick ? 512 : 1024),
                        [](std::uint64_t d) { return run_of("gqa", shape(d, 8, 2)); },
                        half_powers(), "l = d/8, h = 8, p = 2"};
  std::vector<Item> groups, differences, counts;
  for (const std::uint64_t p : Sizes{1, 2, 4, 8}) {
    const auto x = static_cast<double>(p);
    groups.push_back(
        versus(x, run_of("gqa", shape(128, 8, p)), dmd(), run_of("gqa", shape(128, 8, 1)), dmd()));
    counts.push_back(arithmetic(x, fmt::format("p(q-1) at h=8 p={}", p),
                                fmt::format("awk 'BEGIN {{ print {} * ({} - 1) }}'", p, 8 / p),
                                8.0 - x, 8));
  }
  for (const std::uint64_t d : layer.sizes) {
    differences.push_back(growth(d, 8, 8));
  }
  return {tends("lem3.6", layer),
          tends(Role::formula,
                "whether 8 groups cost as much more than one as the formula says (l = d/8, h = 8)",
                "d", std::move(differences), half_powers()),
          tends("lem3.6.corrected", layer),
          asked(Role::statement, "whether the cost grows linearly with the number of groups", "p",
                std::move(groups), [](Rows rows) { return grows_as(rows, "p", 1, 0.25); }),
          asked(Role::statement, "whether p(q-1) is about h", "p", std::move(counts),
                [](Rows rows) { return near(rows, 0.5); })};
}

/// The dimension at which Lemma 3.6 gives 10^5, for the length that allows the largest one: the
/// paper gives none.
double dimension_for(double h, double q) {
  const Expression& cost = find_formula("lem3.6").expression;
  return root_between(0.1, 1000, [&](double d) {
    return cost.evaluate({{"d", d}, {"h", h}, {"p", h / q}, {"q", q}, {"l", 0}}) - 1e5;
  });
}

std::vector<Question> curve_questions(Effort /*effort*/) {
  std::vector<Question> all;
  for (const double h : {8.0, 32.0, 64.0, 128.0}) {
    std::vector<Item> items;
    for (double q = 1; q <= h; q *= 2) {
      const double d = dimension_for(h, q);
      const std::string what = fmt::format("d for 10^5 DMD at h={} q={}", h, q);
      items.push_back(arithmetic(q, what, "dmc figure 2", d, h));
    }
    all.push_back(asked(
        Role::statement, fmt::format("whether d is at least h along the curve of {} heads", h), "q",
        std::move(items), [](Rows rows) { return bounded(rows, BoundSide::at_least, "q"); }));
  }
  return all;
}

}  // namespace

std::vector<Claim> gqa_claims() {
  return {
      {"lem3.6", "Lemma 3.6", "grouped query attention",
       "D_GQA ≈ p(d² + 2d²/h)^1.5 + 2p(q-1)(d²/h)√(l² + 4d²/h) ≈ pd³; since p(q-1) ~ h, DMC grows "
       "almost linearly with the number of groups.",
       questions, AuditVerdict::refuted,
       "Groups share key and value projections alone, a small part of the layer: its score matrix "
       "is l×l, not d×d, and p(q-1) = h - p, which is 0 without grouping."},
      {"fig2", "Figure 2", "dimension against group size",
       "The curves for a fixed cost of 10^5 DMD and 8, 32, 64, 128 heads advise how to adjust "
       "model "
       "dimension against the size of groups.",
       curve_questions, AuditVerdict::refuted,
       "At 10^5 DMD the formula allows dimensions of a few dozen at most, fewer than there are "
       "heads on most of the curves: a head would have less than one column."},
  };
}

}  // namespace dmc

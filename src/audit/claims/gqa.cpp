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

/// The lemma has a score matrix of d×d, which is what there is where l = d.
SizeSweep square_scores(Effort effort) {
  return {"d", doubling(16, effort == Effort::quick ? 128 : 256),
          [](std::uint64_t d) {
            return run_of("gqa", {{"l", d}, {"d", d}, {"h", 8}, {"p", 2}});
          },
          whole_powers(), "l = d, h = 8, p = 2"};
}

/// Lemma 3.5's price of what each group is the first to access: all but the inputs and H.
Measurand new_data_of_groups() {
  return {"m^1.5 for the m new data of each group", [](const RunResult& run) {
            double data = -4.0 * static_cast<double>(run.parameters["l"] * run.parameters["d"]);
            for (const StageTotals& stage : run.stages) {
              data +=
                  stage.name == "output projection" ? 0.0 : static_cast<double>(stage.cold_misses);
            }
            const auto groups = static_cast<double>(run.parameters["p"]);
            return groups * std::pow(data / groups, 1.5);
          }};
}

/// What a group's heads share and read again, one after the other: its keys and values.
Measurand shared_by_heads() {
  return {"DMD, keys and values carried by head", [](const RunResult& run) {
            double sum = 0;
            for (const ClassTotals& one : run.classes) {
              const bool shared = one.array == "k" || one.array == "v";
              sum += shared && one.carried_by == "head" ? one.totals.dmd : 0;
            }
            return sum;
          }};
}

/// The two terms of the lemma, each against what it prices.
std::vector<Question> term_questions(Effort effort) {
  const Expression l = Expression::variable("l"), d = Expression::variable("d"),
                   h = Expression::variable("h"), p = Expression::variable("p");
  const Expression columns = d / h, heads = h / p, dd = pow(d, 2);
  const Expression of_head = columns * (d + l) + pow(l, 2);
  const Expression between = pow(l, 2) + l * d + columns * d;
  const SizeSweep sweep = square_scores(effort);
  return {tends(Role::formula, new_data_of_groups(), p * pow(dd + (2 * dd) / h, 1.5), sweep),
          tends(Role::corrected, new_data_of_groups(),
                p * pow(2 * columns * (d + l) + heads * of_head, 1.5), sweep),
          tends(Role::formula, shared_by_heads(),
                2 * p * (heads - 1) * (dd / h) * sqrt(pow(l, 2) + (4 * dd) / h), sweep),
          tends(Role::corrected, shared_by_heads(),
                (h - p) * l * columns *
                    (sqrt(between + 4 * l * columns) + sqrt(between + 3 * l * columns)),
                sweep)};
}

/// What p groups cost beyond one, against a share of what 8 do that is as large as p.
Item equal_steps(std::uint64_t p) {
  const auto layer = [](std::uint64_t groups) { return run_of("gqa", shape(128, 8, groups)); };
  return {{layer(1), layer(p), layer(8)}, [=](const AuditEvidence& evidence) {
            const double one = evidence.of(layer(1)).dmd;
            const double more = evidence.of(layer(p)).dmd - one;
            const double share =
                (evidence.of(layer(8)).dmd - one) * (static_cast<double>(p) - 1) / 7;
            return EvidenceRow{
                .x = static_cast<double>(p),
                .subject = subject_of(layer(p)) + " less " + subject_of(layer(1)),
                .command = command_of(layer(p)) + "; " + command_of(layer(1)),
                .quantity = fmt::format("DMD, difference, against {}/7 of that of 8 groups", p - 1),
                .measured = more,
                .claimed = share,
                .ratio = more / share};
          }};
}

/// What the lemma concludes, the matrix products left out as constant.
std::vector<Question> growth_questions() {
  std::vector<Item> groups, steps, counts;
  for (const std::uint64_t p : Sizes{1, 2, 4, 8}) {
    const auto x = static_cast<double>(p);
    groups.push_back(
        versus(x, run_of("gqa", shape(128, 8, p)), dmd(), run_of("gqa", shape(128, 8, 1)), dmd()));
    if (p > 1) {
      steps.push_back(equal_steps(p));
    }
    counts.push_back(arithmetic(x, fmt::format("p(q-1) at h=8 p={}", p),
                                fmt::format("awk 'BEGIN {{ print {} * ({} - 1) }}'", p, 8 / p),
                                8.0 - x, 8));
  }
  return {asked(Role::statement, "whether the cost grows with the number of groups", "p",
                std::move(groups), [](Rows rows) { return widens(rows, "p"); }),
          asked(Role::statement, "whether it does so linearly, beside a constant", "p",
                std::move(steps), [](Rows rows) { return near(rows, 0.05); }),
          asked(Role::context, "whether p(q-1) is about h", "p", std::move(counts),
                [](Rows rows) { return near(rows, 0.5); })};
}

std::vector<Question> gqa_questions(Effort effort) {
  const SizeSweep layer{"d", doubling(64, effort == Effort::quick ? 512 : 1024),
                        [](std::uint64_t d) { return run_of("gqa", shape(d, 8, 2)); },
                        half_powers(), "l = d/8, h = 8, p = 2"};
  std::vector<Item> differences;
  for (const std::uint64_t d : layer.sizes) {
    differences.push_back(growth(d, 8, 8));
  }
  std::vector<Question> all = term_questions(effort);
  all.push_back(tends("lem3.6.corrected", layer));
  all.push_back(as(Role::context, tends("lem3.6", layer)));
  all.push_back(
      tends(Role::context,
            "whether 8 groups cost as much more than one as the formula says (l = d/8, h = 8)", "d",
            std::move(differences), half_powers()));
  for (Question& question : growth_questions()) {
    all.push_back(std::move(question));
  }
  return all;
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
       gqa_questions, AuditVerdict::slip,
       "Every head of a group has scores of its own, l×l of them, and what heads share and read "
       "again are keys and values; p(q-1) = h - p is 0 without grouping, but the cost does grow "
       "with the number of groups, by as much for each, beside the products that the paper leaves "
       "out as constant."},
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

#include <cmath>

#include <fmt/format.h>

#include "dmc/formulas/real_values.hpp"

#include "questions.hpp"
#include "topics.hpp"

namespace dmc {
namespace {

RunRequest batched(std::uint64_t n, std::uint64_t c, std::uint64_t x) {
  return run_of("batchconv", {{"n", n}, {"k", 3}, {"c", c}, {"x", x}});
}

Item all_against_one(double at, std::uint64_t n, std::uint64_t c) {
  return versus(at, batched(n, c, c), dmd(), batched(n, c, 1), dmd());
}

std::vector<Question> theorem_questions(Effort effort) {
  std::vector<Question> all;
  for (const std::string_view id : {"thm3.11", "thm3.11.corrected"}) {
    for (const std::uint64_t x : Sizes{1, 2, 4}) {
      all.push_back(tends(id, {"n", doubling(64, effort == Effort::quick ? 512 : 1024),
                               [x](std::uint64_t n) { return batched(n, 4, x); }, half_powers(),
                               fmt::format("k = 3, c = 4, x = {}", x)}));
    }
  }
  all.push_back(tends("thm3.11.exact",
                      {"n", doubling(32, 256), [](std::uint64_t n) { return batched(n, 4, 2); },
                       half_powers(), "k = 3, c = 4, x = 2"}));
  return all;
}

/// Both figures, of formulas alone.
constexpr std::string_view k_by_size = "dmc figure 3 --longest 0";
constexpr std::string_view k_by_channels = "dmc figure 4 --longest 0";

/// A formula's value, for sizes that need not be whole.
double value(std::string_view formula, double n, double c, double x) {
  return evaluate(find_formula(formula), {{"n", n}, {"k", 3}, {"c", c}, {"x", x}});
}

/// The side of an image of 10 channels from which one batch costs less.
double size_crossover(std::string_view formula) {
  return root_between(
      100, 2000, [=](double n) { return value(formula, n, 10, 10) - value(formula, n, 10, 1); });
}

/// The number of channels of n×n from which one batch costs more.
double channel_crossover(std::string_view formula, double n) {
  return root_between(2, 500,
                      [=](double c) { return value(formula, n, c, c) - value(formula, n, c, 1); });
}

Question number(std::string_view what, std::string_view command, double value, double claimed) {
  return asked(Role::formula, fmt::format("whether the formula gives {}", what), "",
               {arithmetic(0, what, command, value, claimed)},
               [](Rows rows) { return reproduces(rows, 0.5); });
}

std::vector<Question> size_questions(Effort /*effort*/) {
  const double saved = 100 * (1 - value("thm3.11", 2000, 10, 10) / value("thm3.11", 2000, 10, 1));
  std::vector<Item> below, above, all;
  for (const std::uint64_t n : Sizes{64, 128, 192, 256, 384, 512}) {
    const Item item = all_against_one(static_cast<double>(n), n, 10);
    (n < 448 ? below : above).push_back(item);
    all.push_back(item);
  }
  return {
      number("448 as the size where batching pays", k_by_size, size_crossover("thm3.11"), 448),
      number("47% saved at n = 2000", k_by_size, saved, 47),
      number("364% from 448 to 2000", "awk 'BEGIN { print 100 * (2000 / 448 - 1) }'",
             100 * (2000.0 / 448 - 1), 364),
      asked(Role::statement, "whether batching costs more below n = 448", "n", std::move(below),
            [](Rows rows) { return strictly_bounded(rows, BoundSide::at_least, "n"); }),
      asked(Role::statement, "whether batching costs less above n = 448", "n", std::move(above),
            [](Rows rows) { return strictly_bounded(rows, BoundSide::at_most, "n"); }),
      as(Role::context, number("448 in the corrected formula", k_by_size,
                               size_crossover("thm3.11.corrected"), 448)),
      asked(Role::context, "where measured batching begins to pay", "n", std::move(all),
            [](Rows rows) { return crosses(rows, "n", 448, 0.05); }),
  };
}

/// Batch sizes of `c` channels that divide them, and their measured cost beside the formula's.
Question best_batch(Role role, std::uint64_t n, std::uint64_t c, double claimed) {
  std::vector<Item> items;
  for (const std::uint64_t x : doubling(1, c)) {
    items.push_back(held(static_cast<double>(x), batched(n, c, x), "thm3.11"));
  }
  return asked(role, fmt::format("which batch size costs least (n = {}, c = {})", n, c), "x",
               std::move(items), [=](Rows rows) { return least_at(rows, "x", claimed); });
}

std::vector<Question> channel_questions(Effort effort) {
  std::vector<Item> along;
  for (const std::uint64_t c : Sizes{2, 4, 8, 16, 32}) {
    along.push_back(all_against_one(static_cast<double>(c), 256, c));
  }
  // At a quarter of the side the formula's own crossover is near 5 channels.
  const double small = channel_crossover("thm3.11", 256);
  std::vector<Question> all = {
      number("25 as the last number of channels for which one batch pays", k_by_channels,
             std::floor(channel_crossover("thm3.11", 1024)), 25),
      as(Role::context, number("25 in the corrected formula", k_by_channels,
                               std::floor(channel_crossover("thm3.11.corrected", 1024)), 25)),

      asked(
          Role::statement,
          fmt::format("whether one batch stops paying where the formula says (n = 256, c = {:.1f})",
                      small),
          "c", std::move(along), [=](Rows rows) { return crosses(rows, "c", small, 0.1); }),
      best_batch(Role::context, 256, 16, 16),
  };
  if (effort == Effort::full) {
    all.push_back(asked(Role::statement, "whether one batch costs less before c = 25 (n = 1024)",
                        "c", {all_against_one(4, 1024, 4)},
                        [](Rows rows) { return strictly_bounded(rows, BoundSide::at_most, "c"); }));
    all.push_back(asked(Role::statement, "whether one batch costs more after c = 25 (n = 1024)",
                        "c", {all_against_one(32, 1024, 32)}, [](Rows rows) {
                          return strictly_bounded(rows, BoundSide::at_least, "c");
                        }));
    all.push_back(best_batch(Role::context, 256, 64, 64));
  }
  return all;
}

}  // namespace

std::vector<Claim> batch_claims() {
  return {
      {"thm3.11", "Theorem 3.11", "batched convolution",
       "D(n, k, c, x) ~ c√x(2√2k³n² + k^1.5n^2.5) + √x(c/x - 1)n³", theorem_questions,
       AuditVerdict::slip,
       "The result is read again after x images and itself, at n²(x + 1) and not n²x, 41% more at "
       "x "
       "= 1; the other terms carry the slips of Theorem 3.10."},
      {"fig3", "Figure 3", "batching against the image's size",
       "With k = 3 and c = 10, batching hurts below n = 448 and reduces the DMD above; from 448 to "
       "2000 (364% more data) the savings go from 0% to 47%.",
       size_questions, AuditVerdict::refuted,
       "448 is where the formula's curves cross; its result term is too small by √(x + 1)/√x and "
       "its other terms too large, so in truth batching pays from half of that size on."},
      {"fig4", "Figure 4", "batching against the number of channels",
       "With n = 1024 and k = 3, processing all channels in one batch is beneficial before c = 25 "
       "and not after it.",
       channel_questions, AuditVerdict::refuted,
       "25 is where the formula's curves cross; measured, one batch pays for several times as many "
       "channels, and the best batch size lies between 1 and c."},
  };
}

}  // namespace dmc

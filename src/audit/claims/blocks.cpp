#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "questions.hpp"
#include "topics.hpp"

namespace dmc {
namespace {

std::vector<Question> granularity_questions(Effort /*effort*/) {
  std::vector<Item> items;
  for (const std::uint64_t bits : Sizes{2, 8, 32}) {
    Model model;
    model.bits = bits;
    const Parameters parameters{{"n", 64}, {"k", 3}};
    items.push_back(quotient(static_cast<double>(bits), run_of("conv", parameters, model),
                             run_of("conv", parameters), dmd(),
                             std::sqrt(static_cast<double>(bits))));
  }
  return {asked(Role::definition, "whether s bits a datum cost √s as much", "s", std::move(items),
                equal)};
}

Model blocks_without_result(std::uint64_t b) {
  Model model = in_blocks(b);
  model.omit = {"R"};
  return model;
}

/// What a window costs whose neighbours are many, R omitted: its accesses to the blocks that it and
/// the windows before it in the row have touched. Worked out by walking along one row with a list
/// of blocks, the last one used in front; blocks that come into the row are met again one row of
/// windows later, which is not counted here.
double cost_of_window(std::uint64_t k, std::uint64_t b) {
  using BlockId = std::pair<std::uint64_t, std::uint64_t>;  // 0 and the block of K, or 1 + a row's
  std::vector<BlockId> recent;
  double cost = 0;
  const auto touch = [&](BlockId block, bool counts) {
    const auto found = std::find(recent.rbegin(), recent.rend(), block);
    if (found != recent.rend()) {
      cost += counts ? std::sqrt(static_cast<double>(found - recent.rbegin() + 1)) : 0;
      recent.erase(std::next(found).base());
    }
    recent.push_back(block);
  };
  // Windows repeat themselves every b columns, once the first ones are past.
  for (std::uint64_t j = 0; j < 2 * (k + b); ++j) {
    const bool counts = j >= 2 * k + b;
    for (std::uint64_t y = 0; y < k; ++y) {
      for (std::uint64_t x = 0; x < k; ++x) {
        touch({0, (y * k + x) / b}, counts);
        touch({1 + y, (j + x) / b}, counts);
      }
    }
  }
  constexpr double k_digits = 1e4;  // as far as it is printed
  return std::round(cost / static_cast<double>(b) * k_digits) / k_digits;
}

std::vector<Question> conv_questions(Effort effort) {
  const Expression n = Expression::variable("n"), k = Expression::variable("k"),
                   b = Expression::variable("b");
  // A row of windows comes back to n/b blocks of each of k - 1 rows, kn/b blocks later.
  const Expression far = ((k - 1) * sqrt(k) * pow(n, 2.5)) / pow(b, 1.5);
  std::vector<Question> all;
  std::vector<Item> left;
  for (const std::uint64_t size : Sizes{4, 8}) {
    const SizeSweep sweep{
        "n", doubling(128, effort == Effort::quick ? 1024 : 2048),
        [size](std::uint64_t side) {
          return run_of("conv", {{"n", side}, {"k", 3}}, blocks_without_result(size));
        },
        half_powers(), fmt::format("k = 3, b = {}, R omitted", size)};
    all.push_back(tends("thm3.20", sweep));
    SizeSweep of_class = sweep;
    of_class.fading = whole_powers();
    all.push_back(tends(Role::corrected, class_dmd("column-wise reuses"), far, of_class));
    all.push_back(tends(Role::corrected, dmd(), cost_of_window(3, size) * pow(n, 2) + far, sweep));
  }
  const auto largest = effort == Effort::quick ? 1024U : 2048U;
  for (const std::uint64_t side : doubling(128, largest)) {
    left.push_back(quotient(static_cast<double>(side),
                            run_of("conv", {{"n", side}, {"k", 3}}, blocks_without_result(8)),
                            run_of("conv", {{"n", side}, {"k", 3}}, omitting("R")), dmd(),
                            1 / std::sqrt(8.0)));
  }
  all.push_back(asked(Role::context, "whether blocks of 8 cost 1/√8 of what elements do (k = 3)",
                      "n", std::move(left), [](Rows rows) { return near(rows, 0.05); }));
  return all;
}

/// A run on blocks against √b times the same run on elements, each with its first accesses' cost.
Item against_elements(std::string_view kernel, const Parameters& parameters, Model model,
                      std::uint64_t b) {
  const RunRequest elements = run_of(kernel, parameters, model);
  model.block = b;
  const RunRequest blocks = run_of(kernel, parameters, model);
  const auto cost = [](const RunResult& run) { return run.dmd + run.cold_cost; };
  return {{blocks, elements}, [=](const AuditEvidence& evidence) {
            const double limit = std::sqrt(static_cast<double>(b)) * cost(evidence.of(elements));
            const double measured = cost(evidence.of(blocks));
            return EvidenceRow{.x = static_cast<double>(b),
                               .subject = subject_of(blocks),
                               .command = command_of(blocks) + "; " + command_of(elements),
                               .quantity = "cost, against √b of that on elements",
                               .measured = measured,
                               .claimed = limit,
                               .ratio = measured == limit ? 1 : measured / limit};
          }};
}

/// Programs of all kinds, and a stream: what is left of convolution with k = 1 but its image.
std::vector<Item> programs(Cold cold) {
  Model model;
  model.cold = cold;
  Model stream = model;
  stream.omit = {"K", "R"};
  std::vector<Item> items;
  for (const std::uint64_t b : Sizes{2, 8}) {
    items.push_back(against_elements("conv", {{"n", 64}, {"k", 3}}, model, b));
    items.push_back(against_elements("matmul", {{"m", 32}, {"n", 32}, {"l", 32}}, model, b));
    items.push_back(against_elements("fft", {{"n", 256}}, model, b));
    items.push_back(against_elements("mha", {{"l", 16}, {"d", 32}, {"h", 4}}, model, b));
    items.push_back(against_elements("conv", {{"n", 64}, {"k", 1}}, stream, b));
  }
  return items;
}

std::vector<Question> bound_questions(Effort /*effort*/) {
  const auto below = [](Rows rows) { return strictly_bounded(rows, BoundSide::at_most, ""); };
  const auto not_above = [](Rows rows) { return bounded(rows, BoundSide::at_most, ""); };
  return {asked(Role::bound, "whether every program on blocks costs less than √b of its cost", "",
                programs(Cold::free), below),
          asked(Role::context, "whether it costs at most that with m^1.5 for first accesses", "",
                programs(Cold::bound), not_above),
          asked(Role::context, "whether it costs at most that with the i-th datum at depth i", "",
                programs(Cold::stack), not_above)};
}

/// Accesses to the block used last or last but one: with kernel and image taking turns, those that
/// find the block just used.
Measurand accesses_at_hand() {
  return {"share of accesses at distance 2 or less", [](const RunResult& run) {
            std::uint64_t reuses = 0;
            for (const Histogram::Bin& bin : run.histogram.bins) {
              reuses += bin.distance <= 2 ? bin.reuses : 0;
            }
            return static_cast<double>(reuses) / static_cast<double>(run.accesses);
          }};
}

RunRequest channels(std::uint64_t c, std::uint64_t layout, std::uint64_t b) {
  return run_of("batchconv", {{"n", 32}, {"k", 3}, {"c", c}, {"x", c}, {"layout", layout}},
                in_blocks(b));
}

constexpr std::uint64_t k_channels_first = 0;
constexpr std::uint64_t k_channels_last = 1;

std::vector<Question> block_channel_questions(Effort effort) {
  const Expression best = 1 - 1 / Expression::variable("b");
  std::vector<Question> all;
  for (const std::uint64_t b : Sizes{8, 16}) {
    const SizeSweep sweep{"c", doubling(b, effort == Effort::quick ? 8 * b : 16 * b),
                          [b](std::uint64_t c) { return channels(c, k_channels_last, b); },
                          whole_powers(), fmt::format("n = 32, k = 3, b = {}", b)};
    all.push_back(tends(Role::statement, accesses_at_hand(), best, sweep));
    std::vector<Item> items;
    for (const std::uint64_t c : sweep.sizes) {
      items.push_back(versus(static_cast<double>(c), channels(c, k_channels_last, b), dmd(),
                             channels(c, k_channels_first, b), dmd()));
    }
    all.push_back(
        asked(Role::statement,
              fmt::format("whether channels last cost less than channels first (b = {})", b), "c",
              std::move(items),
              [](Rows rows) { return strictly_bounded(rows, BoundSide::at_most, "c"); }));
  }
  return all;
}

}  // namespace

std::vector<Claim> block_claims() {
  return {
      {"def3.19", "Definition 3.19", "granularity", "DMD_s(p) = Σ √(s·d_i)", granularity_questions,
       AuditVerdict::definition, "The root of s stands before the sum."},
      {"thm3.20", "Theorem 3.20", "convolution on blocks", "D ~ (1/√b)(2√2n²k³ + n^2.5k^1.5)",
       conv_questions, AuditVerdict::slip,
       "Distances shrink by b, and reuses from one row of windows to the next become b times fewer "
       "as well: their part falls as b^-1.5, beside what each window costs within its own row."},
      {"thm3.21", "Theorem 3.21", "blocks in general", "DMC_b(A) < √b·f(A)", bound_questions,
       AuditVerdict::bound_violated,
       "A program that touches each datum once costs nothing by element, but reuses blocks; once "
       "first accesses cost anything, at most √b holds for every program tried."},
      {"channels-last", "Section 3.5.2", "channels last",
       "As the number of channels trends upward, channels last approaches the best possible "
       "spatial "
       "locality.",
       block_channel_questions, AuditVerdict::holds_asymptotically,
       "Neighbouring accesses then are to neighbouring elements, so all but one in b find the "
       "block "
       "just used."},
  };
}

}  // namespace dmc

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "dmc/analysis/tune.hpp"

// What each tuning tries.
namespace dmc {
namespace {

/// 1, 2, 3, 4, 6, 8, 12, … up to `most`, and `most` itself.
std::vector<std::uint64_t> steps_to(std::uint64_t most) {
  std::vector<std::uint64_t> values;
  for (std::uint64_t power = 1; power <= most; power *= 2) {
    values.push_back(power);
    if (power >= 2 && power + power / 2 <= most) {
      values.push_back(power + power / 2);
    }
  }
  if (values.back() != most) {
    values.push_back(most);
  }
  return values;
}

std::vector<std::uint64_t> powers_to(std::uint64_t most) {
  std::vector<std::uint64_t> values;
  for (std::uint64_t power = 1; power < most; power *= 2) {
    values.push_back(power);
  }
  values.push_back(most);
  return values;
}

/// The problem with these tuned values.
Parameters with(const Kernel& kernel, const Parameters& problem,
                std::initializer_list<std::pair<std::string_view, std::uint64_t>> values,
                std::initializer_list<std::string_view> without = {}) {
  Parameters own;
  for (const auto& [name, value] : problem.entries()) {
    if (std::find(without.begin(), without.end(), name) == without.end()) {
      own.set(name, value);
    }
  }
  for (const auto& [name, value] : values) {
    own.set(name, value);
  }
  return resolve_parameters(kernel, own);
}

/// All batches of up to 16 channels; of more, steps, which are enough to see the minimum.
std::vector<Parameters> batches(const Kernel& kernel, const Parameters& problem) {
  const std::uint64_t channels = problem["c"];
  std::vector<Parameters> all;
  if (channels <= 16) {
    for (std::uint64_t x = 1; x <= channels; ++x) {
      all.push_back(with(kernel, problem, {{"x", x}}));
    }
  } else {
    for (const std::uint64_t x : steps_to(channels)) {
      all.push_back(with(kernel, problem, {{"x", x}}));
    }
  }
  return all;
}

std::vector<Parameters> near_batches(const Kernel& kernel, const Parameters& best) {
  std::vector<Parameters> all;
  for (const std::uint64_t x : {best["x"] - 1, best["x"] + 1}) {
    if (x >= 1 && x <= best["c"]) {
      all.push_back(with(kernel, best, {{"x", x}}));
    }
  }
  return all;
}

std::vector<Parameters> groups(const Kernel& kernel, const Parameters& problem) {
  std::vector<Parameters> all;
  for (std::uint64_t p = 1; p <= problem["h"]; ++p) {
    if (problem["h"] % p == 0) {
      all.push_back(with(kernel, problem, {{"p", p}}));
    }
  }
  return all;
}

Parameters tile(const Kernel& kernel, const Parameters& problem,
                const std::array<std::uint64_t, 3>& sides) {
  return with(kernel, problem, {{"tm", sides[0]}, {"tn", sides[1]}, {"tl", sides[2]}}, {"tile"});
}

/// Cubes first.
std::vector<Parameters> tiles(const Kernel& kernel, const Parameters& problem) {
  std::vector<Parameters> all;
  for (const std::uint64_t side : steps_to(std::max({problem["m"], problem["n"], problem["l"]}))) {
    all.push_back(tile(kernel, problem,
                       {std::min(side, problem["m"]), std::min(side, problem["n"]),
                        std::min(side, problem["l"])}));
  }
  return all;
}

/// One side half or twice as long.
std::vector<Parameters> near_tiles(const Kernel& kernel, const Parameters& best) {
  const std::array<std::uint64_t, 3> sides{best["tm"], best["tn"], best["tl"]};
  const std::array<std::uint64_t, 3> most{best["m"], best["n"], best["l"]};
  std::vector<Parameters> all;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    for (const std::uint64_t side : {std::max<std::uint64_t>(sides.at(axis) / 2, 1),
                                     std::min(sides.at(axis) * 2, most.at(axis))}) {
      auto other = sides;
      other.at(axis) = side;
      all.push_back(tile(kernel, best, other));
    }
  }
  return all;
}

std::vector<Parameters> attention_blocks(const Kernel& kernel, const Parameters& problem) {
  std::vector<Parameters> all;
  for (const std::uint64_t queries : powers_to(problem["l"])) {
    for (const std::uint64_t keys : powers_to(problem["l"])) {
      all.push_back(with(kernel, problem, {{"bq", queries}, {"bk", keys}}));
    }
  }
  return all;
}

/// A block smaller or larger by 1, 2, 4, … up to half of it, one of the two or both alike. Where
/// none of these is better, the best is no chance of where the powers of two lie.
std::vector<Parameters> near_attention_blocks(const Kernel& kernel, const Parameters& best) {
  const auto moved = [&](std::uint64_t block, std::int64_t step) {
    const auto wanted = static_cast<std::int64_t>(block) + step;
    return static_cast<std::uint64_t>(
        std::clamp<std::int64_t>(wanted, 1, static_cast<std::int64_t>(best["l"])));
  };
  std::vector<Parameters> all;
  const auto most = static_cast<std::int64_t>(std::max(best["bq"], best["bk"]) / 2);
  for (std::int64_t step = 1; step <= std::max<std::int64_t>(most, 1); step *= 2) {
    for (const std::int64_t by : {-step, step}) {
      for (const auto& [queries, keys] : {std::pair(by, std::int64_t{0}), {0, by}, {by, by}}) {
        all.push_back(with(kernel, best,
                           {{"bq", moved(best["bq"], queries)}, {"bk", moved(best["bk"], keys)}}));
      }
    }
  }
  return all;
}

}  // namespace

std::span<const Tuning> tunings() {  // NOLINT(readability-function-size): a table
  static const std::array k_table{
      Tuning{.name = "gqa",
             .summary = "groups of heads that share keys and values (Lemma 3.6)",
             .kernel = "gqa",
             .tuned = {"p"},
             .scaled = {"l"},
             .candidates = groups,
             .stages = {"k projection", "v projection"}},
      Tuning{.name = "batch",
             .summary = "channels of a convolution at a time (Theorem 3.11)",
             .kernel = "batchconv",
             .tuned = {"x"},
             .scaled = {"n"},
             .candidates = batches,
             .neighbours = near_batches,
             .tried = "every x up to 16 channels; of more channels 1, 2, 3, 4, 6, 8, 12 and so "
                      "on, then one more and one less than the best until neither is better"},
      Tuning{.name = "tile",
             .summary = "tiles of a matrix product",
             .kernel = "tiledmatmul",
             .tuned = {"tm", "tn", "tl"},
             .scaled = {"m", "n", "l"},
             .plain = "matmul",
             .candidates = tiles,
             .neighbours = near_tiles,
             .tried = "cubes with sides 1, 2, 3, 4, 6, 8, 12 and so on, then, from the best, one "
                      "side half or twice as long until none is better; sides between these may "
                      "cost less"},
      Tuning{.name = "attention",
             .summary = "blocks of queries and keys in attention",
             .kernel = "flash",
             .tuned = {"bq", "bk"},
             .scaled = {"l"},
             .plain = "attention",
             .candidates = attention_blocks,
             .neighbours = near_attention_blocks,
             .tried = "powers of two and l, then, from the best, blocks that are 1, 2, 4 and so on "
                      "larger or smaller until none is better"},
  };
  return k_table;
}

}  // namespace dmc

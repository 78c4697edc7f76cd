#include "attribution.hpp"

#include <fmt/format.h>

#include "replay.hpp"

namespace dmc::test {
namespace {

using Classes = std::map<ScopeOracle::Class, ScopeOracle::Reuses>;

Classes classes_of(const std::vector<AttributedHistogram>& parts) {
  Classes classes;
  for (const AttributedHistogram& part : parts) {
    ScopeOracle::Reuses& reuses = classes[{part.array, part.carried_by}];
    for (const Histogram::Bin& bin : part.histogram.bins) {
      reuses[bin.distance] += bin.reuses;
    }
  }
  return classes;
}

std::string difference(const Classes& got, const Classes& expected) {
  const auto [a, b] = std::mismatch(got.begin(), got.end(), expected.begin(), expected.end());
  const auto text = [](auto part, auto end) {
    if (part == end) {
      return std::string("no further class");
    }
    std::uint64_t sum = 0;
    for (const auto& [distance, count] : part->second) {
      sum += count;
    }
    return fmt::format("{} reuses of array {} carried by label {}, {} distances", sum,
                       part->first.first, part->first.second, part->second.size());
  };
  return a == got.end() && b == expected.end()
             ? std::string(k_same)
             : fmt::format("{} in place of {}", text(a, got.end()), text(b, expected.end()));
}

}  // namespace

std::string difference(const LruEngine& engine, const ScopeOracle& oracle) {
  const Counts expected{oracle.accesses(), oracle.data(), to_histogram(oracle.histogram())};
  std::string in_counts = difference(counts_of(engine), expected);
  if (in_counts != k_same) {
    return in_counts;
  }
  std::map<ArrayId, std::uint64_t> cold;
  const std::vector<std::uint64_t> by_array = engine.cold_misses();
  for (std::size_t array = 0; array < by_array.size(); ++array) {
    if (by_array[array] != 0) {
      cold[static_cast<ArrayId>(array)] = by_array[array];
    }
  }
  if (cold != oracle.cold()) {
    return "first accesses by array";
  }
  const EngineCounts together = engine.counts();
  if (together.histogram != engine.histogram() || together.cold_misses != by_array ||
      classes_of(together.classes) != classes_of(engine.attributed())) {
    return "counts told together";
  }
  return difference(classes_of(together.classes), oracle.reuses());
}

void attribute_in_pieces(LruEngine& engine, const Batch& batch, Random& random,
                         std::uint64_t most) {
  std::size_t begin = 0;
  auto event = batch.events.begin();
  while (begin < batch.count || event != batch.events.end()) {
    const std::size_t end = std::min(batch.count, begin + 1 + below(random, most));
    const bool last = end == batch.count;
    Batch piece;
    piece.data_end = batch.data_end;
    piece.array_end = batch.array_end;
    piece.label_end = batch.label_end;
    piece.count = end - begin;
    std::copy_n(batch.storage.begin() + static_cast<std::ptrdiff_t>(begin), piece.count,
                piece.storage.begin());
    const bool with_border = last || below(random, 2) == 0;
    while (event != batch.events.end() &&
           (event->position < end || (with_border && event->position == end))) {
      piece.events.push_back(*event++);
      piece.events.back().position -= static_cast<std::uint32_t>(begin);
    }
    engine.attribute(piece);
    begin = end;
  }
}

}  // namespace dmc::test

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "dmc/report/record_report.hpp"
#include "dmc/util/number.hpp"

#include "line_rows.hpp"

namespace dmc {
namespace {

// Where a reuse is not worth a change, or there is nothing near to bring together.
constexpr double k_worth_a_word = 0.1;
constexpr std::uint32_t k_near = 64;

std::string distance_text(const LineReuses& reuses) {
  return reuses.min_distance == reuses.max_distance
             ? fmt::format("at distance {}", grouped(reuses.max_distance))
             : fmt::format("at distances from {} to {}", grouped(reuses.min_distance),
                           grouped(reuses.max_distance));
}

std::string first_sentence(const LineProfile& profile, const LineReuses& top, double dmd) {
  const std::string& structure = structure_name(profile, top.to);
  const std::string& from = line_name(profile, top.from);
  const std::string& to = line_name(profile, top.to);
  const std::string places =
      from == to ? fmt::format("{} is taken up again by the same line, {}", structure, to)
                 : fmt::format("{}, touched at {}, is taken up again at {}", structure, from, to);
  return fmt::format("{} {} of DMD: {}, {}.",
                     top.dmd > dmd / 2 ? "Most of the cost is one kind of reuse, with"
                                       : "The most expensive kind of reuse has",
                     percent(top.dmd / dmd), places, distance_text(top));
}

std::string carried_sentence(const LineProfile& profile, const LineReuses& top) {
  if (top.carried_by == LineReuses::k_other_thread) {
    return " Between the two it goes from one thread to another: threads that work on parts of "
           "their "
           "own would keep it near.";
  }
  const std::string carrier = top.carried_by == 0
                                  ? "different calls from outside"
                                  : "the same call of " + carrier_name(profile, top.carried_by);
  const bool same = profile.names.stages[top.from] == profile.names.stages[top.to];
  if (top.max_distance <= k_near) {
    return fmt::format(" Both lie in {}, and near each other already.", carrier);
  }
  return fmt::format(
      " Both lie in {}: {} would bring them near.", carrier,
      same ? "a loop around this line that works through a block at a time, or in another order,"
           : "fusing the loops around the two lines, or working through a block at a time,");
}

std::string cache_sentence(const LineProfile& profile, const LineReuses& top) {
  std::string text;
  for (std::size_t i = 0; i < profile.sizes.size() && i < k_most_line_sizes; ++i) {
    const double share = static_cast<double>(top.misses[i]) /
                         static_cast<double>(std::max<std::uint64_t>(top.reuses, 1));
    text += fmt::format("{} {} of them miss in {}", text.empty() ? " Of these reuses" : ",",
                        percent(share), size_name(profile.sizes[i]));
  }
  const std::size_t needless = text.find(" of them");
  if (needless != text.npos) {
    text.erase(needless, std::string_view(" of them").size());
  }
  return text.empty() ? text : text + '.';
}

}  // namespace

std::string record_words(const RecordResult& result) {
  const LineProfile& profile = result.profile;
  if (profile.counts.reuses.empty()) {
    return "Nothing is accessed twice, so that there is no reuse and no data movement distance.";
  }
  const LineReuses& top = profile.counts.reuses.front();
  double dmd = 0;
  for (const LineReuses& reuses : profile.counts.reuses) {
    dmd += reuses.dmd;
  }
  if (top.dmd < k_worth_a_word * dmd) {
    const NamedLineTotals line = by_line(profile).front();
    return fmt::format(
        "No one kind of reuse stands out: the most expensive has {} of DMD. The line that costs "
        "most "
        "is {}, with {}.",
        percent(top.dmd / dmd), line.name, percent(line.totals.dmd / dmd));
  }
  return first_sentence(profile, top, dmd) + carried_sentence(profile, top) +
         cache_sentence(profile, top);
}

}  // namespace dmc

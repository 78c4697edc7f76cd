#include "line_rows.hpp"

#include <algorithm>
#include <functional>

#include "dmc/util/number.hpp"

namespace dmc {
namespace {

using NameOf = std::function<const std::string&(ArrayId)>;

std::map<std::string, LineTotals> totals_by(const LineProfile& profile, const NameOf& name_of) {
  std::map<std::string, LineTotals> groups;
  const LineCounts& counts = profile.counts;
  for (std::size_t i = 0; i < counts.lines.size(); ++i) {
    const LineAccesses& line = counts.lines[i];
    if (line.reads + line.writes != 0) {
      LineTotals& totals = groups[name_of(static_cast<ArrayId>(i))];
      totals.reads += line.reads;
      totals.writes += line.writes;
      totals.cold += line.cold;
      for (std::uint64_t& misses : totals.misses) {
        misses += line.cold;
      }
    }
  }
  for (const LineReuses& reuses : counts.reuses) {
    LineTotals& totals = groups[name_of(reuses.to)];
    totals.reuses += reuses.reuses;
    totals.dmd += reuses.dmd;
    totals.from_other_threads +=
        reuses.carried_by == LineReuses::k_other_thread ? reuses.reuses : 0;
    for (std::size_t i = 0; i < k_most_line_sizes; ++i) {
      totals.misses[i] += reuses.misses[i];
    }
  }
  return groups;
}

std::vector<NamedLineTotals> sorted(const std::map<std::string, LineTotals>& groups) {
  std::vector<NamedLineTotals> rows;
  rows.reserve(groups.size());
  for (const auto& [name, totals] : groups) {
    rows.push_back({name, totals});
  }
  std::stable_sort(
      rows.begin(), rows.end(), [](const NamedLineTotals& a, const NamedLineTotals& b) {
        return a.totals.dmd != b.totals.dmd ? a.totals.dmd > b.totals.dmd
                                            : a.totals.accesses() > b.totals.accesses();
      });
  return rows;
}

}  // namespace

const std::string& line_name(const LineProfile& profile, ArrayId array) {
  return profile.names.labels[profile.names.stages[array]];
}

const std::string& structure_name(const LineProfile& profile, ArrayId array) {
  return profile.names.arrays[array];
}

std::string carrier_name(const LineProfile& profile, LabelId label) {
  return label == LineReuses::k_other_thread ? "another thread" : profile.names.labels[label];
}

std::vector<NamedLineTotals> by_structure(const LineProfile& profile) {
  return sorted(totals_by(profile, [&](ArrayId array) -> const std::string& {
    return structure_name(profile, array);
  }));
}

std::vector<NamedLineTotals> by_line(const LineProfile& profile) {
  return sorted(totals_by(
      profile, [&](ArrayId array) -> const std::string& { return line_name(profile, array); }));
}

LineTotals whole_of(const LineProfile& profile) {
  static const std::string whole;
  return totals_by(profile, [&](ArrayId) -> const std::string& { return whole; })[whole];
}

std::map<std::string, std::map<unsigned, LineTotals>> by_file(const LineProfile& profile) {
  std::map<std::string, std::map<unsigned, LineTotals>> files;
  for (const NamedLineTotals& row : by_line(profile)) {
    const SourceLine line = parse_source_line(row.name);
    if (line.line != 0) {
      files[line.file][line.line] = row.totals;
    }
  }
  return files;
}

std::string size_name(std::uint64_t bytes) {
  std::string text = memory_text(bytes);
  if (const std::size_t zero = text.find(".0 "); zero != text.npos) {
    text.erase(zero, 2);
  }
  return text;
}

}  // namespace dmc

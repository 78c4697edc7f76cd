#include "dmc/report/record_report.hpp"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstring>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/cost/dmd.hpp"
#include "dmc/util/number.hpp"
#include "dmc/util/printable.hpp"

#include "line_rows.hpp"

namespace dmc {
namespace {

/// People see so many rows of each list; JSON and CSV have so many that nobody misses one.
constexpr std::size_t k_shown_rows = 10;
constexpr std::size_t k_kept = 1000;

double part_of(double part, double whole) {
  return whole > 0 ? part / whole : 0;
}

Value misses_value(const LineProfile& profile,
                   const std::array<std::uint64_t, k_most_line_sizes>& misses) {
  List list;
  for (std::size_t i = 0; i < profile.sizes.size(); ++i) {
    list.emplace_back(Object{{"bytes", profile.sizes[i]}, {"misses", misses[i]}});
  }
  return list;
}

std::vector<Value> miss_shares(const LineProfile& profile,
                               const std::array<std::uint64_t, k_most_line_sizes>& misses,
                               std::uint64_t of) {
  std::vector<Value> cells;
  for (std::size_t i = 0; i < profile.sizes.size(); ++i) {
    cells.emplace_back(part_of(static_cast<double>(misses[i]), static_cast<double>(of)));
  }
  return cells;
}

void add_miss_columns(const LineProfile& profile, std::vector<Column>& columns) {
  for (const std::uint64_t size : profile.sizes) {
    columns.push_back({"", size_name(size), Kind::share, 3});
  }
  columns.push_back({"misses", "", Kind::text, 0});
}

void append(std::vector<Value>& cells, std::vector<Value> more) {
  std::move(more.begin(), more.end(), std::back_inserter(cells));
}

// A list for people and a longer one for machines.
void add_lists(Document& document, Section section) {
  Section shown = section;
  shown.key.clear();
  if (shown.rows.size() > k_shown_rows) {
    shown.rows.resize(k_shown_rows);
    shown.notes.insert(shown.notes.begin(),
                       fmt::format("and {} more", grouped(section.rows.size() - k_shown_rows)));
  }
  section.title.clear();
  section.rows.resize(std::min(section.rows.size(), k_kept));
  document.sections.push_back(std::move(shown));
  document.sections.push_back(std::move(section));
}

Section reuse_section(const LineProfile& profile, double dmd) {
  Section section{"reuse_classes",
                  "Who touches it again",
                  {{"array", "what", Kind::text, 5, 12},
                   {"from", "touched at", Kind::text, 6, 12},
                   {"to", "again at", Kind::text, 7, 12},
                   {"carried_by", "within", Kind::text, 3, 8},
                   {"reuses", "reuses", Kind::magnitude, 4},
                   {"", "distance", Kind::text, 4},
                   {"min_distance", "", Kind::count, 0},
                   {"max_distance", "", Kind::count, 0},
                   {"dmd", "DMD", Kind::magnitude, 6},
                   {"", "share", Kind::share, 8},
                   {"misses", "", Kind::text, 0}},
                  {},
                  {}};
  for (const LineReuses& one : profile.counts.reuses) {
    if (section.rows.size() == k_kept) {
      break;
    }
    const std::string range =
        one.min_distance == one.max_distance
            ? grouped(one.max_distance)
            : fmt::format("{}–{}", grouped(one.min_distance), grouped(one.max_distance));
    section.rows.push_back(
        {{structure_name(profile, one.to), line_name(profile, one.from), line_name(profile, one.to),
          carrier_name(profile, one.carried_by), one.reuses, range, std::uint64_t{one.min_distance},
          std::uint64_t{one.max_distance}, one.dmd, part_of(one.dmd, dmd),
          misses_value(profile, one.misses)}});
  }
  return section;
}

Section totals_section(const LineProfile& profile, Section section,
                       const std::vector<NamedLineTotals>& rows, double dmd) {
  section.columns.insert(section.columns.end(), {{"accesses", "accesses", Kind::magnitude, 5},
                                                 {"reads", "", Kind::count, 0},
                                                 {"writes", "", Kind::count, 0},
                                                 {"cold_misses", "", Kind::count, 0},
                                                 {"reuses", "", Kind::count, 0},
                                                 {"from_other_threads", "", Kind::count, 0},
                                                 {"dmd", "DMD", Kind::magnitude, 6},
                                                 {"", "share", Kind::share, 8},
                                                 {"", "", Kind::bar, 1}});
  add_miss_columns(profile, section.columns);
  for (const NamedLineTotals& row : rows) {
    const LineTotals& totals = row.totals;
    const double share = part_of(totals.dmd, dmd);
    std::vector<Value> cells{
        row.name,      totals.accesses(),         totals.reads, totals.writes, totals.cold,
        totals.reuses, totals.from_other_threads, totals.dmd,   share,         share};
    append(cells, miss_shares(profile, totals.misses, totals.accesses()));
    cells.push_back(misses_value(profile, totals.misses));
    section.rows.push_back({std::move(cells)});
  }
  return section;
}

Section heap_section(const RecordResult& result) {
  Section section{
      "heap",
      "",
      {{"array", "", Kind::text, 0}, {"blocks", "", Kind::count, 0}, {"bytes", "", Kind::count, 0}},
      {},
      {}};
  for (const HeapStructure& one : result.heap) {
    section.rows.push_back({{one.name, one.blocks, one.bytes}});
  }
  return section;
}

Section thread_section(const RecordResult& result) {
  Section section{"threads",
                  "Threads, each by itself",
                  {{"thread", "thread", Kind::count, 5},
                   {"accesses", "accesses", Kind::count, 5},
                   {"data", "data", Kind::count, 4},
                   {"dmd", "DMD", Kind::magnitude, 6}},
                  {},
                  {}};
  for (const RecordThread& thread : result.threads) {
    section.rows.push_back({{std::uint64_t{thread.number}, thread.counts.accesses,
                             thread.counts.data, data_movement_distance(thread.counts.histogram)}});
  }
  return section;
}

std::string ending_text(const RecordResult& result) {
  if (result.end.signal != 0) {
    const char* const name = ::strsignal(result.end.signal);
    return fmt::format(
        "CUT SHORT: the program was killed by signal {} ({}). What follows is what it did before.",
        result.end.signal, name == nullptr ? "unknown" : name);
  }
  return result.end.status == 0
             ? ""
             : fmt::format("The program exited with status {}.", result.end.status);
}

std::vector<std::string> lead_of(const RecordResult& result) {
  std::vector<std::string> lead;
  if (const std::string ending = ending_text(result); !ending.empty()) {
    lead.push_back(ending);
  }
  if (result.lost != 0) {
    lead.push_back(
        fmt::format("INCOMPLETE: {} accesses found no room to be recorded.", grouped(result.lost)));
  }
  if (!result.has_names) {
    lead.emplace_back(
        "This dmc was built without libdw, so functions, lines and variables have no names: "
        "install "
        "libdw-dev and build it anew.");
  }
  lead.push_back(fmt::format("{}-byte data{}", result.profile.granule,
                             result.thread_count < 2 ? ""
                             : result.threads.empty()
                                 ? fmt::format(", {} threads interleaved", result.thread_count)
                                 : fmt::format(", {} threads apart", result.thread_count)));
  return lead;
}

std::vector<Fact> facts_of(const RecordResult& result, const LineTotals& whole) {
  const LineCounts& counts = result.profile.counts;
  const std::uint64_t largest =
      counts.histogram.bins.empty() ? 0 : counts.histogram.bins.back().distance;
  List command;
  for (const std::string& word : result.command) {
    command.emplace_back(word);
  }
  return {{"command", "", command},
          {"exit_status", "", static_cast<std::uint64_t>(std::max(result.end.status, 0))},
          {"signal", "", static_cast<std::uint64_t>(result.end.signal)},
          {"granule", "", result.profile.granule},
          {"processes", result.processes > 1 ? "processes" : "", std::uint64_t{result.processes},
           Kind::count},
          {"thread_count", "", std::uint64_t{result.thread_count}},
          {"lost", "", result.lost},
          {"accesses", "accesses", counts.accesses, Kind::count},
          {"reads", "reads", whole.reads, Kind::count},
          {"writes", "writes", whole.writes, Kind::count},
          {"data", "distinct data", counts.data, Kind::count},
          {"cold_misses", "", counts.data, Kind::count},
          {"reuses", "reuses", counts.histogram.reuses(), Kind::count},
          {"dmd", "DMD", data_movement_distance(counts.histogram), Kind::real},
          {"mean_distance", "mean distance", mean_distance(counts.histogram), Kind::real},
          {"max_distance", "max distance", largest, Kind::count}};
}

std::vector<NamedLineTotals> with_blocks(std::vector<NamedLineTotals> structures,
                                         const std::vector<HeapStructure>& heap) {
  for (NamedLineTotals& row : structures) {
    const auto found = std::find_if(heap.begin(), heap.end(), [&](const HeapStructure& one) {
      return one.name == row.name && one.blocks > 1;
    });
    if (found != heap.end()) {
      row.name += fmt::format(", {} blocks", grouped(found->blocks));
    }
  }
  return structures;
}

Section structure_section(const RecordResult& result, double dmd) {
  const std::vector<NamedLineTotals> rows = by_structure(result.profile);
  Section section = totals_section(
      result.profile, {"arrays", "What is accessed", {{"name", "what", Kind::text, 9, 16}}, {}, {}},
      with_blocks(rows, result.heap), dmd);
  for (const NamedLineTotals& row : rows) {
    if (row.totals.from_other_threads != 0 && section.notes.size() < 3) {
      section.notes.push_back(fmt::format(
          "{} is shared: {} of its reuses are of what another thread touched last.", row.name,
          percent(part_of(static_cast<double>(row.totals.from_other_threads),
                          static_cast<double>(row.totals.reuses)))));
    }
  }
  return section;
}

}  // namespace

Document record_document(const RecordResult& result) {
  const LineProfile& profile = result.profile;
  const double dmd = data_movement_distance(profile.counts.histogram);
  Document document;
  document.schema = "dmc.record/1";
  document.title = fmt::format("{}", fmt::join(result.command, " "));
  document.lead = lead_of(result);
  document.lead.push_back(record_words(result));
  document.facts = facts_of(result, whole_of(profile));
  document.facts.push_back({"words", "", record_words(result)});
  add_lists(document, reuse_section(profile, dmd));
  Section lines =
      totals_section(profile, {"lines", "Lines", {{"line", "line", Kind::text, 9, 16}}, {}, {}},
                     by_line(profile), dmd);
  if (!profile.sizes.empty()) {
    lines.notes.emplace_back("Sizes: the share of accesses that miss in an LRU cache so large.");
  }
  add_lists(document, std::move(lines));
  add_lists(document, structure_section(result, dmd));
  document.sections.push_back(heap_section(result));
  if (!result.threads.empty()) {
    document.sections.push_back(thread_section(result));
  }
  document.footer =
      fmt::format("{} in {}", grouped(profile.counts.accesses), duration(result.seconds));
  return document;
}

std::string folded_stacks(const LineProfile& profile) {
  const std::vector<CallCost>& calls = profile.counts.calls;
  std::vector<std::string> stacks(calls.size());
  std::string text;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const std::string name = printable(profile.names.labels[calls[i].function]);
    stacks[i] = i == 0 ? "" : stacks[calls[i].caller] + (calls[i].caller == 0 ? "" : ";") + name;
    const double weight = std::round(calls[i].dmd);
    if (weight > 0) {
      text += fmt::format("{} {:.0f}\n", i == 0 ? "outside" : stacks[i], weight);
    }
  }
  return text;
}

}  // namespace dmc

#include <algorithm>
#include <numeric>
#include <sstream>

#include <fmt/format.h>

#include "dmc/cost/dmd.hpp"
#include "dmc/report/record_report.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/input_file.hpp"
#include "dmc/util/number.hpp"

#include "annotated_lines.hpp"

namespace dmc {
namespace {

/// Lines shown on either side of one that accesses memory.
constexpr unsigned k_around = 2;
constexpr double k_hot = 0.1;

// Traces come from elsewhere: what they name as a source may be anything, or not be there.
std::string source_text(const std::string& file) {
  try {
    return identity_of(file) ? read_whole_file(file) : std::string();
  } catch (const Error&) {
    return {};
  }
}

std::vector<std::string> lines_of(const std::string& file) {
  std::vector<std::string> lines;
  std::istringstream stream(source_text(file));
  for (std::string line; std::getline(stream, line);) {
    std::string spaced;
    for (const char letter : line) {
      if (letter == '\t') {
        spaced.append(8 - spaced.size() % 8, ' ');
      } else if (letter != '\r') {
        spaced.push_back(letter);
      }
    }
    lines.push_back(std::move(spaced));
  }
  return lines;
}

bool is_near(const std::map<unsigned, LineTotals>& costs, unsigned number) {
  const auto next = costs.lower_bound(number < k_around ? 0 : number - k_around);
  return next != costs.end() && next->first <= number + k_around;
}

// Of all lines that there are, and of those beyond that are said to cost something.
std::vector<unsigned> numbers_of(const std::vector<std::string>& text,
                                 const std::map<unsigned, LineTotals>& costs) {
  std::vector<unsigned> numbers(text.size());
  std::iota(numbers.begin(), numbers.end(), 1U);
  for (auto beyond = costs.upper_bound(static_cast<unsigned>(text.size())); beyond != costs.end();
       ++beyond) {
    numbers.push_back(beyond->first);
  }
  return numbers;
}

AnnotatedFile annotate(const std::string& name, const std::map<unsigned, LineTotals>& costs) {
  AnnotatedFile file{name, false, 0, {}};
  const std::vector<std::string> text = lines_of(name);
  file.found = !text.empty();
  bool gap = false;
  unsigned before = 0;
  for (const unsigned number : numbers_of(text, costs)) {
    gap = gap || number - before > 1;
    before = number;
    const auto cost = costs.find(number);
    if (cost == costs.end() && (!file.found || number > text.size() || !is_near(costs, number))) {
      gap = true;
      continue;
    }
    AnnotatedLine line{
        number, number <= text.size() ? text[number - 1] : "", {}, gap && !file.lines.empty()};
    gap = false;
    if (cost != costs.end()) {
      line.totals = cost->second;
      file.dmd += cost->second.dmd;
    }
    file.lines.push_back(std::move(line));
  }
  return file;
}

// Spaces at the beginning of a cell would be lost.
std::string indented(const std::string& text) {
  const std::size_t first = std::min(text.find_first_not_of(' '), text.size());
  std::string shown;
  for (std::size_t i = 0; i < first; ++i) {
    shown += "\u00a0";
  }
  return shown + text.substr(first);
}

Value share_or_nothing(double part, double whole, bool shown) {
  return shown ? Value(whole > 0 ? part / whole : 0) : Value();
}

Section people_section(const LineProfile& profile, const AnnotatedFile& file, double dmd) {
  Section section{"", file.name, {}, {}, {}};
  section.columns = {{"", "line", Kind::count, 8},
                     {"", "accesses", Kind::magnitude, 3},
                     {"", "DMD", Kind::magnitude, 5},
                     {"", "share", Kind::share, 7}};
  for (const std::uint64_t size : profile.sizes) {
    section.columns.push_back({"", size_name(size), Kind::share, 4});
  }
  section.columns.push_back({"", "source", Kind::text, 9, 38});
  for (const AnnotatedLine& line : file.lines) {
    const bool costs = line.totals.accesses() != 0;
    const double share = dmd > 0 ? line.totals.dmd / dmd : 0;
    if (line.after_gap) {
      std::vector<Value> cells(section.columns.size());
      cells.back() = "⋮";
      section.rows.push_back({std::move(cells), Row::Emphasis::faint});
    }
    std::vector<Value> cells{std::uint64_t{line.number},
                             costs ? Value(static_cast<double>(line.totals.accesses())) : Value(),
                             costs ? Value(line.totals.dmd) : Value(),
                             share_or_nothing(line.totals.dmd, dmd, costs)};
    for (std::size_t i = 0; i < profile.sizes.size(); ++i) {
      cells.push_back(share_or_nothing(static_cast<double>(line.totals.misses[i]),
                                       static_cast<double>(line.totals.accesses()), costs));
    }
    cells.emplace_back(indented(line.text));
    section.rows.push_back({std::move(cells), share >= k_hot ? Row::Emphasis::strong
                                              : costs        ? Row::Emphasis::normal
                                                             : Row::Emphasis::faint});
  }
  if (!file.found) {
    section.notes.push_back(
        fmt::format("{} is not there: only line numbers are shown.", file.name));
  }
  return section;
}

Section machine_section(const LineProfile& profile, const std::vector<AnnotatedFile>& files,
                        double dmd) {
  Section section{"lines",
                  "",
                  {{"file", "", Kind::text, 0},
                   {"line", "", Kind::count, 0},
                   {"source", "", Kind::text, 0},
                   {"accesses", "", Kind::count, 0},
                   {"reads", "", Kind::count, 0},
                   {"writes", "", Kind::count, 0},
                   {"cold_misses", "", Kind::count, 0},
                   {"reuses", "", Kind::count, 0},
                   {"dmd", "", Kind::real, 0},
                   {"share", "", Kind::share, 0},
                   {"misses", "", Kind::text, 0}},
                  {},
                  {}};
  for (const AnnotatedFile& file : files) {
    for (const AnnotatedLine& line : file.lines) {
      const LineTotals& totals = line.totals;
      if (totals.accesses() == 0) {
        continue;
      }
      List misses;
      for (std::size_t i = 0; i < profile.sizes.size(); ++i) {
        misses.emplace_back(Object{{"bytes", profile.sizes[i]}, {"misses", totals.misses[i]}});
      }
      section.rows.push_back({{file.name, std::uint64_t{line.number}, line.text, totals.accesses(),
                               totals.reads, totals.writes, totals.cold, totals.reuses, totals.dmd,
                               dmd > 0 ? totals.dmd / dmd : 0, misses}});
    }
  }
  return section;
}

}  // namespace

std::vector<AnnotatedFile> annotated_files(const LineProfile& profile) {
  std::vector<AnnotatedFile> files;
  for (const auto& [name, costs] : by_file(profile)) {
    files.push_back(annotate(name, costs));
  }
  std::stable_sort(files.begin(), files.end(),
                   [](const AnnotatedFile& a, const AnnotatedFile& b) { return a.dmd > b.dmd; });
  return files;
}

std::vector<std::string> source_files(const LineProfile& profile) {
  std::vector<std::string> names;
  for (const auto& [name, costs] : by_file(profile)) {
    names.push_back(name);
  }
  return names;
}

Document annotate_document(const LineProfile& profile, const std::string& title) {
  const double dmd = data_movement_distance(profile.counts.histogram);
  const std::vector<AnnotatedFile> files = annotated_files(profile);
  Document document;
  document.schema = "dmc.annotate/1";
  document.title = title;
  document.lead = {fmt::format("{}-byte data; {} accesses, DMD {}", profile.granule,
                               grouped(profile.counts.accesses), significant(dmd, 12))};
  document.facts = {{"granule", "", profile.granule},
                    {"accesses", "", profile.counts.accesses},
                    {"dmd", "", dmd}};
  for (const AnnotatedFile& file : files) {
    document.sections.push_back(people_section(profile, file, dmd));
  }
  if (!profile.sizes.empty() && !document.sections.empty()) {
    document.sections.back().notes.emplace_back(
        "Sizes: the share of a line's accesses that miss in an LRU cache so large.");
  }
  document.sections.push_back(machine_section(profile, files, dmd));
  return document;
}

}  // namespace dmc

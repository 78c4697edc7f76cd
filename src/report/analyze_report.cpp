#include "dmc/report/analyze_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "dmc/cost/dmd.hpp"
#include "dmc/util/number.hpp"

namespace dmc {
namespace {

// In the order of the enums that they stand for.
constexpr std::array<std::string_view, 5> k_choices{"both", "reads", "writes", "fetches", "all"};
constexpr std::array<std::string_view, 5> k_choice_texts{
    "reads and writes", "reads", "writes", "instruction fetches", "data and instruction fetches"};
// What each choice leaves out: several of them, and one.
constexpr std::array<std::string_view, 5> k_left_out_texts{
    "instruction fetches", "writes and instruction fetches", "reads and instruction fetches",
    "reads and writes", "others"};
constexpr std::array<std::string_view, 5> k_left_out_ones{
    "instruction fetch", "write or instruction fetch", "read or instruction fetch", "read or write",
    "other"};
constexpr std::array<std::string_view, 3> k_colds{"free", "bound", "stack"};

/// People get at most so many lines of a series.
constexpr std::size_t k_most_lines = 24;

double share_of(double part, double whole) {
  return whole > 0 ? part / whole : 0;
}

double share_of(std::uint64_t part, std::uint64_t whole) {
  return share_of(static_cast<double>(part), static_cast<double>(whole));
}

std::string with_error(double value, double error) {
  return fmt::format("{} ± {}", significant(value, 4), significant(error, 2));
}

std::string size_text(const AnalyzeResult& result, std::uint64_t bytes) {
  return result.unit == AddressUnit::id ? grouped(bytes) : memory_text(bytes);
}

Object estimate_object(const SampleEstimate& estimate) {
  return {{"rate", estimate.rate},
          {"sampled_accesses", estimate.sampled_accesses},
          {"sampled_data", estimate.sampled_data},
          {"dmd_error", estimate.dmd_error},
          {"data_error", estimate.data_error},
          {"mean_distance_error", estimate.mean_distance_error}};
}

std::vector<Fact> input_facts(const AnalyzeResult& result) {
  const AnalyzeRequest& request = result.request;
  return {
      {"input", "",
       Object{
           {"file", result.file}, {"format", result.format}, {"compression", result.compression}}},
      {"model", "",
       Object{{"granule", request.granule},
              {"accesses", k_choices[static_cast<std::size_t>(request.accesses)]},
              {"threads", request.per_thread ? "apart" : "merged"},
              {"limit", request.limit == 0 ? Value() : Value(request.limit)},
              {"bits", request.bits},
              {"cold", k_colds[static_cast<std::size_t>(request.cold)]}}},
      {"estimate", "", result.estimate ? Value(estimate_object(*result.estimate)) : Value()}};
}

std::vector<Fact> facts_of(const AnalyzeResult& result) {
  const Measurement& total = result.total;
  std::vector<Fact> facts = input_facts(result);
  const bool exact = !result.estimate;
  const auto label = [&](std::string_view text) { return exact ? std::string(text) : ""; };
  const std::vector<Fact> figures{
      {"accesses", "accesses", total.accesses, Kind::count},
      {"data", label("distinct data"), total.data, Kind::count},
      {"cold_misses", label("cold misses"), total.data, Kind::count},
      {"reuses", label("reuses"), total.reuses, Kind::count},
      {"dmd", label("DMD"), total.dmd, Kind::real},
      {"cold_cost", label("cold cost"), total.cold_cost, Kind::real},
      {"mean_distance", label("mean distance"), total.mean_distance, Kind::real},
      {"max_distance", label("max distance"), total.max_distance, Kind::count},
      {"mean_time", label("mean reuse time"), result.mean_time, Kind::real},
      {"left_out", "", result.left_out, Kind::count},
      {"no_access", "", result.no_access, Kind::count},
      {"bad_records", result.counts.bad == 0 ? "" : "bad, skipped", result.counts.bad, Kind::count},
      {"unrelated_lines", "", result.counts.unrelated, Kind::count}};
  facts.insert(facts.end(), figures.begin(), figures.end());
  if (!exact) {
    const SampleEstimate& estimate = *result.estimate;
    const auto data = static_cast<double>(total.data);
    facts.push_back({"", "sampled accesses", estimate.sampled_accesses, Kind::count});
    facts.push_back({"", "sampled data", estimate.sampled_data, Kind::count});
    facts.push_back({"", "distinct data", with_error(data, estimate.data_error)});
    facts.push_back({"", "DMD", with_error(total.dmd, estimate.dmd_error)});
    facts.push_back(
        {"", "mean distance", with_error(total.mean_distance, estimate.mean_distance_error)});
    facts.push_back({"", "mean reuse time", significant(result.mean_time, 4)});
  }
  return facts;
}

/// Reuses and DMD of the distances above 2^(k-1) and up to 2^k, by k.
struct DistanceBin {
  std::uint64_t reuses = 0;
  CompensatedSum dmd;
};

std::vector<DistanceBin> distance_bins(const AnalyzeResult& result) {
  std::vector<DistanceBin> bins(result.curve.size());
  for (const Histogram::Bin& bin : result.total.histogram.bins) {
    const std::size_t k = magnitude_of(bin.distance);
    bins.resize(std::max(bins.size(), k + 1));
    bins[k].reuses += bin.reuses;
    bins[k].dmd.add(static_cast<double>(bin.reuses) * std::sqrt(static_cast<double>(bin.distance)) *
                    std::sqrt(static_cast<double>(result.request.bits)));
  }
  std::size_t longest = bins.size();
  for (std::size_t k = 0; k < result.times.size(); ++k) {
    longest = result.times[k] == 0 ? longest : std::max(longest, k + 1);
  }
  bins.resize(longest);
  return bins;
}

std::string range_text(std::uint64_t from, std::uint64_t to) {
  return from == to ? grouped(to) : grouped(from) + "–" + grouped(to);
}

/// The distances of one bin, and what an LRU cache as large as the longest of them does.
struct BinLine {
  std::uint64_t from;
  std::uint64_t to;
  double share;
  double dmd_share;
  std::optional<CachePoint> cache;
};

BinLine bin_line(const AnalyzeResult& result, const DistanceBin& bin, std::size_t k) {
  const bool has_cache = k < result.curve.size();
  return {.from = k == 0 ? 1 : (std::uint64_t{1} << (k - 1)) + 1,
          .to = k == 64 ? ~std::uint64_t{0} : std::uint64_t{1} << k,
          .share = share_of(bin.reuses, result.total.reuses),
          .dmd_share = share_of(bin.dmd.value(), result.total.dmd),
          .cache = has_cache ? std::optional(result.curve[k]) : std::nullopt};
}

/// All there is, for programs.
Section bin_records(const AnalyzeResult& result) {
  Section section{"bins",
                  "",
                  {{"from", ""},
                   {"to", ""},
                   {"reuses", ""},
                   {"share", ""},
                   {"dmd", ""},
                   {"dmd_share", ""},
                   {"cache_bytes", ""},
                   {"miss_ratio", ""},
                   {"miss_ratio_error", ""},
                   {"times", ""}},
                  {}};
  const std::vector<DistanceBin> bins = distance_bins(result);
  for (std::size_t k = 0; k < bins.size(); ++k) {
    const BinLine line = bin_line(result, bins[k], k);
    const auto& cache = line.cache;
    section.rows.push_back(
        {{line.from, line.to, bins[k].reuses, line.share, bins[k].dmd.value(), line.dmd_share,
          cache ? Value(cache->bytes) : Value(), cache ? Value(cache->miss_ratio) : Value(),
          cache && result.estimate ? Value(cache->error) : Value(), result.times[k]}});
  }
  return section;
}

/// People get the lines up to the longest distance. By time reuses are longer: a note counts those
/// that have no line.
std::string longer_times(const AnalyzeResult& result, std::size_t lines) {
  std::uint64_t longer = 0;
  for (std::size_t k = lines; k < result.times.size(); ++k) {
    longer += result.times[k];
  }
  if (longer == 0) {
    return {};
  }
  return fmt::format("By time, {} {} longer than {} accesses; JSON and CSV have them by length.",
                     longer == 1 ? "1 reuse" : grouped(longer) + " reuses",
                     longer == 1 ? "is" : "are", grouped(std::uint64_t{1} << (lines - 1)));
}

Section bin_section(const AnalyzeResult& result) {
  const bool is_memory = result.unit != AddressUnit::id;
  Section section{
      "",
      "Reuses by distance",
      {{"", "from–to", Kind::text, 9},
       {"", is_memory ? "size" : "", Kind::text, is_memory ? 5 : 0},
       {"", "reuses", Kind::count, 8},
       {"", "share", Kind::share, 7},
       {"", "", Kind::bar, 2},
       {"", "DMD", Kind::magnitude, 4},
       {"", "share", Kind::share, 1},
       {"", "missed", Kind::share, 6},
       {"", "by time", Kind::count, 3}},
      {},
      {is_memory ? "Size: of as many data as the line goes up to. Missed: by an LRU cache of that "
                   "size. By time: reuses by the accesses from one to the next, rather than by the "
                   "distinct data."
                 : "Missed: by an LRU cache of as many data as the line goes up to. By time: "
                   "reuses by the accesses from one to the next, rather than by the distinct "
                   "data."}};
  const std::vector<DistanceBin> bins = distance_bins(result);
  std::size_t lines = 1;
  for (std::size_t k = 0; k < bins.size(); ++k) {
    lines = bins[k].reuses == 0 ? lines : k + 1;
  }
  for (std::size_t k = 0; k < std::min(lines, bins.size()); ++k) {
    const BinLine line = bin_line(result, bins[k], k);
    const double bytes = static_cast<double>(line.to) * static_cast<double>(result.request.granule);
    const std::string size =
        bytes < 0x1p64 && is_memory ? memory_text(line.to * result.request.granule) : std::string();
    section.rows.push_back(
        {{range_text(line.from, line.to), size, bins[k].reuses, line.share, line.share,
          bins[k].dmd.value(), line.dmd_share, line.cache ? Value(line.cache->miss_ratio) : Value(),
          result.times[k]}});
  }
  if (std::string note = longer_times(result, lines); !note.empty()) {
    section.notes.push_back(std::move(note));
  }
  return section;
}

Section cache_section(const AnalyzeResult& result) {
  Section section{
      "caches",
      "Miss ratios of LRU caches",
      {{"bytes", ""},
       {"", "size", Kind::text, 9},
       {"data", "data", Kind::count, 5},
       {"miss_ratio", "miss ratio", Kind::ratio, 8},
       {"miss_ratio_error", result.estimate ? "±" : "", Kind::ratio, result.estimate ? 7 : 0},
       {"", "", Kind::bar, 2}},
      {}};
  for (const CachePoint& cache : result.caches) {
    section.rows.push_back(
        {{cache.bytes, size_text(result, cache.bytes), cache.data, cache.miss_ratio,
          result.estimate ? Value(cache.error) : Value(), cache.miss_ratio}});
  }
  return section;
}

Section region_section(const AnalyzeResult& result) {
  Section section{"regions",
                  "Regions",
                  {{"name", "region", Kind::text, 9, 16},
                   {"accesses", "accesses", Kind::count, 5},
                   {"reuses", "reuses", Kind::count, 6},
                   {"dmd", "DMD", Kind::magnitude, 7},
                   {"share", "share", Kind::share, 8},
                   {"", "", Kind::bar, 1},
                   {"min_distance", ""},
                   {"max_distance", ""}},
                  {}};
  for (const ArrayTotals& region : result.total.arrays) {
    const double share = share_of(region.totals.dmd, result.total.dmd);
    section.rows.push_back(
        {{region.name, region.accesses, region.totals.reuses, region.totals.dmd, share, share,
          region.totals.min_distance, region.totals.max_distance}});
  }
  return section;
}

Section thread_section(const AnalyzeResult& result) {
  Section section{"threads",
                  "Threads, each by itself",
                  {{"name", "thread", Kind::text, 9, 16},
                   {"accesses", "accesses", Kind::count, 7},
                   {"data", "data", Kind::count, 6},
                   {"reuses", ""},
                   {"dmd", "DMD", Kind::magnitude, 8},
                   {"share", "share", Kind::share, 5},
                   {"", "", Kind::bar, 1},
                   {"max_distance", "max distance", Kind::count, 3}},
                  {}};
  for (const ThreadTotals& thread : result.threads) {
    const double share = share_of(thread.totals.dmd, result.total.dmd);
    section.rows.push_back({{thread.name, thread.accesses, thread.data, thread.totals.reuses,
                             thread.totals.dmd, share, share, thread.totals.max_distance}});
  }
  return section;
}

Section space_section(const AnalyzeResult& result) {
  const bool exact = !result.estimate;
  Section section{"spaces",
                  "Address spaces",
                  {{"name", "address space", Kind::text, 9, 32},
                   {"accesses", "accesses", Kind::count, 8},
                   {"data", exact ? "data" : "", Kind::count, exact ? 7 : 0}},
                  {}};
  for (const SpaceTotals& space : result.spaces) {
    section.rows.push_back({{space.name, space.accesses, exact ? Value(space.data) : Value()}});
  }
  return section;
}

Section top_section(const AnalyzeResult& result) {
  const bool has_threads = result.request.per_thread;
  const bool has_spaces = !result.spaces.empty();
  const bool has_keys = std::any_of(result.top.begin(), result.top.end(),
                                    [](const TopDatum& datum) { return !datum.key.empty(); });
  Section section{"top",
                  "The data that cost most",
                  {{"address", ""},
                   {"key", has_keys ? "key" : "", Kind::text, has_keys ? 9 : 0},
                   {"",
                    has_keys                         ? ""
                    : result.unit == AddressUnit::id ? "id"
                                                     : "address",
                    Kind::text, has_keys ? 0 : 9},
                   {"thread", has_threads ? "thread" : "", Kind::text, has_threads ? 6 : 0},
                   {"space", has_spaces ? "address space" : "", Kind::text, has_spaces ? 6 : 0, 32},
                   {"accesses", "accesses", Kind::count, 5},
                   {"dmd", "DMD", Kind::magnitude, 7},
                   {"share", "share", Kind::share, 8},
                   {"", "", Kind::bar, 1}},
                  {}};
  for (const TopDatum& datum : result.top) {
    const double share = share_of(datum.dmd, result.total.dmd);
    const std::string text = result.unit == AddressUnit::id ? fmt::format("{}", datum.address)
                                                            : fmt::format("{:#x}", datum.address);
    section.rows.push_back(
        {{datum.address, datum.key.empty() ? Value() : Value(datum.key), text,
          has_threads ? Value(datum.thread) : Value(), has_spaces ? Value(datum.space) : Value(),
          datum.accesses, datum.dmd, share, share}});
  }
  return section;
}

Section interval_records(const AnalyzeResult& result) {
  Section section{"intervals",
                  "",
                  {{"first", ""},
                   {"accesses", ""},
                   {"cold_misses", ""},
                   {"data", ""},
                   {"dmd", ""},
                   {"mean_distance", ""}},
                  {}};
  for (const Interval& one : result.intervals) {
    section.rows.push_back(
        {{one.first, one.accesses, one.cold_misses, one.data, one.dmd, one.mean_distance}});
  }
  return section;
}

/// The series for people: neighbours put together where there are too many.
Section interval_lines(const AnalyzeResult& result) {
  Section section{"",
                  fmt::format("Intervals of {} accesses", grouped(result.interval)),
                  {{"", "from access", Kind::count, 9},
                   {"", "cold misses", Kind::count, 5},
                   {"", "DMD", Kind::magnitude, 7},
                   {"", "DMD/access", Kind::ratio, 8},
                   {"", "", Kind::bar, 2}},
                  {}};
  const std::size_t together = (result.intervals.size() + k_most_lines - 1) / k_most_lines;
  std::vector<Interval> lines;
  for (std::size_t i = 0; i < result.intervals.size(); ++i) {
    const Interval& one = result.intervals[i];
    if (i % together == 0) {
      lines.push_back({one.first});
    }
    lines.back().accesses += one.accesses;
    lines.back().cold_misses += one.cold_misses;
    lines.back().dmd += one.dmd;
  }
  const auto intensity = [](const Interval& line) {
    return line.dmd / static_cast<double>(std::max<std::uint64_t>(line.accesses, 1));
  };
  double most = 0;
  for (const Interval& line : lines) {
    most = std::max(most, intensity(line));
  }
  for (const Interval& line : lines) {
    section.rows.push_back({{line.first, line.cold_misses, line.dmd, intensity(line),
                             share_of(intensity(line), most)}});
  }
  if (together > 1) {
    section.notes.push_back(
        fmt::format("{} intervals a line; --json and --format csv have each.", together));
  }
  return section;
}

/// "; left out: 3 instruction fetches, and 2 prefetches or flushes, which access nothing".
std::string left_out_text(const AnalyzeResult& result) {
  std::string text;
  if (result.left_out != 0) {
    const auto choice = static_cast<std::size_t>(result.request.accesses);
    text = fmt::format("{} {}", grouped(result.left_out),
                       (result.left_out == 1 ? k_left_out_ones : k_left_out_texts)[choice]);
  }
  if (result.no_access != 0) {
    text += fmt::format("{}{} that access{} nothing, as prefetches and evictions",
                        text.empty() ? "" : " and ", grouped(result.no_access),
                        result.no_access == 1 ? "es" : "");
  }
  return text.empty() ? text : "; left out: " + text;
}

std::vector<std::string> lead_of(const AnalyzeResult& result) {
  std::vector<std::string> lead;
  if (result.estimate) {
    lead.push_back(
        fmt::format("ESTIMATE from a sample of {} of the data; ± is a 95% confidence "
                    "interval. Without --sample the result is exact.",
                    percent(result.estimate->rate)));
  }
  const std::string packed =
      result.compression == "none" ? "" : fmt::format(", compressed with {}", result.compression);
  lead.push_back(fmt::format("{} trace{}: {}{}", result.format, packed, analyze_model_text(result),
                             left_out_text(result)));
  return lead;
}

}  // namespace

std::string analyze_model_text(const AnalyzeResult& result) {
  const AnalyzeRequest& request = result.request;
  std::string text = result.unit == AddressUnit::id && request.granule == 1
                         ? "ids"
                         : fmt::format("{}-byte granules", request.granule);
  if (result.unit != AddressUnit::id || request.accesses != AccessChoice::both) {
    text += fmt::format(", {}", k_choice_texts[static_cast<std::size_t>(request.accesses)]);
  }
  text += request.per_thread ? ", threads apart" : "";
  text += result.stopped ? fmt::format(", the first {} accesses", grouped(request.limit)) : "";
  text += request.bits == 1 ? "" : fmt::format(", bits {}", request.bits);
  return text;
}

Document analyze_head(const AnalyzeResult& result) {
  Document head;
  head.facts = input_facts(result);
  head.facts.push_back({"accesses", "", result.total.accesses});
  head.facts.push_back({"cold_misses", "", result.total.data});
  return head;
}

Document analyze_document(const AnalyzeResult& result) {
  Document document;
  document.schema = "dmc.analyze/1";
  document.title = result.file;
  document.lead = lead_of(result);
  document.facts = facts_of(result);
  document.sections = {bin_section(result),    bin_records(result),     cache_section(result),
                       region_section(result), space_section(result),   thread_section(result),
                       top_section(result),    interval_records(result)};
  if (!result.intervals.empty()) {
    document.sections.push_back(interval_lines(result));
  }
  if (result.seconds > 0) {  // not of what others have measured
    const auto accesses = static_cast<double>(result.total.accesses);
    document.footer = fmt::format("{} accesses in {}, {} a second", human(accesses),
                                  duration(result.seconds), human(accesses / result.seconds));
  }
  return document;
}

}  // namespace dmc

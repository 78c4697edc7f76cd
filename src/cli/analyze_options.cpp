#include "analyze_options.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/tracefile/table_columns.hpp"
#include "dmc/tracefile/trace_format.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/number.hpp"

#include "options.hpp"

namespace dmc::cli {
namespace {

using Takes = Option::Takes;

// In the order of the enums that they stand for.
constexpr std::array<std::string_view, 5> k_choices{"both", "reads", "writes", "fetches", "all"};
constexpr std::array<std::string_view, 3> k_colds{"free", "bound", "stack"};
constexpr std::array<std::string_view, 2> k_keys{"number", "text"};

constexpr std::uint64_t k_most_top = 10000;
constexpr std::uint64_t k_most_bits = 0xffffffff;
constexpr std::uint64_t k_most = std::numeric_limits<std::uint64_t>::max();

constexpr std::uint64_t k_largest_size = (std::uint64_t{1} << 62) - 1;

std::uint64_t count_of(const Parser& parser, const std::string& option, std::uint64_t most) {
  const auto text = parser.value(option);
  return text ? parse_count(option, *text, 1, most) : 0;
}

std::size_t one_of(const Parser& parser, const std::string& option,
                   std::span<const std::string_view> names) {
  const auto text = parser.value(option);
  return text ? choice_of(option, *text, names) : 0;
}

/// "0.01" or "1%".
double share_of(const Parser& parser, const std::string& option) {
  const auto text = parser.value(option);
  if (!text) {
    return 0;
  }
  double share = 0;
  const bool is_percent = text->ends_with('%');
  const char* const end = text->data() + text->size() - (is_percent ? 1 : 0);
  const auto parsed = std::from_chars(text->data(), end, share);
  share /= is_percent ? 100 : 1;
  if (parsed.ec != std::errc() || parsed.ptr != end || !(share > 0 && share < 1)) {
    throw Error(
        fmt::format("{}: '{}' is not a share between 0 and 1; 0.01 or 1% measures one "
                    "datum in 100",
                    option, *text));
  }
  return share;
}

std::uint64_t address_of(const std::string& region, std::string_view text) {
  const bool prefixed = text.starts_with("0x");
  const std::string_view digits = prefixed ? text.substr(2) : text;
  std::uint64_t address = 0;
  const char* const end = digits.data() + digits.size();
  const auto parsed = std::from_chars(digits.data(), end, address, prefixed ? 16 : 10);
  if (digits.empty() || parsed.ec != std::errc() || parsed.ptr != end) {
    throw Error(
        fmt::format("--region: '{}' in '{}' is not an address of 64 bits; give it as "
                    "NAME=0xBEGIN-0xEND",
                    text, region));
  }
  return address;
}

bool is_two_to_64(std::string_view text) {
  if (!text.starts_with("0x")) {
    return text == "18446744073709551616";
  }
  text.remove_prefix(std::min(text.find_first_not_of('0', 2), text.size()));
  return text.size() == 17 && text.front() == '1' && text.find_first_not_of('0', 1) == text.npos;
}

AddressRegion region_of(const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::size_t dash = text.find('-', equals == text.npos ? 0 : equals);
  if (equals == text.npos || equals == 0 || dash == text.npos) {
    throw Error(fmt::format("--region: '{}' is not a region; give it as NAME=0xBEGIN-0xEND", text));
  }
  const std::string_view whole = text;
  AddressRegion region{text.substr(0, equals),
                       address_of(text, whole.substr(equals + 1, dash - equals - 1)), 0};
  // The end of the last region there can be has no 64-bit number of its own.
  const std::string_view end = whole.substr(dash + 1);
  const std::uint64_t behind = is_two_to_64(end) ? 0 : address_of(text, end);
  region.last = behind - 1;
  if (behind <= region.begin && !is_two_to_64(end)) {
    throw Error(
        fmt::format("--region: {} is empty; its end comes after its beginning and does not "
                    "belong to it",
                    region.name));
  }
  return region;
}

std::string format_names() {
  std::vector<std::string_view> names;
  for (const TraceFormat& format : trace_formats()) {
    names.push_back(format.name);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

void add_reading_options(Parser& parser) {
  parser.add({"Trace", "--input-format", "NAME",
              fmt::format("{} (default: as the content says)", format_names())});
  parser.add({"Trace", "--columns", "ROLE=COLUMN,...",
              "tables: what the columns are, each by position from 1 or by name: id, offset, "
              "address, size, op, volume, repeat, time; size=4*512 counts in sectors"});
  parser.add({"Trace", "--column", "COLUMN", "tables: the column of ids; short for --columns id="});
  parser.add({"Trace", "--keys", "KIND",
              "tables: ids are numbers, or any text: number, text (default number)"});
  parser.add({"Trace", "--delimiter", "CHARACTER",
              "tables: what is between columns: comma, semicolon, tab, space, pipe, none or a "
              "character (default: as the content says)"});
  parser.add({"Trace", "--reads", "CODE,...",
              "tables: what the op column has for reads, where others are writes: 0 (default: R, "
              "read, get and the like)",
              Takes::values});
  parser.add({"Trace", "--action", "NAME",
              "blkparse: which action of an I/O is the access: Q, D, C, ... (default Q)"});
  parser.add(
      {"Trace", "--shared", "",
       "files and processes of the trace share one address space (default: each has its own)",
       Takes::nothing});
  parser.add({"Trace", "--lenient", "", "skip and count what cannot be read", Takes::nothing});
  parser.add({"Trace", "--limit", "N", "stop after N accesses"});
}

}  // namespace

std::uint64_t size_of(std::string_view option, std::string_view text) {
  return parse_size(option, text, 1, k_largest_size);
}

void add_analyze_options(Parser& parser) {
  add_reading_options(parser);
  parser.add(
      {"Model", "--granule", "N",
       "size of a granule, which is a datum here, in bytes, a power of two: 8, 64, 4K (default 8; "
       "4096 for disks, 1 for ids)"});
  parser.add({"Model", "--accesses", "KIND",
              fmt::format("which references count: {} (default both: reads and writes)",
                          fmt::join(k_choices, ", "))});
  parser.add(
      {"Model", "--per-thread", "", "measure each thread of the trace by itself", Takes::nothing});
  parser.add(
      {"Model", "--sample", "RATE", "estimate from this share of the data, with error bars: 0.01"});
  parser.add(
      {"Model", "--bits", "N", "size of a datum: DMD is multiplied by its root (default 1)"});
  parser.add({"Model", "--cold", "NAME",
              "what the first accesses to m data cost: free; bound, m^1.5; or stack, the sum of √i "
              "(default free)"});
  parser.add({"Results", "--size", "BYTES,...", "miss ratios of caches of these sizes: 32KiB,1MiB",
              Takes::values});
  parser.add(
      {"Results", "--region", "NAME=A-B",
       "attribute accesses from address A up to B: heap=0x4a00000-0x4b00000; may be repeated",
       Takes::values});
  parser.add({"Results", "--top", "N", "the N granules with the largest DMD"});
  parser.add({"Results", "--interval", "N", "a series: totals for every N accesses"});
}

ReadOptions read_options_of(const Parser& parser) {
  ReadOptions options;
  options.format = parser.value("--input-format").value_or("");
  if (!options.format.empty()) {
    static_cast<void>(find_trace_format(options.format));
  }
  options.lenient = parser.given("--lenient");
  options.shared = parser.given("--shared");
  options.column = parser.value("--column").value_or("");
  if (const auto columns = parser.value("--columns")) {
    options.columns = parse_columns(*columns);
  }
  if (const auto delimiter = parser.value("--delimiter")) {
    options.delimiter = parse_delimiter(*delimiter);
  }
  options.reads = split_at_commas(parser.values("--reads"));
  options.action = parser.value("--action").value_or("");
  const auto choice = static_cast<AccessChoice>(one_of(parser, "--accesses", k_choices));
  options.must_know_operations = choice == AccessChoice::reads || choice == AccessChoice::writes;
  if (const auto granule = parser.value("--granule")) {
    options.ids_are_addresses = parse_size("--granule", *granule, 1, std::uint64_t{1} << 30) > 1;
  }
  options.keep_keys = parser.given("--top");
  options.text_keys = one_of(parser, "--keys", k_keys) == 1;
  return options;
}

namespace {

// What only traces have that are written by others.
constexpr std::array k_foreign_options{"--columns", "--column", "--keys",    "--delimiter",
                                       "--reads",   "--action", "--lenient", "--shared"};
// What is asked of references: addresses in program order.
constexpr std::array k_reference_options{"--limit",  "--granule", "--accesses", "--per-thread",
                                         "--sample", "--bits",    "--cold",     "--size",
                                         "--region", "--top",     "--interval", "--plot"};

template <class Options>
std::optional<std::string> first_given(const Parser& parser, const Options& options) {
  const auto found = std::find_if(options.begin(), options.end(), [&](const char* option) {
    return parser.knows(option) && parser.given(option);
  });
  return found == options.end() ? std::nullopt : std::optional<std::string>(*found);
}

}  // namespace

bool asks_for_references(const Parser& parser) {
  return first_given(parser, k_reference_options).has_value();
}

void refuse_foreign_options(const Parser& parser) {
  if (const auto option = first_given(parser, k_foreign_options)) {
    throw Error(fmt::format(
        "{}: this trace was recorded by dmc trace; the option is for traces of other tools",
        *option));
  }
}

void refuse_analyze_options(const Parser& parser) {
  refuse_foreign_options(parser);
  if (const auto option = first_given(parser, k_reference_options)) {
    throw Error(fmt::format(
        "{}: this trace was recorded by dmc trace, under a model of its own, which a segment "
        "keeps; leave the option out, or analyze the whole trace",
        *option));
  }
}

AnalyzeRequest analyze_request_of(const Parser& parser) {
  AnalyzeRequest request;
  request.accesses = static_cast<AccessChoice>(one_of(parser, "--accesses", k_choices));
  if (const auto granule = parser.value("--granule")) {
    request.granule = parse_size("--granule", *granule, 1, std::uint64_t{1} << 30);
  }
  request.limit = count_of(parser, "--limit", k_most);
  request.per_thread = parser.given("--per-thread");
  request.top = count_of(parser, "--top", k_most_top);
  request.interval = count_of(parser, "--interval", std::uint64_t{1} << 62);
  request.sample = share_of(parser, "--sample");
  request.bits = std::max<std::uint64_t>(1, count_of(parser, "--bits", k_most_bits));
  request.cold = static_cast<Cold>(one_of(parser, "--cold", k_colds));
  for (const std::string& text : parser.values("--region")) {
    request.regions.push_back(region_of(text));
  }
  for (const std::string& text : split_at_commas(parser.values("--size"))) {
    request.sizes.push_back(size_of("--size", text));
  }
  return request;
}

}  // namespace dmc::cli

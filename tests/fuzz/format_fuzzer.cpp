#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/tracefile/trace_format.hpp"
#include "dmc/util/error.hpp"

#include "fuzz_formats.hpp"
#include "parse_state.hpp"

// Whatever the bytes are, a parser ends, stays within them, and gives accesses that make sense; and
// how a file is cut into stretches is no matter.
namespace {

// More than the repeats of a few lines are not looked at.
constexpr std::size_t k_most_references = 100'000;

struct Parsed {
  std::vector<dmc::TraceReference> references;
  std::uint64_t bad = 0;
  std::uint64_t unrelated = 0;
  bool is_whole = true;
  friend bool operator==(const Parsed&, const Parsed&) = default;
};

[[noreturn]] void fail() {
  std::abort();
}

/// Parses as a reader does that gets `stretch` more bytes each time.
Parsed parse(const dmc::TraceFormat& format, dmc::ReadOptions options, std::string_view bytes,
             std::size_t stretch, bool lenient) {
  constexpr std::size_t k_slack = 64;
  options.lenient = lenient;
  std::string window(bytes);
  if (format.is_text && !window.ends_with('\n')) {
    window += '\n';
  }
  const std::size_t length = window.size();
  window.resize(length + k_slack);
  dmc::ParseState state(format, options, "fuzz");
  if (format.prepare != nullptr) {
    format.prepare(state, bytes, true);
  }
  static dmc::ReferenceBatch batch;  // as large as a reader's, which takes long to make
  Parsed parsed;
  std::size_t begin = 0;
  for (std::size_t end = 0; !state.finished && begin < length;) {
    end = std::min(length, end + stretch);
    const bool last = end == length;
    for (bool goes_on = true; goes_on && !state.finished;) {
      std::string_view part(window.data() + begin, end - begin);
      part = format.is_text ? part.substr(0, part.rfind('\n') + 1) : part;
      batch.clear();
      const std::size_t done = part.empty() ? 0 : format.parse(state, part, last, batch);
      if (done > part.size()) {
        fail();
      }
      begin += done;
      state.offset += done;
      goes_on = (done != 0 || batch.room() < 8) && begin < end;
      for (const dmc::TraceReference& reference : batch.references()) {
        if (!state.is_sane(reference) || reference.thread >= state.threads.size()) {
          fail();
        }
        parsed.references.push_back(reference);
      }
      if (parsed.references.size() > k_most_references) {
        parsed.references.resize(k_most_references);
        parsed.is_whole = false;
        return parsed;
      }
    }
    if (last && begin < length && !state.finished) {
      fail();  // something is left that will never be parsed
    }
  }
  parsed.bad = state.counts.bad;
  parsed.unrelated = state.counts.unrelated;
  return parsed;
}

/// One file in one format: as a whole, in parts, and without what is bad.
void check(const dmc::TraceFormat& format, const dmc::ReadOptions& options,
           std::string_view bytes) {
  Parsed strict;
  bool is_good = true;
  try {
    strict = parse(format, options, bytes, bytes.size() + 1, false);
  } catch (const dmc::Error&) {
    is_good = false;
  }
  try {
    const Parsed whole = parse(format, options, bytes, bytes.size() + 1, true);
    const Parsed in_parts = parse(format, options, bytes, 37, true);
    if (whole.references != in_parts.references || whole.is_whole != in_parts.is_whole) {
      fail();
    }
    if (whole.is_whole && (whole != in_parts || (is_good && (whole != strict || whole.bad != 0)) ||
                           (!is_good && whole.bad == 0))) {
      fail();
    }
  } catch (const dmc::Error&) {
    if (is_good) {
      fail();
    }
  }
}

/// Several ways to read a table; one for what is none.
std::vector<dmc::ReadOptions> ways_to_read(const dmc::TraceFormat& format) {
  std::vector<dmc::ReadOptions> ways(1);
  if (format.name == "csv") {
    ways.push_back({.column = "2", .text_keys = true, .keep_keys = true});
    ways.push_back({.column = "key"});
    ways.push_back({.columns = dmc::parse_columns("volume=1,op=2,offset=3,size=4*512,repeat=5"),
                    .must_know_operations = true});
    ways.push_back({.columns = dmc::parse_columns("id=1,size=2"),
                    .delimiter = ' ',
                    .ids_are_addresses = true});
  }
  return ways;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (std::string_view names = dmc::fuzz::formats(); !names.empty();) {
    const std::size_t end = std::min(names.find(','), names.size());
    const dmc::TraceFormat& format = dmc::find_trace_format(names.substr(0, end));
    for (const dmc::ReadOptions& options : ways_to_read(format)) {
      check(format, options, bytes);
    }
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return 0;
}

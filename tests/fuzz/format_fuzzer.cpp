#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/tracefile/trace_format.hpp"
#include "dmc/util/error.hpp"

#include "parse_state.hpp"

// Whatever the bytes are, a parser ends, stays within them, and gives accesses that make sense; and
// how a file is cut into stretches is no matter.
namespace {

struct Parsed {
  std::vector<dmc::TraceReference> references;
  std::uint64_t bad = 0;
  std::uint64_t unrelated = 0;
  friend bool operator==(const Parsed&, const Parsed&) = default;
};

[[noreturn]] void fail() {
  std::abort();
}

/// Parses as a reader does that gets `stretch` more bytes each time.
Parsed parse(const dmc::TraceFormat& format, std::string_view bytes, std::size_t stretch,
             bool lenient) {
  constexpr std::size_t k_slack = 64;
  std::string window(bytes);
  if (format.is_text && !window.ends_with('\n')) {
    window += '\n';
  }
  const std::size_t length = window.size();
  window.resize(length + k_slack);
  dmc::ParseState state(format, {.lenient = lenient}, "fuzz");
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
      goes_on = done != 0 && begin < end;
      for (const dmc::TraceReference& reference : batch.references()) {
        if (!state.is_sane(reference) || reference.thread >= state.threads.size()) {
          fail();
        }
        parsed.references.push_back(reference);
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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const dmc::TraceFormat& format = dmc::find_trace_format(DMC_FUZZ_FORMAT);
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  Parsed strict;
  bool is_good = true;
  try {
    strict = parse(format, bytes, size + 1, false);
  } catch (const dmc::Error&) {
    is_good = false;
  }
  try {
    const Parsed whole = parse(format, bytes, size + 1, true);
    const Parsed in_parts = parse(format, bytes, 37, true);
    if (whole != in_parts || (is_good && (whole != strict || whole.bad != 0)) ||
        (!is_good && whole.bad == 0)) {
      fail();
    }
  } catch (const dmc::Error&) {
    if (is_good) {
      fail();
    }
  }
  return 0;
}

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "dmc/tracefile/trace_part.hpp"
#include "dmc/util/error.hpp"

#include "frames.hpp"

// Whatever is in a file that says it is a part of a trace: it is refused, or is written again as it
// was read and can be put together with what follows on it.
namespace {

std::string text_of(const dmc::TracePart& part) {
  std::string bytes;
  dmc::write_part(part, [&](std::string_view more) { bytes += more; });
  return bytes;
}

/// The same segment once more, as what comes next in the trace.
dmc::TracePart next_after(dmc::TracePart part) {
  const std::uint64_t length = part.end - part.begin;
  part.begin = part.end;
  part.end += length;
  return part;
}

void test(std::string_view bytes) {
  try {
    dmc::TracePart part = dmc::read_part(dmc::fuzz::source_of(bytes), "fuzz");
    const std::string text = text_of(part);
    if (text != text_of(dmc::read_part(dmc::fuzz::source_of(text), "fuzz"))) {
      std::abort();
    }
    const std::uint64_t accesses = part.segment.summary.accesses;
    if (part.end <= ~std::uint64_t{0} - accesses) {
      const dmc::TracePart both = dmc::combine(part, next_after(part));
      if (both.segment.summary.accesses != 2 * accesses || both.data.size() != part.data.size()) {
        std::abort();
      }
    }
  } catch (const dmc::Error&) {
    return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  test(bytes);
  test(dmc::fuzz::repaired(bytes));
  return 0;
}

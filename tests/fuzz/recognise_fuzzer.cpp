#include <cstddef>
#include <cstdint>
#include <string_view>

#include "dmc/tracefile/trace_format.hpp"
#include "dmc/util/error.hpp"

// Recognition stays within the bytes, and says what is wrong with those that are no trace.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const bool complete : {false, true}) {
    try {
      static_cast<void>(dmc::recognise_trace_format(bytes, complete, "fuzz"));
    } catch (const dmc::Error&) {
      continue;
    }
  }
  return 0;
}

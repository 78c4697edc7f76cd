#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "dmc/nest/bound_nest.hpp"
#include "dmc/nest/nest.hpp"
#include "dmc/util/error.hpp"

// Whatever is in a text that says it is a loop nest: it is refused, or its plain form is the same
// nest, and with small parameters it makes as many accesses as it announces.
namespace {

constexpr std::uint64_t k_most_accesses = 20'000;

void run(const dmc::nest::Nest& nest) {
  dmc::nest::Values values;
  for (const dmc::nest::ParameterInfo& parameter : nest.parameters) {
    values.emplace(parameter.name, 4);
  }
  const dmc::nest::BoundNest bound(nest, complete(nest, values));
  std::uint64_t announced = 0;
  for (const dmc::nest::ArraySize& array : bound.arrays()) {
    announced += array.accesses;
  }
  if (announced > k_most_accesses) {
    return;
  }
  std::uint64_t made = 0;
  dmc::Tracer tracer({}, [&](dmc::Batch& batch) { made += batch.count; });
  bound.run(tracer);
  tracer.finish();
  if (made != announced) {
    std::abort();
  }
}

/// Whether running it could take long: counting goes through loops one iteration at a time.
bool has_large_number(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    digits = c >= '0' && c <= '9' ? digits + 1 : 0;
    if (digits > 2) {
      return true;
    }
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    const dmc::nest::Nest nest = dmc::nest::parse(text, "fuzz");
    const std::string plain = to_text(nest);
    if (!(dmc::nest::parse(plain, "plain").body == nest.body)) {
      std::abort();
    }
    if (!has_large_number(text) && nest.loops.size() < 8) {
      run(nest);
    }
  } catch (const dmc::Error&) {
    return 0;
  }
  return 0;
}

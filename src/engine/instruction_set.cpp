#include <array>

#include "dmc/engine/lru_engine.hpp"

namespace dmc {
namespace {

constexpr std::array k_sets{InstructionSet::portable, InstructionSet::avx2, InstructionSet::avx512};

std::size_t supported_count() {
#if defined(__x86_64__)
  const bool avx2 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi2") != 0 &&
                    __builtin_cpu_supports("popcnt") != 0;
  if (!avx2) {
    return 1;
  }
  const bool avx512 =
      __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
      __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512dq") != 0;
  return avx512 ? 3 : 2;
#else
  return 1;
#endif
}

}  // namespace

std::span<const InstructionSet> supported_instruction_sets() {
  return std::span(k_sets).first(supported_count());
}

std::string_view to_string(InstructionSet set) {
  switch (set) {
    case InstructionSet::avx2:
      return "avx2";
    case InstructionSet::avx512:
      return "avx512";
    case InstructionSet::portable:
      break;
  }
  return "portable";
}

}  // namespace dmc
